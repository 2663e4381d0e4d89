"""ntnx_datapolicies_py_client against the simulator."""

from __future__ import annotations

from typing import Any

import ntnx_datapolicies_py_client as sdk
import ntnx_prism_py_client

from tests.sdk.side._world import Site, World, kind

_REL = "datapolicies:config"


def _policies(world: World) -> Any:
    return sdk.ProtectionPoliciesApi(world.tokyo.client(sdk))


def _plans(world: World) -> Any:
    return sdk.RecoveryPlansApi(world.tokyo.client(sdk))


def _manager(site: Site) -> str:
    prism = ntnx_prism_py_client
    return str(prism.DomainManagerApi(site.client(prism)).list_domain_managers().data[0].ext_id)


def protection_policy_is_made_both_ways_and_its_task_names_it(world: World) -> None:
    prism = ntnx_prism_py_client
    categories = prism.CategoriesApi(world.tokyo.client(prism))
    world.kept["category"] = categories.create_category(prism.Category(key="protect", value="gold")).data.ext_id
    ends = {"one": _manager(world.tokyo), "two": _manager(world.osaka)}
    schedule = sdk.Schedule(
        recovery_point_type="CRASH_CONSISTENT",
        recovery_point_objective_time_seconds=3600,
        retention=sdk.LinearRetention(local=2, remote=2),
    )
    policy = sdk.ProtectionPolicy(
        name="protect",
        category_ids=[world.kept["category"]],
        replication_locations=[
            sdk.ReplicationLocation(label=label, domain_manager_ext_id=manager, is_primary=label == "one")
            for label, manager in ends.items()
        ],
        replication_configurations=[
            sdk.ReplicationConfiguration(source_location_label=a, remote_location_label=b, schedule=schedule)
            for a, b in (("one", "two"), ("two", "one"))
        ],
    )
    details = world.tokyo.done(_policies(world).create_protection_policy(policy)).completion_details
    (world.kept["policy"],) = [d.value for d in details if d.name == "protectionPolicyExtId"]
    world.kept |= ends


def protection_policy_is_read_listed_and_updated(world: World) -> None:
    policy = _policies(world).get_protection_policy_by_id(world.kept["policy"]).data
    retention = policy.replication_configurations[0].schedule.retention
    assert (kind(policy), kind(retention)) == ("ProtectionPolicy", "LinearRetention")
    policy.description = "changed"
    world.tokyo.done(_policies(world).update_protection_policy_by_id(policy.ext_id, policy))
    (found,) = _policies(world).list_protection_policies(_filter="name eq 'protect'").data
    assert found.description == "changed"


def recovery_plan_is_made_read_listed_and_updated(world: World) -> None:
    locations = [sdk.DisasterRecoveryLocation(domain_manager_ext_id=world.kept[end]) for end in ("one", "two")]
    body = sdk.RecoveryPlan(name="plan", primary_location=locations[0], recovery_location=locations[1])
    world.kept["plan"] = world.tokyo.made(_plans(world).create_recovery_plan(body), f"{_REL}:recovery-plan")
    plan = _plans(world).get_recovery_plan_by_id(world.kept["plan"]).data
    plan.description = "changed"
    world.tokyo.done(_plans(world).update_recovery_plan_by_id(plan.ext_id, plan))
    (found,) = _plans(world).list_recovery_plans(_filter="name eq 'plan'").data
    assert (kind(found), found.description) == ("RecoveryPlan", "changed")


def stage_with_a_delay_is_made_read_updated_and_deleted(world: World) -> None:
    plan = world.kept["plan"]
    delay = [sdk.StageAction(config=sdk.DelayAction(delay_secs=5))]
    body = sdk.RecoveryStage(
        entity_type="VM", category_ext_ids=[world.kept["category"]], priority=1, post_actions=delay
    )
    made = world.tokyo.made(_plans(world).create_recovery_stage(plan, body), f"{_REL}:recovery-stage")
    stage = _plans(world).get_recovery_stage_by_id(plan, made).data
    assert (kind(stage), kind(stage.post_actions[0].config)) == ("RecoveryStage", "DelayAction")
    stage.priority = 2
    world.tokyo.done(_plans(world).update_recovery_stage_by_id(plan, made, stage))
    assert [s.priority for s in _plans(world).list_recovery_stages(plan).data] == [2]
    world.tokyo.done(_plans(world).delete_recovery_stage_by_id(plan, made))


