"""VMs of others at both sites, which come first in every listing. No stack knows of them, and none is in the log."""

from __future__ import annotations

from simulator import World as Sites
from simulator.prism.model import Record, Site, reference
from tests.histories.script.traits import Traits

NAME = "other-"


def arrive(sites: Sites, traits: Traits) -> None:
    """They are there before the workload, and powered off."""
    for site in sites.sites.values() if traits.crowd else ():
        held = site.store.all("vm")
        for vm in held:
            site.store.drop_quietly("vm", vm.ext_id)
        others = [_other(site, number) for number in range(traits.crowd)]
        for vm in (*others, *held):
            site.store.put_quietly(vm)


def one_leaves(site: Site) -> None:
    """Somebody deletes the one that comes first."""
    others = [vm for vm in site.store.all("vm") if vm.name.startswith(NAME)]
    for vm in others[:1]:
        site.store.remove(vm)


def _other(site: Site, number: int) -> Record:
    ext_id = site.world.new_id()
    data = {
        "$objectType": "vmm.v4.ahv.config.Vm",
        "$reserved": {},
        "extId": ext_id,
        "name": f"{NAME}{number}",
        "powerState": "OFF",
        "cluster": reference(site.cluster_id),
        "categories": [],
    }
    return Record("vm", ext_id, data, hidden={"lineage": ext_id}, version=site.world.next_number())
