"""What a site does that is not to run the workload: where its stack begins to count, and how it stands down."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pulumi

from prism import ConflictError, PrismCentral
from prism.datapolicies import RecoveryPlans
from prism.dataprotection import RecoveryPlanJobs
from providers.failover import messages as words
from providers.failover.inputs import FailoverInputs, not_yet
from providers.failover.jobs import last_takeover, newer_than
from providers.failover.state import expect_beginning, expect_successor
from providers.failover.view import own_domain_manager, recovered_by
from providers.recovery import copies as vms


def baseline(client: PrismCentral, inputs: FailoverInputs) -> dict[str, Any]:
    """The newest generation that the other stack or the jobs here tell of. Recovers nothing.

    VMs that run here though the other site has taken over, as a lost state leaves them, are stood down; but not those
    that a later flip has brought here, even if it failed: they may be the only copies. Raises ConflictError where this
    stack cannot begin like this.
    """
    plan = RecoveryPlans(client).find_by_name(inputs.recovery_plan)
    jobs = RecoveryPlanJobs(client).of_plan(plan.id) if plan else []
    here = vms.running(vms.of_categories(client, inputs.categories))
    brought = last_takeover(jobs, inputs.recovery_plan, inputs.site)
    turn = expect_beginning(inputs, brought if here else 0)
    outs: dict[str, Any] = {"generation": max(turn.newest, brought)}
    if inputs.here_active and inputs.site != inputs.home_site and not here:
        raise ConflictError(not_yet(inputs))
    if here and not inputs.here_active:
        expect_successor(turn, [vm.label for vm in here])
        later = newer_than(jobs, inputs.recovery_plan, turn.newest)
        kept = {vm_id for job in later for vm_id in recovered_by(client, job)}
        strays = [vm.label for vm in here if vm.id in kept]
        if strays:
            pulumi.log.warn(words.strays(strays, inputs.site, inputs.active_site))
        outs["superseded"] = stand_down(client, inputs, kept)
    return outs


def count_only(inputs: FailoverInputs) -> dict[str, Any]:
    """The same of a site without a Prism Central: what the other stack tells of. Asks nobody."""
    return {"generation": expect_beginning(inputs, 0).newest}


def stand_down(client: PrismCentral, inputs: FailoverInputs, kept: Collection[str] = ()) -> list[str]:
    """Powers off the VMs that run here, but for those that are ``kept``, and marks them; their names.

    Looks first that this is the site's own Prism Central: the other's would be the one that runs the workload.
    """
    own_domain_manager(client, inputs)
    here = [vm for vm in vms.of_categories(client, inputs.categories) if vm.id not in kept]
    return vms.stand_down(client, here, inputs.owner)
