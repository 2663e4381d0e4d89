"""The schema of `protection`."""

from typing import Annotated

from pydantic import Field

from topology import values
from topology.choices import Destination
from topology.config.section import Section


class CategoryConfig(Section):
    """A category of Prism Central."""

    key: values.CategoryWord = Field(description="the category's key")
    value: values.CategoryWord = Field(description="the category's value")


class RetentionConfig(Section):
    """How many recovery points each side keeps."""

    local: values.Retention = Field(description="how many recovery points the VM's own site keeps")
    remote: values.Retention = Field(description="how many recovery points the other site keeps")


class StageConfig(Section):
    """VMs of one category, started together; the next stage waits `delaySeconds`."""

    category: CategoryConfig = Field(description="a mapping with key and value")
    delay_seconds: values.Delay = 0


class TierConfig(Section):
    """VMs of one category with an objective of their own, and where their recovery points go."""

    name: values.TierName = Field(description="the tier's name")
    category: CategoryConfig = Field(description="a mapping with key and value")
    destination: Annotated[Destination, values.choice(Destination)] = Field(
        description="where its recovery points go: cluster or recovery-point-store"
    )
    policy: values.PlanName = Field(description="the protection policy's name")
    rpo_seconds: values.Rpo = Field(description="the recovery point objective in seconds")
    rto_seconds: values.Rto | None = None
    retention: RetentionConfig = Field(description="a mapping with local and remote")
    recovery_plan: values.PlanName | None = None
    stages: tuple[StageConfig, ...] | None = None


class ProtectionConfig(Section):
    """What is protected, how often, and the plan that recovers it."""

    category: CategoryConfig = Field(description="a mapping with key and value")
    policy: values.PlanName = Field(description="the protection policy's name")
    rpo_seconds: values.Rpo = Field(description="the recovery point objective in seconds")
    rto_seconds: values.Rto | None = None
    destination: Annotated[Destination, values.choice(Destination)] = Destination.CLUSTER
    retention: RetentionConfig = Field(description="a mapping with local and remote")
    recovery_plan: values.PlanName = Field(description="the recovery plan's name")
    stages: tuple[StageConfig, ...] | None = None
    timeout_minutes: values.Minutes = 60
    keep_addresses: values.Flag = True
    tiers: tuple[TierConfig, ...] | None = None
