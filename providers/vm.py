"""A VM by its name: looked up, never made, changed or deleted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pulumi
from pulumi.dynamic import CreateResult, ReadResult, UpdateResult

from prism import AmbiguousNameError, NotFoundError, PrismCentral, UnreachableError
from prism.clustermgmt import Clusters
from prism.networking import Subnets
from prism.prism import Categories
from prism.vmm import Vm as PrismVm
from prism.vmm import Vms
from providers.base import PREVIEW, CheckedProvider, Inputs, central, in_a_sentence, signatures


class VmInputs(Inputs):
    """The name as Prism Central shows it, in the same letter case."""

    name: str


class VmProvider(CheckedProvider[VmInputs]):
    """Refresh looks again: another power state, NIC or category is in the outputs from then on, and a VM that was
    replaced by another of the same name, as a failover does, is looked up anew by the next up.

    A VM that is missing stops an up and is a warning at preview, as the failover of the same up may bring it. Two of
    the name stop both.
    """

    inputs = VmInputs
    replace_on = ("name",)

    def problems(self, inputs: VmInputs) -> Iterable[tuple[str, str]]:
        """Finds out at preview already, if Prism Central answers."""
        client = central(PREVIEW)
        try:
            if Vms(client).find_by_name(inputs.name) is None:
                pulumi.log.warn(_absent(client, inputs.name))
        except AmbiguousNameError as error:
            yield "name", str(error)
        except UnreachableError as error:
            pulumi.log.warn(str(error))

    @in_a_sentence
    def create(self, props: dict[str, Any]) -> CreateResult:
        """Called when the state holds no such resource."""
        inputs, client = self.load(props), central()
        found = _find(client, inputs.name)
        return CreateResult(found.id, {**inputs.dump(), **_seen(client, found)})

    @in_a_sentence
    def read(self, id_: str, props: dict[str, Any]) -> ReadResult:
        """Called at refresh."""
        inputs, client = self.load(props), central()
        found = Vms(client).find_by_name(inputs.name)
        if found is None or found.id != id_:
            return ReadResult("", {})
        return ReadResult(id_, {**inputs.dump(), **_seen(client, found)}, inputs.dump())

    @in_a_sentence
    def update(self, id_: str, olds: dict[str, Any], news: dict[str, Any]) -> UpdateResult:
        """Called when the resource is called otherwise in the program; the VM is the same."""
        inputs, client = self.load(news), central()
        return UpdateResult({**inputs.dump(), **_seen(client, _find(client, inputs.name))})


def _find(client: PrismCentral, name: str) -> PrismVm:
    found = Vms(client).find_by_name(name)
    if found is None:
        raise NotFoundError(_absent(client, name))
    return found


def _seen(client: PrismCentral, vm: PrismVm) -> dict[str, Any]:
    """The outputs. Names of what it refers to are asked for one by one: a VM has few."""
    subnet_ids = dict.fromkeys(nic.subnet_id for nic in vm.nics or [] if nic.subnet_id)
    subnets = {subnet_id: Subnets(client).get(subnet_id).label for subnet_id in subnet_ids}
    return {
        "power_state": vm.power_state or "UNDETERMINED",
        "cluster_id": vm.cluster.ext_id if vm.cluster else "",
        "cluster": Clusters(client).get(vm.cluster.ext_id).label if vm.cluster else "",
        "categories": sorted(Categories(client).get(category.ext_id).label for category in vm.categories or []),
        "nics": [
            {
                "nic_id": nic.id,
                "subnet_id": nic.subnet_id,
                "subnet": subnets.get(nic.subnet_id, ""),
                "ip_address": nic.ip or "",
                "mac_address": nic.mac_address,
            }
            for nic in vm.nics or []
        ],
    }


def _absent(client: PrismCentral, name: str) -> str:
    return (
        f"The Prism Central at {client.endpoint} has no VM named '{name}'. Check the name, its letter case and whether "
        "the VM runs at the other site, then run pulumi up."
    )


class Vm(signatures.Vm, module="prism", name="Vm", provider=VmProvider):
    """What Prism Central knows of the VM of this name.

    Each of ``nics`` is ``{nic_id, subnet_id, subnet, ip_address, mac_address}``, each of ``categories`` ``key:value``;
    ``power_state`` is ON, OFF, PAUSED or UNDETERMINED.
    """

    power_state: pulumi.Output[str]
    cluster_id: pulumi.Output[str]
    cluster: pulumi.Output[str]
    categories: pulumi.Output[list[str]]
    nics: pulumi.Output[list[dict[str, str]]]

    @property
    def vm_id(self) -> pulumi.Output[str]:
        """The VM's ``extId``."""
        return self.id
