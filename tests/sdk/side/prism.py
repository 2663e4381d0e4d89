"""ntnx_prism_py_client against the simulator."""

from __future__ import annotations

from typing import Any

import ntnx_prism_py_client as sdk
import ntnx_vmm_py_client

from tests.sdk.side._world import World, kind, refusal


def _categories(world: World) -> Any:
    return sdk.CategoriesApi(world.tokyo.client(sdk))


def domain_manager_of_nc2_is_listed_and_read(world: World) -> None:
    api = sdk.DomainManagerApi(world.tokyo.client(sdk))
    (manager,) = api.list_domain_managers().data
    assert (kind(manager), manager.config.name) == ("DomainManager", "pc-tokyo")
    assert manager.config.bootstrap_config.environment_info.provider_type == "AWS"
    assert api.get_domain_manager_by_id(manager.ext_id).data.ext_id == manager.ext_id
    world.kept["manager"] = manager.ext_id


def registration_of_the_paired_site_is_connected(world: World) -> None:
    api = sdk.RegistrationApi(world.tokyo.client(sdk))
    (registration,) = api.list_registrations(world.kept["manager"]).data
    assert (kind(registration), registration.connectivity_status) == ("Registration", "CONNECTED")


def category_is_made_without_a_task(world: World) -> None:
    category = _categories(world).create_category(sdk.Category(key="protect", value="gold")).data
    assert (kind(category), category.type) == ("Category", "USER")
    world.kept["category"] = category.ext_id


def category_is_found_by_key_and_value(world: World) -> None:
    (found,) = _categories(world).list_categories(_filter="key eq 'protect' and value eq 'gold'").data
    assert found.ext_id == world.kept["category"]


def category_update_answers_with_messages(world: World) -> None:
    category = _categories(world).get_category_by_id(world.kept["category"]).data
    category.description = "changed"
    reply = _categories(world).update_category_by_id(category.ext_id, category)
    assert [kind(message) for message in reply.data] == ["AppMessage"]


def twin_category_is_refused_with_409_and_an_error_that_the_sdk_reads(world: World) -> None:
    refused = refusal(_categories(world).create_category, sdk.Category(key="protect", value="gold"))
    assert refused.status == 409
    assert "CATEGORY_ALREADY_EXISTS" in str(refused.body)


def category_delete_answers_with_nothing(world: World) -> None:
    assert _categories(world).delete_category_by_id(world.kept["category"]) is None


def wrong_password_is_refused_with_401(world: World) -> None:
    stranger = world.tokyo.client(sdk, password="wrong")
    refused = refusal(sdk.CategoriesApi(stranger).list_categories)
    assert refused.status == 401


def sites_are_parted_and_registered_again(world: World) -> None:
    api, manager = sdk.DomainManagerApi(world.tokyo.client(sdk)), world.kept["manager"]
    remote = sdk.DomainManagerApi(world.osaka.client(sdk)).list_domain_managers().data[0]
    world.tokyo.done(api.unregister(manager, sdk.ClusterReference(ext_id=remote.ext_id)))
    registrations = sdk.RegistrationApi(world.tokyo.client(sdk))
    assert registrations.list_registrations(manager).data is None
    login = sdk.BasicAuth(username=world.given["username"], password=world.given["password"])
    spec = sdk.RemoteClusterSpec(
        address=sdk.IPAddressOrFQDN(ipv4=sdk.IPv4Address(value="127.0.0.1")),
        credentials=sdk.Credentials(authentication=login),
        port=world.osaka.port,
    )
    nested = sdk.DomainManagerRemoteClusterSpec(remote_cluster=spec, cloud_type="NUTANIX_HOSTED_CLOUD")
    body = sdk.ClusterRegistrationSpec(remote_cluster=nested)
    etag = sdk.ApiClient.get_etag(api.get_domain_manager_by_id(manager).data)
    world.tokyo.done(api.register(manager, body, _dryrun=True))
    assert registrations.list_registrations(manager).data is None
    world.tokyo.made(api.register(manager, body, if_match=etag), "prism:management:domain_manager")
    assert registrations.list_registrations(manager).data[0].remote_cluster_ext_id == remote.ext_id


def entities_affected_by_a_task_are_listed(world: World) -> None:
    api = sdk.TasksApi(world.tokyo.client(sdk))
    task = api.list_tasks(_filter="operation eq 'RegisterRegistration'", _orderby="createdTime desc").data[0]
    found = api.list_task_entities(task.ext_id).data
    assert {kind(entity) for entity in found} == {"EntityReference"}


