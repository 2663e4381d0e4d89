"""A VM, looked up by its name. The VM is never made, changed or deleted."""

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
from providers.base import PREVIEW, CheckedProvider, Inputs, central, in_a_sentence, signatures, tell_silence


class VmInputs(Inputs):
    """The name that Prism Central shows, in the same letter case."""

    name: str


class VmProvider(CheckedProvider[VmInputs]):
    """Refresh updates the outputs: power state, NICs and categories. A failover replaces the VM by another VM of the
    same name. Then refresh forgets the old one, and the next up looks up the new one.

    A missing VM stops an up. At preview it is a warning, because the failover of the same up may bring the VM. Two VMs
    of the name stop both.
    """

    inputs = VmInputs
    replace_on = ("name",)

    def problems(self, inputs: VmInputs) -> Iterable[tuple[str, str]]:
        """Looks for the VM at preview already, if Prism Central answers."""
        client = central(PREVIEW)
        try:
            if Vms(client).find_by_name(inputs.name) is None:
                pulumi.log.warn(_absent(client, inputs.name))
        except AmbiguousNameError as error:
            yield "name", str(error)
        except UnreachableError as error:
            tell_silence(error)

    @in_a_sentence
    def create(self, props: dict[str, Any]) -> CreateResult:
        """Called if the state does not hold the resource."""
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
        """Called if the resource has another name in the program. The VM is the same."""
        inputs, client = self.load(news), central()
        return UpdateResult({**inputs.dump(), **_seen(client, _find(client, inputs.name))})


def _find(client: PrismCentral, name: str) -> PrismVm:
    found = Vms(client).find_by_name(name)
    if found is None:
        raise NotFoundError(_absent(client, name))
    return found


def _seen(client: PrismCentral, vm: PrismVm) -> dict[str, Any]:
    """The outputs. Names of subnets, cluster and categories are read one by one: a VM has few."""
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
        "the VM is at the other site. Then run pulumi up."
    )


class Vm(signatures.Vm, module="prism", name="Vm", provider=VmProvider):
    """The id, power state, NICs, cluster and categories of the VM of this name.

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
