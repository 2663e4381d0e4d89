"""ntnx_dataprotection_py_client against the simulator, on an estate of one protected VM and one plan."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import ntnx_dataprotection_py_client as sdk
import ntnx_prism_py_client
import ntnx_vmm_py_client

from tests.sdk.side._world import Site, World, kind

_JOB = "dataprotection:config:recovery-plan-job"


def _actions(site: Site) -> Any:
    return sdk.RecoveryPlanActionsApi(site.client(sdk))


def _jobs(world: World) -> Any:
    return sdk.RecoveryPlanJobsApi(world.osaka.client(sdk))


def _manager(site: Site) -> str:
    prism = ntnx_prism_py_client
    return str(prism.DomainManagerApi(site.client(prism)).list_domain_managers().data[0].ext_id)


def _direction(source: Site, target: Site) -> list[Any]:
    return [
        sdk.FailoverDirection(
            source_domain_manager_ext_id=_manager(source), target_domain_manager_ext_id=_manager(target)
        )
    ]


def _names(site: Site) -> dict[str, str]:
    vms = ntnx_vmm_py_client.VmApi(site.client(ntnx_vmm_py_client)).list_vms().data
    return {vm.name: vm.power_state for vm in vms or []}


def protected_vm_has_recovery_points_at_both_sites(world: World) -> None:
    for site in (world.tokyo, world.osaka):
        (point,) = sdk.RecoveryPointsApi(site.client(sdk)).list_recovery_points().data
        assert (kind(point), point.status) == ("RecoveryPoint", "COMPLETE")
        assert point.vm_recovery_points[0].vm_ext_id == world.given["vm"]
        assert point.source_location.domain_manager_ext_id == _manager(world.tokyo)


def protected_resource_says_that_replication_is_in_sync(world: World) -> None:
    api = sdk.ProtectedResourcesApi(world.tokyo.client(sdk))
    resource = api.get_protected_resource_by_id(world.given["vm"]).data
    assert (kind(resource), resource.entity_type) == ("ProtectedResource", "VM")
    assert resource.category_fq_names == ["protect/gold"]
    assert resource.replication_states[0].replication_status == "IN_SYNC"


def validation_makes_a_job_without_findings(world: World) -> None:
    spec = sdk.BaseRecoveryPlanActionSpec(name="check", failover_directions=_direction(world.tokyo, world.osaka))
    task = world.osaka.done(_actions(world.osaka).validate_recovery_plan(world.given["plan"], spec))
    (job,) = [detail.value for detail in task.completion_details if detail.name == "recoveryPlanJobExtId"]
    assert job in [entity.ext_id for entity in task.entities_affected if entity.rel == _JOB]
    found = _jobs(world).get_recovery_plan_job_by_id(job).data
    assert (kind(found), found.action_type, found.status) == ("RecoveryPlanJob", "VALIDATE", "SUCCEEDED")
    assert _jobs(world).list_validation_errors_by_recovery_plan_job_id(job).data is None


def validation_in_the_wrong_direction_has_findings_of_a_group(world: World) -> None:
    spec = sdk.BaseRecoveryPlanActionSpec(name="wrong", failover_directions=_direction(world.osaka, world.tokyo))
    world.tokyo.failure(_actions(world.tokyo).validate_recovery_plan(world.given["plan"], spec))
    jobs = sdk.RecoveryPlanJobsApi(world.tokyo.client(sdk))
    (job,) = jobs.list_recovery_plan_jobs(_filter="name eq 'wrong'").data
    found = jobs.list_validation_errors_by_recovery_plan_job_id(job.ext_id).data
    assert [(kind(f), f.error_group, f.severity) for f in found] == [("RecoveryPlanValidationError", "ENTITY", "ERROR")]


def test_failover_makes_a_copy_that_is_cleaned_up(world: World) -> None:
    spec = sdk.TestFailoverSpec(name="drill", failover_directions=_direction(world.tokyo, world.osaka))
    world.osaka.done(_actions(world.osaka).test_failover_recovery_plan(world.given["plan"], spec))
    assert _names(world.osaka) == {"app-1-test": "ON"}
    world.osaka.done(_actions(world.osaka).cleanup_recovery_plan_resources(world.given["plan"]))
    assert _names(world.osaka) == {}


def planned_failover_moves_the_vm_and_its_steps_name_the_recovered_one(world: World) -> None:
    spec = sdk.PlannedFailoverSpec(name="planned", failover_directions=_direction(world.tokyo, world.osaka))
    reply = _actions(world.osaka).planned_failover_recovery_plan(world.given["plan"], spec)
    job = _jobs(world).get_recovery_plan_job_by_id(world.osaka.made(reply, _JOB)).data
    assert (job.status, job.percentage_complete) == ("SUCCEEDED", 100)
    assert [phase.phase_type for phase in job.execution_phases][1] == "ENTITY_RECOVERY"
    steps = _jobs(world).list_execution_steps_by_recovery_plan_job_id(job.ext_id).data
    (result,) = [r.result for s in steps for r in s.execution_step_results or []]
    assert (kind(result), result.source_entity_ext_id) == ("EntityRecoveryResult", world.given["vm"])
    assert _names(world.tokyo) == {}
    assert _names(world.osaka) == {"app-1": "ON"}


def unplanned_failover_brings_it_back_from_its_recovery_point(world: World) -> None:
    spec = sdk.UnplannedFailoverSpec(name="unplanned", failover_directions=_direction(world.osaka, world.tokyo))
    world.tokyo.done(_actions(world.tokyo).unplanned_failover_recovery_plan(world.given["plan"], spec))
    assert _names(world.tokyo) == {"app-1": "ON"}


def job_is_found_by_its_plan_and_deleted(world: World) -> None:
    found = _jobs(world).list_recovery_plan_jobs(_filter=f"recoveryPlanExtId eq '{world.given['plan']}'").data
    assert {job.name for job in found} == {"check", "drill", "planned"}
    world.osaka.done(_jobs(world).delete_recovery_plan_job_by_id(found[0].ext_id))


def recovery_point_is_made_kept_replicated_restored_and_deleted(world: World) -> None:
    tokyo, api = world.tokyo, sdk.RecoveryPointsApi(world.tokyo.client(sdk))
    (vm,) = ntnx_vmm_py_client.VmApi(tokyo.client(ntnx_vmm_py_client)).list_vms().data
    body = sdk.RecoveryPoint(name="by-hand", vm_recovery_points=[sdk.VmRecoveryPoint(vm_ext_id=vm.ext_id)])
    details = tokyo.done(api.create_recovery_point(body)).completion_details
    (point,) = [d.value for d in details if d.name == "recoveryPointExtId"]
    until = datetime(2099, 1, 1, tzinfo=UTC)
    spec = sdk.ExpirationTimeSpec(expiration_time=until)
    tokyo.done(api.set_recovery_point_expiration_time(point, spec))
    assert api.get_recovery_point_by_id(point).data.expiration_time == until
    manage = ntnx_prism_py_client
    remote = manage.DomainManagerApi(world.osaka.client(manage)).list_domain_managers().data[0]
    copy = sdk.RecoveryPointReplicationSpec(pc_ext_id=remote.ext_id, cluster_ext_id=remote.hosting_cluster_ext_id)
    tokyo.done(api.replicate_recovery_point(point, copy))
    details = tokyo.done(api.restore_recovery_point(point)).completion_details
    assert [d.value.count(",") for d in details if d.name == "vmExtIds"] == [0]
    tokyo.done(api.delete_recovery_point_by_id(point))


def there_is_no_recovery_point_store_unless_one_is_seeded(world: World) -> None:
    assert sdk.RecoveryPointStoresApi(world.tokyo.client(sdk)).list_recovery_point_stores().data is None
    assert sdk.RecoveryPointsApi(world.tokyo.client(sdk)).list_recovery_points(X_Cluster_Id="MST").data is None


def capabilities_of_the_cluster_are_listed(world: World) -> None:
    (one,) = (
        sdk.DataProtectionClusterCapabilitiesApi(world.tokyo.client(sdk))
        .list_data_protection_cluster_capabilities()
        .data
    )
    assert kind(one) == "DataProtectionClusterCapability"
    assert {(kind(found), found.is_supported) for found in one.capabilities} == {("Capability", True)}


def protected_resource_is_restored_and_protection_resumed(world: World) -> None:
    api = sdk.ProtectedResourcesApi(world.tokyo.client(sdk))
    vms = ntnx_vmm_py_client.VmApi(world.tokyo.client(ntnx_vmm_py_client)).list_vms(_filter="name eq 'app-1'").data
    (vm,) = [found for found in vms if found.power_state == "ON"]
    spec = sdk.ProtectedResourceRestoreSpec(cluster_ext_id=vm.cluster.ext_id)
    world.tokyo.made(api.restore_protected_resource(vm.ext_id, spec), "vmm:ahv:config:vm")
    world.tokyo.done(_actions(world.tokyo).resume_protection(world.given["plan"]))
