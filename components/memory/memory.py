"""What a stack knows of its own last run: from its output `remembered`, or from the outputs of an older program."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from components.memory.named import named
from components.memory.thing import Thing, things
from components.published import Published
from topology import Peering, SiteModel

OUTPUT = "remembered"
_VPC_PEERING = "pcx-"


@dataclass(frozen=True)
class Memory:
    """`heard`: the outputs of the other stack that the program has used, by their names. A value is None where an older
    program kept none.

    Of `things` an older program told the categories alone, and nothing of `named`: the names that change in place.
    """

    home: str | None = None
    other: str | None = None
    peering: str | None = None
    heard: Mapping[str, str | None] = field(default_factory=dict)
    things: tuple[Thing, ...] = ()
    named: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, model: SiteModel, heard: Mapping[str, str | None]) -> Self:
        """What there is to remember of this run."""
        return cls(model.home.name, model.other.name, model.peering.value, heard, things(model), named(model))

    @classmethod
    def read(cls, outputs: Mapping[str, Any], model: SiteModel) -> Self:
        """The memory in the outputs of this stack's last run; an empty one for a stack without a past.

        Raises ValueError where the output is not one of ours.
        """
        if OUTPUT not in outputs:
            return cls._inferred(outputs, model)
        kept = json.loads(outputs[OUTPUT])
        had = tuple(Thing(*one) for one in kept["things"])
        return cls(kept["home"], kept["other"], kept["peering"], kept["heard"], had, kept.get("named", {}))

    @classmethod
    def _inferred(cls, outputs: Mapping[str, Any], model: SiteModel) -> Self:
        """What the outputs of a program without a memory prove: only that, so that nothing is expected in vain."""
        requested, accepted = outputs.get("requestedPeeringId"), outputs.get("acceptedPeeringId")
        categories = json.loads(outputs.get("categoryIds") or "{}")
        by_vpc = str(requested or accepted).startswith(_VPC_PEERING)
        heard: list[str] = []
        if requested:
            heard.append("vpcId" if by_vpc else "transitGatewayId")
        if accepted:
            heard.append("requestedPeeringId")
        if (requested or categories) and outputs.get("pending") == [] and not model.other.zero_compute:
            heard += ["domainManagerId", "overlayVpcId"]
        was_home = model.me.name if requested or categories else model.other.name if accepted else None
        return cls(
            home=was_home,
            other=model.other.name if heard else None,
            peering=(Peering.VPC if by_vpc else Peering.TRANSIT_GATEWAY).value if requested or accepted else None,
            heard=dict.fromkeys(heard),
            things=tuple(Thing("categories", name, name, name) for name in categories),
        )

    def dumped(self) -> str:
        """The output's text."""
        had = [[one.kind, one.key, one.name, one.protects] for one in self.things]
        kept = {"home": self.home, "other": self.other, "peering": self.peering, "heard": self.heard, "things": had}
        return json.dumps({**kept, "named": self.named}, separators=(",", ":"))


def names(published: Published) -> frozenset[str]:
    """The outputs that the other stack has published, by their names there."""
    return frozenset(str(type(published).model_fields[name].alias) for name in published.model_fields_set - {"site"})
