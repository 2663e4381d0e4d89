"""A change of a living pair that takes something away: what goes, and whether the configuration accepts it by name."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from components.memory.memory import Memory
from components.memory.named import NAME_PREFIX
from components.memory.renamed import made_anew
from components.memory.thing import Thing, things
from topology import SiteModel

_WORDS = {
    "policies": "protection policy",
    "recoveryPlans": "recovery plan",
    "categories": "category",
    "subnets": "overlay subnet",
    "externalSubnets": "external subnet",
    "hostedZones": "hosted zone",
    "dnsNames": "DNS record of",
}


@dataclass(frozen=True)
class Change:
    """`what` goes with it, one entry per thing. `consent`: the entry of `acceptedChanges` that accepts it, as YAML."""

    subject: str
    what: tuple[str, ...]
    key: str
    value: str
    accepted: bool

    @property
    def consent(self) -> str:
        """As `acceptedChanges` takes it."""
        return f"{self.key}: {self.value}"


def gone(memory: Memory, model: SiteModel) -> list[Thing]:
    """What this stack had and the configuration no longer asks for."""
    kept = {(one.kind, one.key) for one in things(model)}
    return [one for one in memory.things if (one.kind, one.key) not in kept]


def unprotected(memory: Memory, model: SiteModel) -> tuple[str, ...]:
    """The categories, as `key:value`, whose VMs nothing of this stack replicates any longer."""
    now, lost = things(model), gone(memory, model)
    protected = {"", *(one.protects for one in now)}
    # A policy that stays may protect another category than before.
    had = [one for one in memory.things if one.kind == "policies" or one in lost]
    return tuple(dict.fromkeys(one.protects for one in had if one.protects not in protected))


def changes(memory: Memory, model: SiteModel) -> list[Change]:
    """The changes since the last run that take something away; none for a stack without a past."""
    accepted, lost = model.accepted_changes, gone(memory, model)
    found: list[Change] = []
    if memory.other not in (None, model.other.name):
        subject = f"The other site changes from {memory.other} to {model.other.name}"
        agreed = accepted.other_site == model.other.name
        found.append(Change(subject, ("the peering with its routes",), "otherSite", model.other.name, agreed))
    if memory.home not in (None, model.home.name):
        subject = f"The home site changes from {memory.home} to {model.home.name}"
        agreed = accepted.home_site == model.home.name
        what = ("the peering with its routes", "the DNS record of this site" if model.dns else "", *map(_named, lost))
        found.append(Change(subject, tuple(filter(None, what)), "homeSite", model.home.name, agreed))
        lost = []
    if anew := made_anew(memory, model):
        subject = f"{NAME_PREFIX} changes from {memory.named[NAME_PREFIX]} to {model.name_prefix}"
        agreed = accepted.name_prefix == model.name_prefix
        found.append(Change(subject, anew, NAME_PREFIX, model.name_prefix, agreed))
    return found + list(_given_up(lost, model))


def _given_up(lost: Sequence[Thing], model: SiteModel) -> Iterator[Change]:
    for kind in dict.fromkeys(one.kind for one in lost):
        of_kind = [one for one in lost if one.kind == kind]
        listed = ", ".join(f'"{one.name}"' for one in of_kind)
        subject = f"The configuration no longer has {', '.join(map(_named, of_kind))}"
        accepted = all((kind, one.name) in model.accepted_changes.things for one in of_kind)
        yield Change(subject, tuple(map(_named, of_kind)), kind, f"[{listed}]", accepted)


def _named(thing: Thing) -> str:
    return f"{_WORDS[thing.kind]} '{thing.name}'"
