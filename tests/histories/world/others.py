"""What other teams have in Prism Central: a category, a policy and a plan of names that are not ours."""

from __future__ import annotations

import json
from typing import Any

from prism import PrismCentral
from prism.datapolicies import (
    LinearRetention,
    ProtectionPolicies,
    ProtectionPolicy,
    RecoveryLocation,
    RecoveryPlan,
    RecoveryPlans,
    RecoveryStage,
    RecoveryStages,
    ReplicationConfiguration,
    ReplicationLocation,
    Schedule,
)
from prism.prism import Categories, Category, DomainManagers
from prism.vmm import Vms
from simulator.prism.model import Record, Site

NAME = "theirs"
_KINDS = ("category", "protection_policy", "recovery_plan", "recovery_stage")
_APP = ("App", NAME)


def make(client: PrismCentral, other: PrismCentral, what: str) -> None:
    """A ``category`` on a VM of ours, a ``policy`` for it, or a ``plan`` that would recover the VMs of ours, too.

    ``other`` is the Prism Central that ``client`` is paired with.
    """
    found = Categories(client).find(*_APP)
    category = found.id if found else Categories(client).create(Category(key=_APP[0], value=_APP[1]))
    for vm in list(Vms(client).list()) if what == "category" else ():
        if vm.label == "db-1":
            Vms(client).add_category(vm.id, category)
    if what == "policy" and ProtectionPolicies(client).find_by_name(NAME) is None:
        ProtectionPolicies(client).create(_policy(_managers(client, other), category))
    if what == "plan" and RecoveryPlans(client).find_by_name(NAME) is None:
        ends = [RecoveryLocation(domain_manager_ext_id=one) for one in _managers(client, other)]
        plan = RecoveryPlans(client).create(
            RecoveryPlan(name=NAME, description="theirs (CHG1)", primary_location=ends[0], recovery_location=ends[1])
        )
        RecoveryStages(client, plan).create(RecoveryStage(category_ext_ids=[category], priority=1))


def of(site: Site) -> dict[str, str]:
    """Everything of theirs at the site by its id, with all that it holds. What names their category is theirs."""
    categories = [one.ext_id for one in site.store.all("category") if NAME in json.dumps(one.data)]
    return {
        one.ext_id: text
        for kind in _KINDS
        for one in site.store.all(kind)
        if any(word in (text := json.dumps(_seen(one), sort_keys=True)) for word in (NAME, *categories))
    }


def _seen(record: Record) -> dict[str, Any]:
    return {key: value for key, value in record.data.items() if key not in ("$reserved", "updateTime")}


def _managers(client: PrismCentral, other: PrismCentral) -> tuple[str, str]:
    """The own domain manager, and the other's."""
    own, theirs = (next(iter(DomainManagers(one).list())).id for one in (client, other))
    return own, theirs


def _policy(managers: tuple[str, str], category: str) -> ProtectionPolicy:
    own, other = managers
    ends = (("here", own), ("there", other))
    schedule = Schedule(
        recovery_point_type="CRASH_CONSISTENT",
        recovery_point_objective_time_seconds=14400,
        retention=LinearRetention(local=2, remote=2),
    )
    return ProtectionPolicy(
        name=NAME,
        description="theirs (CHG2)",
        category_ids=[category],
        replication_locations=[
            ReplicationLocation(label=label, domain_manager_ext_id=id, is_primary=id == own) for label, id in ends
        ],
        replication_configurations=[
            ReplicationConfiguration(source_location_label="here", remote_location_label="there", schedule=schedule)
        ],
    )
