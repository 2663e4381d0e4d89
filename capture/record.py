"""A captured instance: what EC2's API or the guest says of it, and what both together say."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

NO_NAME = ("", "NoNameTag")
"""What stands for a missing Name tag; the second is what tables of the published script hold."""
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
    """What one way saw at one time; `way` is "api" or "ssm", `captured_at` RFC 3339 in UTC.

    `checks` are the guest's facts that matter to a move, each with a sentence; only the guest knows them.
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
    """A row of the table. `snapshots` by way; a row of the published script has none.

    `drift` are sentences on where the two ways disagree; `journal` is what retention wrote beside.
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
        return self.name not in NO_NAME

    @property
    def terminated(self) -> bool:
        return self.state == TERMINATED

    @property
    def addresses(self) -> tuple[str, ...]:
        """Every address, the primary ones first."""
        primary = [nic.address for nic in self.nics]
        return (*primary, *(address for nic in self.nics for address in nic.secondary))

    @property
    def label(self) -> str:
        return f"{self.name} ({self.instance_id})" if self.has_name else self.instance_id


def merged(snapshots: Mapping[str, Snapshot]) -> Record:
    """One record of what one way or both saw.

    Where they disagree on the network, EC2's API counts: it is what the VPC delivers by. The guest knows its operating
    system and DNS servers better.
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
    """Sentences on what the API and the guest say differently."""
    if api.name != ssm.name:
        yield f"the API calls it '{api.name}', the guest's metadata '{ssm.name}'"
    by_mac = ({nic.mac: nic for nic in one.nics} for one in (api, ssm))
    of_api, of_guest = by_mac
    for mac in sorted(of_api.keys() - of_guest.keys()):
        yield f"the guest does not see the interface {mac} with {of_api[mac].address}"
    for mac in sorted(of_guest.keys() - of_api.keys()):
        yield f"the API does not know the interface {mac} with {of_guest[mac].address}"
    for mac in sorted(of_api.keys() & of_guest.keys()):
        here, there = of_api[mac], of_guest[mac]
        if here.address != there.address:
            yield f"interface {mac} has {here.address} by the API, {there.address} by the guest"
        if set(here.secondary) != set(there.secondary):
            said = (", ".join(sorted(nic.secondary)) or "none" for nic in (here, there))
            yield "interface {} has the secondary addresses {} by the API, {} by the guest".format(mac, *said)
        if here.gateway and there.gateway and here.gateway != there.gateway:
            yield f"interface {mac} has the gateway {here.gateway} by the API, {there.gateway} by the guest"


def plain(snapshot: Snapshot) -> dict[str, Any]:
    """The snapshot as JSON values."""
    return {**asdict(snapshot), "checks": dict(snapshot.checks)}


def snapshot_of(values: Mapping[str, Any]) -> Snapshot:
    """The snapshot back from JSON values. Raises KeyError, TypeError or ValueError for what is none."""
    nics = tuple(
        Nic(**{**nic, "device_index": int(nic["device_index"]), "secondary": tuple(nic.get("secondary") or ())})
        for nic in values["nics"]
    )
    ordered = tuple(sorted(nics, key=lambda nic: nic.device_index))
    return Snapshot(**{**values, "nics": ordered, "dns": tuple(values.get("dns") or ())})
