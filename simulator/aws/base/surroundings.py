"""The surroundings of AWS, which moto cannot know: who answers at an address, which tunnels are up, what is announced.

Tests and the simulators of VMs set them. Until then every address answers, no tunnel is up, and nothing is announced.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from ipaddress import ip_network
from typing import Any

from simulator.aws.base import reachability

UP, DOWN, REFUSED = "up", "down", "refused"


@dataclass
class Surroundings:
    """The surroundings of one process, like moto's own backends."""

    targets: dict[str, str] = field(default_factory=dict)
    """By `address` or `address:port`: `up`, `down` (no answer), `refused` (no connection), or an HTTP status."""
    tunnels: dict[str, str] = field(default_factory=dict)
    """By the outside address of a VPN tunnel on AWS's side: `up` or `down`."""
    announcements: dict[str, list[str]] = field(default_factory=dict)
    """By the id of a VPN connection or a Direct Connect gateway: the prefixes that its far side announces."""
    regions: dict[str, str] = field(default_factory=dict)
    """By name: `up`, or `down`: neither targets nor load balancers in the region answer."""
    endpoints: dict[str, str] = field(default_factory=dict)
    """By region: `up`, or `down`: AWS's own endpoints there answer nobody."""
    machines: dict[str, dict[str, str]] = field(default_factory=dict)
    """By a name of your choice: a `region`, and the control API (`endpoint`, `ca_bundle`) that simulates VMs in it."""
    quotas: dict[str, int] = field(default_factory=dict)
    """By name: the quota that AWS has granted the account instead of its default."""

    def answer_of(self, address: str, port: int | str, region: str = "") -> str:
        """How `address` answers on `port`.

        What was set for the port counts, else what was set for the address, else what the control APIs of the region
        say, else `up`.
        """
        if not self.region_is_up(region):
            return DOWN
        said = self.targets.get(f"{address}:{port}", self.targets.get(address))
        if said is not None:
            return said
        asked = [control for control in self.machines.values() if control["region"] == region]
        return UP if not asked or any(reachability.answers(control, address) for control in asked) else DOWN

    def cloud_routes(self, region: str) -> list[dict[str, Any]]:
        """What the clusters in a region want in the route tables of their VPCs; nothing for one that cannot be asked.

        A cluster that knows no VPC wants nothing, too.
        """
        asked = [control for control in self.machines.values() if control["region"] == region]
        found = [reachability.cloud_routes(control) for control in asked]
        return [wanted for wanted in found if wanted and wanted["vpcCidr"]]

    def region_is_up(self, region: str) -> bool:
        """Whether a region can be reached."""
        return self.regions.get(region, UP) == UP

    def endpoints_are_up(self, region: str) -> bool:
        """Whether AWS's endpoints in a region answer."""
        return self.endpoints.get(region, UP) == UP

    def tunnel_is_up(self, outside_address: str) -> bool:
        """Whether a VPN tunnel carries traffic."""
        return self.tunnels.get(outside_address, DOWN) == UP

    def say(self, what: str, said: dict[str, Any]) -> None:
        """Set values of one field; None takes a value back.

        Raises ValueError, and then nothing has changed.
        """
        if what not in _CHECKS:
            raise ValueError(f"{what} is not one of {', '.join(_CHECKS)}")
        checked = {name: None if value is None else _CHECKS[what](value) for name, value in said.items()}
        known: dict[str, Any] = getattr(self, what)
        known.update(checked)
        for name in [name for name, value in checked.items() if value is None]:
            del known[name]

    def to_dict(self) -> dict[str, Any]:
        """Everything that was set."""
        return asdict(self)


def _answer(value: Any) -> str:
    answer = str(value)
    if answer not in (UP, DOWN, REFUSED) and not (answer.isdecimal() and 100 <= int(answer) <= 599):
        raise ValueError(f"{answer} is not one of {UP}, {DOWN}, {REFUSED}, nor an HTTP status")
    return answer


def _state(value: Any) -> str:
    if value not in (UP, DOWN):
        raise ValueError(f"{value} is not {UP} or {DOWN}")
    return str(value)


def _prefixes(value: Any) -> list[str]:
    if not isinstance(value, list):
        raise ValueError(f"{value} is not a list of CIDR blocks")
    return [str(ip_network(cidr)) for cidr in value]


def _control(value: Any) -> dict[str, str]:
    if not isinstance(value, dict) or "region" not in value:
        raise ValueError(f"{value} has no region")
    if not str(value.get("endpoint", "")).startswith("http"):
        raise ValueError(f"{value} has no endpoint of a control API")
    return {str(key): str(what) for key, what in value.items()}


def _quota(value: Any) -> int:
    if not isinstance(value, int) or value < 0:
        raise ValueError(f"{value} is not a whole number from 0")
    return value


_CHECKS: dict[str, Callable[[Any], Any]] = {
    "targets": _answer,
    "tunnels": _state,
    "announcements": _prefixes,
    "regions": _state,
    "endpoints": _state,
    "machines": _control,
    "quotas": _quota,
}

SURROUNDINGS = Surroundings()
