"""ntnx_clustermgmt_py_client against the simulator."""

from __future__ import annotations

import ntnx_clustermgmt_py_client as sdk

from tests.sdk.side._world import World, kind


def ahv_cluster_and_prism_central_are_listed(world: World) -> None:
    clusters = sdk.ClustersApi(world.tokyo.client(sdk)).list_clusters().data
    assert {kind(cluster) for cluster in clusters} == {"Cluster"}
    functions = {cluster.name: cluster.config.cluster_function for cluster in clusters}
    assert functions == {"pc-tokyo": ["PRISM_CENTRAL"], "nc2-tokyo": ["AOS"]}


def cluster_is_found_by_name_and_read(world: World) -> None:
    api = sdk.ClustersApi(world.tokyo.client(sdk))
    (found,) = api.list_clusters(_filter="name eq 'nc2-tokyo'").data
    assert api.get_cluster_by_id(found.ext_id).data.name == "nc2-tokyo"


def hosts_are_listed_alone_and_under_their_cluster(world: World) -> None:
    api = sdk.ClustersApi(world.tokyo.client(sdk))
    (cluster,) = api.list_clusters(_filter="name eq 'nc2-tokyo'").data
    hosts = api.list_hosts().data
    assert [kind(host) for host in hosts] == ["Host"] * 3
    assert cluster.nodes.number_of_nodes == 3
    assert len(api.list_hosts_by_cluster_id(cluster.ext_id).data) == 3
    assert api.get_host_by_id(cluster.ext_id, hosts[0].ext_id).data.host_name == "nc2-tokyo-node-1"


def storage_container_is_listed_and_read(world: World) -> None:
    api = sdk.StorageContainersApi(world.tokyo.client(sdk))
    (container,) = api.list_storage_containers().data
    assert kind(container) == "StorageContainer"
    assert api.get_storage_container_by_id(container.ext_id).data.name == container.name


def hosts_are_grouped(world: World) -> None:
    apply = "groupby((nodeStatus),aggregate(memorySizeBytes with sum as memory))"
    (group,) = sdk.ClustersApi(world.tokyo.client(sdk)).list_hosts(_apply=apply).data
    assert (kind(group), group.group, len(group.data)) == ("HostGroup", "NORMAL", 3)
    assert kind(group.data[0]) == "Host"
