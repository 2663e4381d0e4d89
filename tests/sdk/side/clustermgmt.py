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
