"""What a stack publishes for the other: the only thing that passes between the two sites' programs."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Self

import pulumi


@dataclass(frozen=True)
class SiteOutputs:
    """The other stack's published ids. None means "not yet", never an error."""

    site: str
    vpc_id: str | None = None
    transit_gateway_id: str | None = None
    requested_peering_id: str | None = None
    accepted_peering_id: str | None = None
    domain_manager_id: str | None = None
    overlay_vpc_id: str | None = None
    captured_addresses: str | None = None

    @classmethod
    def read(cls, site: str) -> Self:
        """Read the site's stack outputs from the state backend, at once, so that the program can decide by them.

        A stack that was never initialised or never upped has published nothing yet. Only the backend is asked: the
        other site's endpoints may be dead.
        """
        name = f"organization/{pulumi.get_project()}/{site}"
        try:
            answer = pulumi.runtime.invoke("pulumi:pulumi:readStackOutputs", {"name": name}).value
        except Exception as error:
            if "unknown stack" not in str(error):
                raise
            return cls(site)
        return cls.parse(site, (answer or {}).get("outputs", {}))

    @classmethod
    def parse(cls, site: str, outputs: Mapping[str, Any]) -> Self:
        """`outputs` by export name; unknown names are passed over and an empty value is "not yet"."""
        published = {name: outputs.get(export_name(name)) or None for name in published_names()}
        return cls(site, **published)


def publish(**outputs: pulumi.Input[str] | None) -> None:
    """Export this stack's ids under the names that `SiteOutputs.read` looks for.

    Raises TypeError for a name that no `SiteOutputs` field has.
    """
    unknown = set(outputs) - set(published_names())
    if unknown:
        raise TypeError(f"SiteOutputs has no field {', '.join(sorted(unknown))}")
    for name, value in outputs.items():
        if value is not None:
            pulumi.export(export_name(name), value)


def show(**outputs: pulumi.Input[Any]) -> None:
    """Export what is for people and scripts, under its own name; the other stack reads none of it."""
    for name, value in outputs.items():
        pulumi.export(name, value)


def published_names() -> tuple[str, ...]:
    return tuple(field.name for field in fields(SiteOutputs) if field.name != "site")


def export_name(name: str) -> str:
    """`transit_gateway_id` -> `transitGatewayId`."""
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)
