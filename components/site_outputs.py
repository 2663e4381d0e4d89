"""What a stack publishes for the other: the only thing that passes between the two sites' programs."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Self

import pulumi

_ATTEMPTS, _PAUSE = 10, 0.3


@dataclass(frozen=True)
class SiteOutputs:
    """The other stack's published ids, and its last word on which site is active, as of which flip.

    None means "not yet", never an error.
    """

    site: str
    vpc_id: str | None = None
    transit_gateway_id: str | None = None
    requested_peering_id: str | None = None
    accepted_peering_id: str | None = None
    domain_manager_id: str | None = None
    overlay_vpc_id: str | None = None
    overlay_test_vpc_id: str | None = None
    generation: str | None = None
    active_site: str | None = None
    load_balancer_dns_name: str | None = None
    target_group_arn: str | None = None
    hosted_zone_id: str | None = None
    captured_addresses: str | None = None
    category_ids: str | None = None
    prism_central_address: str | None = None

    @classmethod
    def read(cls, site: str) -> Self:
        """Read the site's stack outputs from the state backend, at once, so that the program can decide by them.

        A stack that was never initialised or never upped has published nothing yet. Only the backend is asked: the
        other site's endpoints may be dead.
        """
        name = f"organization/{pulumi.get_project()}/{site}"
        return cls.parse(site, _published(name))

    @classmethod
    def parse(cls, site: str, outputs: Mapping[str, Any]) -> Self:
        """`outputs` by export name; unknown names are passed over and an empty value is "not yet"."""
        published = {name: outputs.get(export_name(name)) or None for name in published_names()}
        return cls(site, **published)


def _published(name: str) -> Mapping[str, Any]:
    """The outputs of a stack; none where there is no such stack."""
    for attempt in range(_ATTEMPTS, 0, -1):
        try:
            answer = pulumi.runtime.invoke("pulumi:pulumi:readStackOutputs", {"name": name}).value
            return dict((answer or {}).get("outputs", {}))
        except Exception as error:
            if "unknown stack" in str(error):
                break
            # A backend in files can be read half-written while the other stack's run writes its state.
            if "failed to load checkpoint" not in str(error) or attempt == 1:
                raise
            time.sleep(_PAUSE)
    return {}


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
