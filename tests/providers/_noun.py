"""What the lifecycle recipe has to know of a noun, and what the nouns need around them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from prism import Collection, PrismCentral, Reference
from prism.clustermgmt import Clusters
from prism.networking import ExternalSubnet, Subnet, Subnets, Vpc, Vpcs
from prism.prism import Categories, Category, DomainManagers, Registrations
from prism.vmm import Nic, Vm, Vms
from providers.base import CheckedProvider, ip_config, owner_of

Drift = Callable[[PrismCentral, str, Mapping[str, Any]], object]
Live = Callable[[PrismCentral, Mapping[str, Any], str], list[str]]


@dataclass(frozen=True)
class Noun:
    """``inputs`` declares one; ``changes`` names for a field its other value; ``drifts`` change it behind our back.

    ``replaces`` are the fields whose change replaces it, ``new_first`` those of them where the new one comes before
    the old one goes. ``repair`` is how up undoes drift. ``live`` are the ids of what is there and ours (by the marker
    where None), ``parts`` of them where one resource stands for several objects. ``gone`` takes it away behind our
    back. ``exclusive``: an object of another owner in its place is refused, not adopted. ``looked_up``: deleting
    it leaves what it stands for.

    One stack may hold all nouns at once: what a noun needs around it bears a name no other noun looks for.
    """

    name: str
    provider: type[CheckedProvider[Any]]
    inputs: Callable[[PrismCentral], dict[str, Any]]
    collection: Callable[[PrismCentral, Mapping[str, Any]], Collection[Any]]
    changes: Callable[[PrismCentral], dict[str, Any]]
    replaces: frozenset[str] = frozenset()
    new_first: frozenset[str] = frozenset()
    drifts: Mapping[str, Drift] = field(default_factory=dict)
    repair: str = "update"
    live: Live | None = None
    parts: int | None = None
    gone: Drift | None = None
    exclusive: bool = True
    looked_up: bool = False

    def __str__(self) -> str:
        return self.name

    def ours(self, client: PrismCentral, inputs: Mapping[str, Any], owner: str) -> list[str]:
        """The ids of the live objects of this owner."""
        if self.live is not None:
            return self.live(client, inputs, owner)
        return [e.id for e in self.collection(client, inputs).list() if owner_of(e.description) == owner]

    def take_away(self, client: PrismCentral, ext_id: str, inputs: Mapping[str, Any]) -> None:
        """Deletes it without its provider."""
        if self.gone is not None:
            self.gone(client, ext_id, inputs)
        else:
            self.collection(client, inputs).delete(ext_id)


def transit_vpc(client: PrismCentral) -> str:
    """The id of the transit VPC."""
    vpc = Vpcs(client).find_by_name("transit-vpc")
    assert vpc is not None
    return vpc.id


def new_external_subnet(client: PrismCentral, name: str = "nonat", net: int = 64) -> str:
    """An external subnet without NAT, new unless it is there; its id."""
    found = Subnets(client).find_by_name(name)
    return (
        found.id
        if found
        else Subnets(client).create(
            Subnet(
                name=name,
                subnet_type="OVERLAY",
                is_external=True,
                is_nat_enabled=False,
                vpc_reference=transit_vpc(client),
                ip_config=ip_config(f"100.{net}.0.0/24", f"100.{net}.0.1", [[f"100.{net}.0.10", f"100.{net}.0.99"]]),
            )
        )
    )


def new_vpc(client: PrismCentral, name: str = "around", external: str | None = None) -> str:
    """A new VPC; its id."""
    subnets = [ExternalSubnet(subnet_reference=external)] if external else []
    return Vpcs(client).create(Vpc(name=name, external_subnets=subnets))


def new_category(client: PrismCentral, value: str) -> str:
    """A new category; its id."""
    return Categories(client).create(Category(key="App", value=value))


def domain_managers(client: PrismCentral) -> dict[str, str]:
    """The ids of two domain managers that are paired: ``own`` and ``other``."""
    own = next(iter(DomainManagers(client).list()))
    other = min(Registrations(client, own.id).list(), key=lambda found: found.name)
    return {"own": own.id, "other": other.remote_id}


def write_over(collection: Callable[[PrismCentral], Collection[Any]], **fields: Any) -> Drift:
    """Drift: writes these fields over the object."""

    def drift(client: PrismCentral, ext_id: str, state: Mapping[str, Any]) -> object:
        return collection(client).update(ext_id, lambda current: current.model_copy(update=fields))

    return drift


def new_subnet(client: PrismCentral, vpc_id: str, name: str, net: int) -> str:
    """A new overlay subnet ``172.30.<net>.0/24``; its id."""
    pools = [[f"172.30.{net}.200", f"172.30.{net}.250"]]
    config = ip_config(f"172.30.{net}.0/24", f"172.30.{net}.1", pools)
    return Subnets(client).create(
        Subnet(name=name, subnet_type="OVERLAY", vpc_reference=vpc_id, ip_config=config),
    )


def new_vm(client: PrismCentral, name: str, *nics: Nic, on: bool = True) -> str:
    """A new VM; its id."""
    cluster = next(c.id for c in Clusters(client).list() if not c.is_prism_central)
    vm_id = Vms(client).create(Vm(name=name, cluster=Reference(ext_id=cluster), nics=list(nics)))
    if on:
        Vms(client).power_on(vm_id)
    return vm_id


def nat_subnet(client: PrismCentral) -> str:
    """The external subnet with NAT that NC2 makes."""
    nat = Subnets(client).find_by_name("overlay-external-subnet-nat")
    assert nat is not None
    return nat.id
