"""The record of a captured instance, made of a snapshot by EC2's API, one by the guest, or both."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import plain_text

NO_NAME = ("", "NoNameTag")
"""Values that mean "no Name tag". The second is the one that Nutanix's published script writes."""
TERMINATED = "terminated"
UNKNOWN = "unknown"


@dataclass(frozen=True)
class Nic:
    """A network interface; `device_index` 0 is the primary one. `cidr`, `gateway`, `subnet_id` may be empty."""

    device_index: int
    address: str
    mac: str = ""
    secondary: tuple[str, ...] = ()
    subnet_id: str = ""
    cidr: str = ""
    gateway: str = ""


@dataclass(frozen=True)
class Snapshot:
    """One instance at one time, captured one way. `way` is "api" or "ssm", `captured_at` RFC 3339 in UTC.

    `checks` holds what matters to a move: "ok" or a sentence for each. Most of it only the guest knows.
    """

    way: str
    instance_id: str
    name: str
    state: str
    captured_at: str
    nics: tuple[Nic, ...]
    dns: tuple[str, ...] = ()
    os: str = ""
    vpc_id: str = ""
    availability_zone: str = ""
    checks: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Record:
    """One item of the table. `snapshots` are keyed by way; items of Nutanix's published script have none.

    `drift` has one sentence for each disagreement of the two ways. `journal` holds what IP retention wrote.
    """

    instance_id: str
    name: str
    state: str
    nics: tuple[Nic, ...]
    os: str = ""
    dns: tuple[str, ...] = ()
    captured_at: str = ""
    drift: tuple[str, ...] = ()
    snapshots: Mapping[str, Snapshot] = field(default_factory=dict)
    journal: Mapping[str, Any] = field(default_factory=dict)

    @property
    def has_name(self) -> bool:
        """Whether the instance has a Name tag."""
        return self.name not in NO_NAME

    @property
    def terminated(self) -> bool:
        """Whether the instance no longer exists."""
        return self.state == TERMINATED

    @property
    def addresses(self) -> tuple[str, ...]:
        """Every address, the primary ones first."""
        primary = [nic.address for nic in self.nics]
        return (*primary, *(address for nic in self.nics for address in nic.secondary))

    @property
    def label(self) -> str:
        """The name to show: "web-1 (i-0123)", or the id alone."""
        return f"{plain_text.plain(self.name)} ({self.instance_id})" if self.has_name else self.instance_id


def merged(snapshots: Mapping[str, Snapshot]) -> Record:
    """One record made of the snapshots of one way or of both. Raises ValueError if there is none.

    The network comes from EC2's API, because the VPC delivers by it. The operating system and the DNS servers come from
    the guest if it told them.
    """
    api, ssm = snapshots.get("api"), snapshots.get("ssm")
    first = api or ssm
    if first is None:
        raise ValueError("a record needs a snapshot")
    newest = max(snapshots.values(), key=lambda one: one.captured_at)
    return Record(
        instance_id=first.instance_id,
        name=first.name,
        state=newest.state,
        nics=first.nics,
        os=(ssm and ssm.os) or first.os,
        dns=(ssm and ssm.dns) or first.dns,
        captured_at=newest.captured_at,
        drift=tuple(drift(api, ssm)) if api and ssm else (),
        snapshots=dict(snapshots),
    )


def drift(api: Snapshot, ssm: Snapshot) -> Iterator[str]:
    """One sentence for each difference between EC2's API and the guest."""
    if api.name != ssm.name:
        yield f"the name is '{api.name}' by the API and '{ssm.name}' by the guest's metadata"
    by_mac = ({nic.mac: nic for nic in one.nics} for one in (api, ssm))
    of_api, of_guest = by_mac
    for mac in sorted(of_api.keys() - of_guest.keys()):
        yield f"the guest does not see the interface {mac} with {of_api[mac].address}"
    for mac in sorted(of_guest.keys() - of_api.keys()):
        yield f"the API does not know the interface {mac} with {of_guest[mac].address}"
    for mac in sorted(of_api.keys() & of_guest.keys()):
        here, there = of_api[mac], of_guest[mac]
        if here.address != there.address:
            yield f"interface {mac} has {here.address} by the API and {there.address} by the guest"
        if set(here.secondary) != set(there.secondary):
            said = (", ".join(sorted(nic.secondary)) or "none" for nic in (here, there))
            yield "interface {} has the secondary addresses {} by the API and {} by the guest".format(mac, *said)
        if here.gateway and there.gateway and here.gateway != there.gateway:
            yield f"interface {mac} has the gateway {here.gateway} by the API and {there.gateway} by the guest"


def plain(snapshot: Snapshot) -> dict[str, Any]:
    """The snapshot as JSON values."""
    return {**asdict(snapshot), "checks": dict(snapshot.checks)}


def snapshot_of(values: Mapping[str, Any]) -> Snapshot:
    """The snapshot from JSON values. Raises KeyError, TypeError or ValueError if they are not a snapshot."""
    nics = tuple(
        Nic(**{**nic, "device_index": int(nic["device_index"]), "secondary": tuple(nic.get("secondary") or ())})
        for nic in values["nics"]
    )
    ordered = tuple(sorted(nics, key=lambda nic: nic.device_index))
    return Snapshot(**{**values, "nics": ordered, "dns": tuple(values.get("dns") or ())})
