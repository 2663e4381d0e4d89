"""The risks that an operator takes in one flip, as they are written down."""

from typing import Annotated

from pydantic import Field

from topology import values
from topology.choices import RiskKind
from topology.config.section import Section


class AcceptedRisksConfig(Section):
    """Kinds of risk, for the flip of this number and no other."""

    flip: values.FlipNumber = Field(description="the number of the flip, as its preview shows it")
    risks: tuple[Annotated[RiskKind, values.choice(RiskKind)], ...] = Field(
        description="a list of the words that the preview shows in brackets"
    )
