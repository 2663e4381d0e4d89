"""The migration from EC2 as it is written down."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from topology.choices import RetentionMode
from topology.config.section import Section
from topology.values import fields


class MigrationConfig(Section):
    """Which instances are captured, where their records are kept, and how far retention goes."""

    table: fields.TableName = "ec2-to-nc2-ip-preservation"
    tags: Mapping[str, fields.TagValue] = Field(default_factory=dict)
    retention: Annotated[RetentionMode, fields.choice(RetentionMode)] = RetentionMode.PLAN
