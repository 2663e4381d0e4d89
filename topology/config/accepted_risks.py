"""The schema of `acceptedRisks`."""

from typing import Annotated

from pydantic import Field

from topology import values
from topology.choices import NEVER_ACCEPTED, RiskKind
from topology.config.section import Section


class AcceptedRisksConfig(Section):
    """Kinds of risk that an operator accepts for the failover with this number, and for no other."""

    flip: values.FlipNumber = Field(description="the number of the failover, as its preview shows it")
    risks: tuple[Annotated[RiskKind, values.choice(RiskKind, but=NEVER_ACCEPTED)], ...] = Field(
        description="a list of the kinds of risk that the preview shows in brackets"
    )
