"""What a stack publishes for the other: the only thing that passes between the two sites' programs."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Protocol, Self

import pulumi
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, Json, ValidationError
from pydantic.alias_generators import to_camel

SCHEMA_VERSION = "1"
"""The meaning of the outputs below. A change that an older program would misread takes the next number."""
_ATTEMPTS = 10
PAUSE_SECONDS = 0.3


@dataclass(frozen=True)
class HostPort:
    """Where a server answers."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


def _host_port(value: object) -> HostPort:
    host, _, port = str(value).rpartition(":")
    if not host or not port.isdecimal():
        raise ValueError("expected a host and a port, such as 10.101.2.10:9440")
    return HostPort(host, int(port))


def _version(value: object) -> str:
    if value != SCHEMA_VERSION:
        raise ValueError(f"this program reads version {SCHEMA_VERSION} of them; update this checkout (git pull)")
    return SCHEMA_VERSION


class Published(BaseModel):
    """What the other site's stack has published; each output is named as its field, in camelCase.

    None or empty means "not yet" for what this stack has never used; what it has used and misses is an error
    (components/memory). `active_site` is the active site as that stack knows it, as of the failover with the number
    `generation`, and `taken_over` says which VMs that failover moved, by their ids: an opaque text of
    `providers.recovery.Lineage`, which only the active site publishes. `tiers_taken_over` says it of the tiers in the
    recovery point store. A program that wrote no `schemaVersion` wrote the outputs of version 1.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", alias_generator=to_camel, hide_input_in_errors=True)

    site: str = Field(exclude=True)
    schema_version: Annotated[str, BeforeValidator(_version)] = SCHEMA_VERSION
    vpc_id: str | None = None
    transit_gateway_id: str | None = None
    requested_peering_id: str | None = None
    accepted_peering_id: str | None = None
    domain_manager_id: str | None = None
    overlay_vpc_id: str | None = None
    overlay_test_vpc_id: str | None = None
    generation: int | None = None
    active_site: str | None = None
    taken_over: str | None = None
    tiers_taken_over: str | None = None
    load_balancer_dns_name: str | None = None
    target_group_arn: str | None = None
    hosted_zone_id: str | None = None
    captured_addresses: Json[tuple[str, ...]] = ()
    category_ids: Json[dict[str, str]] = Field(default_factory=dict)
    prism_central_address: Annotated[HostPort, BeforeValidator(_host_port)] | None = None

    @classmethod
    def parse(cls, site: str, outputs: Mapping[str, Any]) -> Self:
        """`outputs` by name; others than ours are passed over. Raises pulumi.RunError for unusable ones."""
        known = {name: value for name, value in outputs.items() if value not in (None, "")}
        try:
            return cls.model_validate({**known, "site": site})
        except ValidationError as error:
            faults = "; ".join(f"{detail['loc'][0]}: {detail['msg']}" for detail in error.errors(include_url=False))
            raise pulumi.RunError(f"The outputs of stack {site} cannot be used: {faults}.") from None


def full_name(site: str) -> str:
    """What the state backend calls a site's stack. One without organizations calls its only one "organization"."""
    return f"{pulumi.get_organization() or 'organization'}/{pulumi.get_project()}/{site}"


def outputs_of(site: str) -> Mapping[str, Any]:
    """The outputs of a site's stack, its own one's of the last run; none where there is no such stack.

    A backend in files can be read half-written while a run writes the state: it is read again. Raises pulumi.RunError
    where the state cannot be read in the end.
    """
    stack = full_name(site)
    for attempt in range(_ATTEMPTS, 0, -1):
        try:
            answer = pulumi.runtime.invoke("pulumi:pulumi:readStackOutputs", {"name": stack}).value
            return dict((answer or {}).get("outputs", {}))
        except Exception as error:
            # The engine has no error code for this; the text is exact (pkg/backend/backend.go).
            if f'unknown stack "{stack}"' in str(error):
                break
            if attempt == 1:
                raise pulumi.RunError(_unreadable(site, error)) from None
            time.sleep(PAUSE_SECONDS)
    return {}


def _unreadable(site: str, error: Exception) -> str:
    """A state that is there and cannot be read is no absence either."""
    return (
        f"The state of the stack of {site} cannot be read from the state backend: {error}. Nothing was changed. If its "
        f"file is damaged, put a backup back: `pulumi stack import --stack {site} --file BACKUP`."
    )


class Publishes(Protocol):
    """A part of the stack with facts that the other stack decides by."""

    @property
    def published(self) -> Mapping[str, Any]:
        """By the field of `Published`; None where the fact is not known yet."""


def publish(*parts: Publishes | None, **facts: pulumi.Input[Any] | None) -> None:
    """Export the facts under the names and in the form that `Published.parse` reads; None is left out.

    Raises TypeError for a name that `Published` has no field for.
    """
    values = facts | {name: value for part in parts if part for name, value in part.published.items()}
    unknown = set(values) - (set(Published.model_fields) - {"site", "schema_version"})
    if unknown:
        raise TypeError(f"Published has no field {', '.join(sorted(unknown))}")
    pulumi.export("schemaVersion", SCHEMA_VERSION)
    for name, value in values.items():
        if value is not None:
            pulumi.export(to_camel(name), pulumi.Output.from_input(value).apply(_dumped))


def _dumped(value: object) -> str | None:
    """An output's text: stack outputs are text, so that a shell can use them."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, HostPort):
        return str(value)
    return str(int(value)) if isinstance(value, int | float) else json.dumps(value)


def show(**outputs: pulumi.Input[Any]) -> None:
    """Export what is for people and scripts, under its own name; the other stack reads none of it."""
    for name, value in outputs.items():
        pulumi.export(name, value)