def network_mapping_is_made_read_and_deleted(world: World) -> None:
    plan = world.kept["plan"]
    networks = [sdk.NetworkConfig(subnet_name="app", vpc=sdk.EntityReference(ext_id=world.kept["category"]))] * 2
    body = sdk.NetworkMapping(primary_network=networks[0], recovery_network=networks[1], is_ip_mapping_enabled=True)
    made = world.tokyo.made(_plans(world).create_network_mapping(plan, body), f"{_REL}:network-mapping")
    found = _plans(world).get_network_mapping_by_id(plan, made).data
    assert (found.primary_network.subnet_name, found.is_ip_mapping_enabled) == ("app", True)
    assert [kind(m) for m in _plans(world).list_network_mappings(plan).data] == ["NetworkMapping"]
    world.tokyo.done(_plans(world).delete_network_mapping_by_id(plan, made))


def recovery_setting_of_a_category_is_made_and_read(world: World) -> None:
    plan = world.kept["plan"]
    setting = sdk.VmCategoryRecoverySetting(vm_category_ext_id=world.kept["category"], power_state="OFF")
    body = sdk.RecoverySetting(scope="VM_CATEGORY", recovery_setting=setting)
    world.tokyo.done(_plans(world).create_recovery_setting(plan, body))
    (found,) = _plans(world).list_recovery_settings(plan).data
    assert kind(found.recovery_setting) == "VmCategoryRecoverySetting"


def data_services_ip_mapping_is_made_and_listed(world: World) -> None:
    clusters = [sdk.EntityReference(ext_id=world.kept["category"])] * 2
    address = sdk.IPAddress(ipv4=sdk.IPv4Address(value="10.0.0.9"))
    body = sdk.DataServicesIpMapping(
        primary_cluster=clusters[0],
        recovery_cluster=clusters[1],
        primary_data_services_ip=address,
        recovery_data_services_ip=address,
    )
    world.tokyo.done(_plans(world).create_data_services_ip_mapping(world.kept["plan"], body))
    found = _plans(world).list_data_services_ip_mappings(world.kept["plan"]).data
    assert [kind(mapping) for mapping in found] == ["DataServicesIpMapping"]


def consistency_rule_is_made_read_and_deleted(world: World) -> None:
    api, policy = _policies(world), world.kept["policy"]
    body = sdk.ConsistencyRule(name="together", category_ids=[world.kept["category"]])
    made = world.tokyo.made(api.create_consistency_rule(policy, body), f"{_REL}:consistency-rule")
    assert api.get_consistency_rule_by_id(policy, made).data.name == "together"
    assert len(api.list_consistency_rules_by_protection_policy_id(policy).data) == 1
    world.tokyo.done(api.delete_consistency_rule_by_id(policy, made))


def storage_policy_is_made_read_changed_and_deleted(world: World) -> None:
    api = sdk.StoragePoliciesApi(world.tokyo.client(sdk))
    inline = sdk.CompressionSpec(compression_state="INLINE")
    body = sdk.StoragePolicy(name="fast", category_ext_ids=[world.kept["category"]], compression_spec=inline)
    made = world.tokyo.made(api.create_storage_policy(body), f"{_REL}:storage-policy")
    policy = api.get_storage_policy_by_id(made).data
    assert (kind(policy), policy.policy_type, kind(policy.compression_spec)) == (
        "StoragePolicy",
        "USER",
        "CompressionSpec",
    )
    policy.qos_spec = sdk.QosSpec(throttled_iops=1000)
    world.tokyo.done(api.update_storage_policy_by_id(made, policy))
    assert api.list_storage_policies(_filter="name eq 'fast'").data[0].qos_spec.throttled_iops == 1000
    world.tokyo.done(api.delete_storage_policy_by_id(made))


def plan_made_in_tokyo_is_seen_and_deleted_in_osaka(world: World) -> None:
    osaka = sdk.RecoveryPlansApi(world.osaka.client(sdk))
    world.osaka.done(osaka.delete_recovery_plan_by_id(world.kept["plan"]))
    assert _plans(world).list_recovery_plans().data is None


def protection_policy_is_deleted(world: World) -> None:
    world.tokyo.done(_policies(world).delete_protection_policy_by_id(world.kept["policy"]))
    assert _policies(world).list_protection_policies().data is None


def shared_entities_show_whether_they_are_in_sync_and_one_is_forced(world: World) -> None:
    api = sdk.EntitySyncPoliciesApi(world.tokyo.client(sdk))
    found = api.list_entity_sync_policies().data
    assert {(kind(one), one.status) for one in found} == {("EntitySyncPolicy", "IN_SYNC")}
    one = api.get_entity_sync_policy_by_id(found[0].ext_id).data
    assert (one.entity_name, one.remote_domain_manager_ext_id) == (found[0].entity_name, _manager(world.osaka))
    world.tokyo.done(api.sync_entity_sync_policy_by_id(one.ext_id))
