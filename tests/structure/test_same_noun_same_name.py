"""A noun has one name: a newcomer finds prism/<namespace>/<noun>.py, providers/<noun>.py and
simulator/prism/<namespace>/<noun>.py by the name of one of them."""

from __future__ import annotations

import importlib
import pkgutil

from prism import NAMESPACES
from tools.provider_pages import documented

# Providers whose noun is not one of Prism Central's, and why: what they are called after, and what they work on.
OTHER_NAMES = {
    "category_members": "a set: the VMs of a category, and no object of its own",
    "cut_over": "a decision of the migration: no API has such an object",
    "destroy_guard": "a look at the VMs of a site before `pulumi destroy`",
    "external_subnet": "a subnet: the external kind has other inputs than subnets of the overlay",
    "failover": "the operator's word; Prism Central runs it as a recovery_plan_job",
    "floating_ips": "a set: every floating_ip of a site",
    "ip_retention": "a set: the vm_nics of every migrated VM",
    "nat_subnet": "a subnet: only looked up, as NC2 makes it",
    "nc2_cluster": "an object of the NC2 console, not of Prism Central",
    "pairing": "the operator's word; Prism Central calls it a registration of a domain_manager",
    "prism_site": "a look at three objects: domain_manager, cluster and vpc",
    "source_instances": "a set of EC2 instances, objects of AWS",
    "store_recovery": "restores from a recovery_point_store, by many calls of many nouns",
    "target_registrations": "a set of targets of Elastic Load Balancing, objects of AWS",
}


def nouns_of(package: str) -> set[str]:
    """``<namespace>.<noun>`` of every module in the namespaces of the package."""
    found = set()
    for namespace in NAMESPACES:
        module = importlib.import_module(f"{package}.{namespace}")
        found |= {f"{namespace}.{one.name}" for one in pkgutil.iter_modules(module.__path__)}
    return found


def test_the_simulator_has_every_noun_of_the_client_under_the_same_name() -> None:
    assert nouns_of("prism") - nouns_of("simulator.prism") == set()


def test_a_provider_has_the_name_of_its_noun_or_a_reason_for_another() -> None:
    of_prism = {name.partition(".")[2] for name in nouns_of("prism")}
    assert {one.noun for one in documented()} - of_prism == OTHER_NAMES.keys()


def test_the_resource_and_the_provider_of_a_noun_are_called_after_it() -> None:
    # The state holds OverlaySubnet, from the time when the external subnet was in the same module.
    expected = {one.noun: one.noun.title().replace("_", "") for one in documented()} | {"subnet": "OverlaySubnet"}
    for one in documented():
        assert one.resource.__name__ == expected[one.noun]
        assert one.provider.__name__ == f"{expected[one.noun]}Provider"
        assert one.provider.__module__ == one.resource.__module__ == f"providers.{one.noun}"
