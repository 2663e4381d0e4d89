"""The set of floating IPs under the lifecycle recipe."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from prism import PrismCentral
from prism.networking import FloatingIp, FloatingIps
from prism.vmm import Nic, Vms
from providers.base import owner_of
from providers.floating_ips import FloatingIpsProvider
from tests.providers._noun import Noun, nat_subnet, new_subnet, new_vm, new_vpc


def two_vms(client: PrismCentral) -> dict[str, str]:
    """VMs app-1 and app-2 in a VPC with NAT: the ids of their NICs by name."""
    subnet = new_subnet(client, new_vpc(client, external=nat_subnet(client)), "workload-1", 1)
    ids = {name: new_vm(client, name, Nic.static(subnet, f"172.30.1.1{name[-1]}")) for name in ("app-1", "app-2")}
    return {name: (Vms(client).get(vm).nics or [])[0].id for name, vm in ids.items()}


def _inputs(client: PrismCentral) -> dict[str, Any]:
    nics = two_vms(client)
    by_name = {"vm": "app-1", "private_ip": "172.30.1.11"}
    return {"members": {"web": by_name, "api": {"vm_nic_id": nics["app-2"]}, "spare": {}}}


def _live(client: PrismCentral, inputs: Mapping[str, Any], owner: str) -> list[str]:
    return [one.id for one in FloatingIps(client).list() if owner_of(one.description).startswith(f"{owner}/")]


def _of(client: PrismCentral, name: str) -> FloatingIp:
    found = FloatingIps(client).find_by_name(name)
    assert found is not None
    return found


def _free(client: PrismCentral, ext_id: str, state: Mapping[str, Any]) -> object:
    return FloatingIps(client).update(_of(client, "web").id, lambda current: current.leading_to(""))


def _lead_the_spare(client: PrismCentral, ext_id: str, state: Mapping[str, Any]) -> object:
    nic = _of(client, "web").nic_id
    _free(client, ext_id, state)
    return FloatingIps(client).update(_of(client, "spare").id, lambda current: current.leading_to(nic))


def _all_gone(client: PrismCentral, ext_id: str, state: Mapping[str, Any]) -> None:
    for name in ("web", "api", "spare"):
        FloatingIps(client).delete(_of(client, name).id)


NOUN = Noun(
    name="floating IPs",
    provider=FloatingIpsProvider,
    inputs=_inputs,
    collection=lambda client, state: FloatingIps(client),
    changes=lambda client: {
        "members": {
            "web": {},
            "api": {"vm": "app-1", "private_ip": "172.30.1.11"},
            "other": {"vm": "app-2", "private_ip": "172.30.1.12"},
        }
    },
    drifts={
        "no association left": _free,
        "the spare one in use": _lead_the_spare,
        "one given back": lambda client, ext_id, state: FloatingIps(client).delete(_of(client, "api").id),
    },
    live=_live,
    parts=3,
    gone=_all_gone,
    exclusive=False,
)
