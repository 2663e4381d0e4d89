"""What a site does that is not to run the workload: where its stack begins to count, and how it stands down."""

from __future__ import annotations

from typing import Any

from prism import PrismCentral
from prism._errors import ConflictError
from prism.recovery_plan import RecoveryPlans
from prism.recovery_plan_job import RecoveryPlanJobs
from providers import _failover_vms as vms
from providers._failover_flip import own_domain_manager
from providers._failover_inputs import FailoverInputs, not_yet
from providers._failover_jobs import last_generation
from providers._failover_outputs import expect_successor, expect_turn


def baseline(client: PrismCentral, inputs: FailoverInputs) -> dict[str, Any]:
    """The newest generation that the other stack or the jobs here tell of. Recovers nothing.

    VMs that run here though the other site has taken over, as a lost state leaves them, are stood down. Raises
    ConflictError where this stack cannot begin like this.
    """
    turn = expect_turn(inputs, None)
    plan = RecoveryPlans(client).find_by_name(inputs.recovery_plan)
    jobs = RecoveryPlanJobs(client).of_plan(plan.id) if plan else []
    outs: dict[str, Any] = {"generation": max(turn.newest, last_generation(jobs, inputs.recovery_plan))}
    here = vms.running(vms.of_categories(client, inputs.categories))
    if inputs.here_active and inputs.site != inputs.home_site and not here:
        raise ConflictError(not_yet(inputs))
    if here and not inputs.here_active:
        expect_successor(turn, [vm.label for vm in here])
        outs["superseded"] = stand_down(client, inputs)
    return outs


def count_only(inputs: FailoverInputs) -> dict[str, Any]:
    """The same of a site without a Prism Central: what the other stack tells of. Asks nobody."""
    return {"generation": expect_turn(inputs, None).newest}


def stand_down(client: PrismCentral, inputs: FailoverInputs) -> list[str]:
    """Powers off the VMs that run here, and marks them; their names.

    Looks first that this is the site's own Prism Central: the other's would be the one that runs the workload.
    """
    own_domain_manager(client, inputs)
    here = vms.of_categories(client, inputs.categories)
    return vms.stand_down(client, here, inputs.owner)
