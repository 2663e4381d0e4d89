"""What lies around AWS and moto cannot know: who answers behind an address, which tunnels are up, what is announced.

A test, or whoever simulates the machines behind the addresses, says so. Until then every address answers, no tunnel
is up, and nothing is announced.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from ipaddress import ip_network
from typing import Any

from simulator.aws.base import reachability

UP, DOWN, REFUSED = "up", "down", "refused"


@dataclass
class Surroundings:
    """One for the process, like moto's own backends."""

    targets: dict[str, str] = field(default_factory=dict)
    """By `address` or `address:port`: `up`, `down` (no answer), `refused` (no connection), or an HTTP status."""
    tunnels: dict[str, str] = field(default_factory=dict)
    """By a VPN tunnel's outside address on AWS's side: `up` or `down`."""
    announcements: dict[str, list[str]] = field(default_factory=dict)
    """By the id of a VPN connection or a Direct Connect gateway: the prefixes its far side announces."""
    regions: dict[str, str] = field(default_factory=dict)
    """By name: `up`, or `down`: nothing in it answers, neither targets nor load balancers."""
    machines: dict[str, dict[str, str]] = field(default_factory=dict)
    """By a name of one's own: a `region`, and the control API (`endpoint`, `ca_bundle`) of who simulates machines in
    it."""
    quotas: dict[str, int] = field(default_factory=dict)
    """By name: what AWS has granted the account instead of its default."""

    def answer_of(self, address: str, port: int | str, region: str = "") -> str:
        """How `address` answers on `port`: what was said of that port, else of the address, else what the machines
        of the region are asked for, else `up`."""
        if not self.region_is_up(region):
            return DOWN
        said = self.targets.get(f"{address}:{port}", self.targets.get(address))
        if said is not None:
            return said
        asked = [control for control in self.machines.values() if control["region"] == region]
        return UP if not asked or any(reachability.answers(control, address) for control in asked) else DOWN

    def region_is_up(self, region: str) -> bool:
        """Whether what runs in a region can be reached."""
        return self.regions.get(region, UP) == UP

    def tunnel_is_up(self, outside_address: str) -> bool:
        """Whether a VPN tunnel carries traffic."""
        return self.tunnels.get(outside_address, DOWN) == UP

    def say(self, what: str, said: dict[str, Any]) -> None:
        """Puts what is said of one of the fields over what was; None takes it back.

        Raises ValueError, and then nothing has changed.
        """
        if what not in _CHECKS:
            raise ValueError(f"{what} is none of {', '.join(_CHECKS)}")
        checked = {name: None if value is None else _CHECKS[what](value) for name, value in said.items()}
        known: dict[str, Any] = getattr(self, what)
        known.update(checked)
        for name in [name for name, value in checked.items() if value is None]:
            del known[name]

    def to_dict(self) -> dict[str, Any]:
        """All that was said."""
        return asdict(self)


def _answer(value: Any) -> str:
    answer = str(value)
    if answer not in (UP, DOWN, REFUSED) and not (answer.isdecimal() and 100 <= int(answer) <= 599):
        raise ValueError(f"{answer} is none of {UP}, {DOWN}, {REFUSED}, and no HTTP status")
    return answer


def _state(value: Any) -> str:
    if value not in (UP, DOWN):
        raise ValueError(f"{value} is neither {UP} nor {DOWN}")
    return str(value)


def _prefixes(value: Any) -> list[str]:
    if not isinstance(value, list):
        raise ValueError(f"{value} is not a list of CIDR blocks")
    return [str(ip_network(cidr)) for cidr in value]


def _control(value: Any) -> dict[str, str]:
    if not isinstance(value, dict) or "region" not in value or not str(value.get("endpoint", "")).startswith("http"):
        raise ValueError(f"{value} has no region, or no endpoint of a control API")
    return {str(key): str(what) for key, what in value.items()}


def _quota(value: Any) -> int:
    if not isinstance(value, int) or value < 0:
        raise ValueError(f"{value} is not a number of things")
    return value


_CHECKS: dict[str, Callable[[Any], Any]] = {
    "targets": _answer,
    "tunnels": _state,
    "announcements": _prefixes,
    "regions": _state,
    "machines": _control,
    "quotas": _quota,
}

SURROUNDINGS = Surroundings()