def associations_of_a_category_are_shown_where_they_are_asked_for(world: World) -> None:
    api = _categories(world)
    category = api.create_category(sdk.Category(key="asked", value="for")).data.ext_id
    vmm = ntnx_vmm_py_client
    vms, clusters = vmm.VmApi(world.tokyo.client(vmm)), sdk.DomainManagerApi(world.tokyo.client(sdk))
    cluster = clusters.list_domain_managers().data[0].hosting_cluster_ext_id
    reference = vmm.AhvConfigClusterReference(ext_id=cluster)
    body = vmm.AhvConfigVm(
        name="tagged", cluster=reference, categories=[vmm.AhvConfigCategoryReference(ext_id=category)]
    )
    world.tokyo.done(vms.create_vm(body))
    assert api.get_category_by_id(category).data.associations is None
    shown = api.get_category_by_id(category, _expand="associations,detailedAssociations").data
    assert kind(shown) == "CategoryProjection"
    assert [(kind(one), one.resource_type, one.count) for one in shown.associations] == [
        ("AssociationSummary", "VM", 1)
    ]
    assert [kind(one) for one in shown.detailed_associations] == ["AssociationDetail"]
    (listed,) = api.list_categories(_filter="key eq 'asked'", _expand="associations").data
    assert listed.associations[0].count == 1


def jobs_of_a_task_are_listed(world: World) -> None:
    api = sdk.TasksApi(world.tokyo.client(sdk))
    assert api.list_task_jobs(api.list_tasks().data[0].ext_id).data is None


def ended_task_is_not_canceled(world: World) -> None:
    api = sdk.TasksApi(world.tokyo.client(sdk))
    refused = refusal(api.cancel_task, api.list_tasks().data[0].ext_id)
    assert (refused.status, "TASK_NOT_CANCELABLE" in str(refused.body)) == (409, True)


def categories_are_grouped(world: World) -> None:
    api = _categories(world)
    for value in ("one", "two"):
        api.create_category(sdk.Category(key="grouped", value=value))
    apply = "groupby((key),aggregate(value with count as many))/orderby(many desc)/limit(1)"
    (group,) = api.list_categories(_apply=apply).data
    assert (kind(group), group.group) == ("CategoryGroup", "grouped")
    assert [(kind(one), one.label, one.result) for one in group.aggregates] == [("CategoryAggregate", "many", 2)]
    assert {kind(one) for one in group.data} == {"Category"}


def product_is_read_and_disabled(world: World) -> None:
    api = sdk.DomainManagerApi(world.tokyo.client(sdk))
    manager = api.list_domain_managers().data[0].ext_id
    (product,) = api.list_products(manager, _filter="name eq 'NUTANIX_DISASTER_RECOVERY'").data
    assert (kind(product), product.enablement_state) == ("Product", "ENABLED")
    product = api.get_product_by_id(manager, product.ext_id).data
    product.enablement_state = "DISABLED"
    world.tokyo.done(api.update_product_by_id(manager, product.ext_id, product))
    assert api.get_product_by_id(manager, product.ext_id).data.enablement_state == "DISABLED"


def _bucket() -> Any:
    keys = sdk.AccessKeyCredentials(access_key_id="AKIA0000000000000000", secret_access_key="secret")
    return sdk.AWSS3Config(bucket_name="pc-backups", region="ap-northeast-1", credentials=keys)


def own_backup_has_a_target_in_a_bucket(world: World) -> None:
    api = sdk.DomainManagerBackupsApi(world.tokyo.client(sdk))
    place = sdk.ObjectStoreLocation(provider_config=_bucket(), backup_policy=sdk.BackupPolicy(rpo_in_minutes=60))
    world.tokyo.done(api.create_backup_target(world.kept["manager"], sdk.BackupTarget(location=place)))
    (target,) = api.list_backup_targets(world.kept["manager"]).data
    assert (kind(target), target.location.provider_config.bucket_name) == ("BackupTarget", "pc-backups")
    assert target.last_sync_time is not None
    assert api.get_backup_target_by_id(world.kept["manager"], target.ext_id).data.is_backup_paused is False


def own_backup_is_found_and_restored(world: World) -> None:
    api = sdk.DomainManagerBackupsApi(world.tokyo.client(sdk))
    place = sdk.ObjectStoreLocation(provider_config=_bucket())
    source = api.create_restore_source(sdk.RestoreSource(location=place)).data
    assert kind(source) == "RestoreSource"
    (manager,) = api.list_restorable_domain_managers(source.ext_id).data
    assert (kind(manager), manager.ext_id) == ("RestorableDomainManager", world.kept["manager"])
    (point,) = api.list_restore_points(source.ext_id, manager.ext_id).data
    full = api.get_restore_point_by_id(source.ext_id, manager.ext_id, point.ext_id).data
    assert (kind(full), full.domain_manager.config.name) == ("RestorePoint", "pc-tokyo")
    spec = sdk.RestoreSpec(domain_manager=full.domain_manager)
    world.tokyo.done(api.restore(source.ext_id, manager.ext_id, full.ext_id, spec))
    api.delete_restore_source_by_id(source.ext_id)
