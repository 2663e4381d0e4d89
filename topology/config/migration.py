"""The schema of `migration`."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from topology import values
from topology.choices import RetentionMode
from topology.config.section import Section


class MigrationConfig(Section):
    """Which instances are captured, where their records are kept, and how far retention goes."""

    table: values.TableName = "ec2-to-nc2-ip-preservation"
    tags: Mapping[str, values.TagValue] = Field(default_factory=dict)
    retention: Annotated[RetentionMode, values.choice(RetentionMode)] = RetentionMode.PLAN
