"""The schema of `recoveryPointStore`."""

from typing import Annotated

from pydantic import Field

from topology import values
from topology.choices import StoreAccess
from topology.config.section import Section


class RecoveryPointStoreConfig(Section):
    """The bucket of Multicloud Snapshot Technology (MST), and the name that both Prism Centrals give it."""

    name: values.PlanName = Field(description="the recovery point store's name in Prism Central")
    bucket: values.BucketName | None = None
    object_lock_days: values.Days | None = None
    noncurrent_days: values.Days | None = None
    access: Annotated[StoreAccess, values.choice(StoreAccess)] | None = None
    trusted_principal: values.RoleArn | None = None
