"""The recovery point store as it is written down."""

from typing import Annotated

from pydantic import Field

from topology.choices import StoreAccess
from topology.config.section import Section
from topology.values import fields


class RecoveryPointStoreConfig(Section):
    """The bucket of Multicloud Snapshot Technology (MST), and the name that both Prism Centrals give it."""

    name: fields.PlanName = Field(description="the recovery point store's name in Prism Central")
    bucket: fields.BucketName | None = None
    object_lock_days: fields.Days | None = None
    noncurrent_days: fields.Days | None = None
    access: Annotated[StoreAccess, fields.choice(StoreAccess)] | None = None
    trusted_principal: fields.RoleArn | None = None
