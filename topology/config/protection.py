"""The protection as it is written down."""

from pydantic import Field

from topology import _fields as fields

from .section import Section


class CategoryConfig(Section):
    """A category of Prism Central."""

    key: fields.CategoryWord = Field(description="the category's key")
    value: fields.CategoryWord = Field(description="the category's value")


class RetentionConfig(Section):
    """How many recovery points each side keeps."""

    local: fields.Retention = Field(description="how many recovery points the VM's own site keeps")
    remote: fields.Retention = Field(description="how many recovery points the other site keeps")


class StageConfig(Section):
    """VMs of one category, started together; the next stage waits `delaySeconds`."""

    category: CategoryConfig = Field(description="a mapping with key and value")
    delay_seconds: fields.Delay = 0


class ProtectionConfig(Section):
    """What is protected, how often, and the plan that recovers it."""

    category: CategoryConfig = Field(description="a mapping with key and value")
    policy: fields.PlanName = Field(description="the protection policy's name")
    rpo_seconds: fields.Rpo = Field(description="the recovery point objective in seconds")
    rto_seconds: fields.Rto | None = None
    retention: RetentionConfig = Field(description="a mapping with local and remote")
    recovery_plan: fields.PlanName = Field(description="the recovery plan's name")
    stages: tuple[StageConfig, ...] | None = None
    timeout_minutes: fields.Minutes = 60
