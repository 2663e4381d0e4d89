"""What NC2 leaves on a new site, before anybody has configured anything."""

from __future__ import annotations

import uuid
from ipaddress import IPv4Network

from simulator.prism.model import Json, Record, RecoveryPointStore, Site, nouns, timestamp
from simulator.prism.networking import ipv4
from simulator.prism.vms import nodes

_POOL_FIRST = 10
_DATA_SERVICES = "10.0.1.250"
"""assumed: somebody has set the address of the data services, which recovery plans need."""


def seed(site: Site, *, stores: bool = True) -> None:
    """Make the domain manager, both clusters, the transit VPC and its external NAT subnet.

    stores: whether the recovery point stores of the spec are made, too.
    """
    new_id = site.world.new_id
    site.domain_manager_id, site.cluster_id = new_id(), new_id()
    put(site, "domain_manager", site.domain_manager_id, _domain_manager(site))
    # The Prism Central is listed as a cluster, too, under its own extId.
    for ext_id, name, function in (
        (site.domain_manager_id, site.spec.prism_central_name, "PRISM_CENTRAL"),
        (site.cluster_id, site.spec.cluster_name, "AOS"),
    ):
        put(site, "cluster", ext_id, _cluster(name, function))
    site.store.require("cluster", site.cluster_id).data["network"] = {
        "externalDataServiceIp": {"ipv4": {"value": _DATA_SERVICES}}
    }
    vpc = nouns()["vpc"].create(site, new_id(), {"name": site.spec.transit_vpc, "vpcType": "TRANSIT"}, None)
    nouns()["subnet"].create(site, new_id(), _nat_subnet(site, vpc), None)
    nodes.resize(site, max(1, site.spec.nodes))
    put(site, "aws_vpc", new_id(), site.spec.aws_vpc.shown())
    for subnet in site.spec.aws_vpc.subnets:
        put(site, "aws_subnet", new_id(), {**subnet.shown(), "vpcId": site.spec.aws_vpc.vpc_id})
    for store in site.spec.recovery_point_stores if stores else ():
        add_store(site, store)


def add_store(site: Site, store: RecoveryPointStore) -> None:
    """Add a recovery point store, as an administrator does by hand."""
    put(site, "recovery_point_store", site.world.new_id(), {**store.shown(), "ownerExtId": _user_id(site)})


def identify(site: Site) -> None:
    """Find out which records of the site stand for the site itself."""
    site.user_id = _user_id(site)
    site.domain_manager_id = site.store.all("domain_manager")[0].ext_id
    site.cluster_id = next(c.ext_id for c in site.store.all("cluster") if c.ext_id != site.domain_manager_id)


def _user_id(site: Site) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_DNS, site.world.username))


def put(site: Site, kind: str, ext_id: str, data: Json, parent: str | None = None) -> None:
    entity = {"$objectType": nouns()[kind].object_type, "$reserved": {}, "extId": ext_id, **data}
    site.store.add(Record(kind, ext_id, entity, parent))


def _domain_manager(site: Site) -> Json:
    environment = {
        "$objectType": "prism.v4.config.EnvironmentInfo",
        "type": "NTNX_CLOUD",
        "providerType": "AWS",
        "provisioningType": "NTNX",
    }
    config = {
        "$objectType": "prism.v4.config.DomainManagerClusterConfig",
        "name": site.spec.prism_central_name,
        "size": "SMALL",
        "buildInfo": {"version": "pc.7.5"},
        "bootstrapConfig": {"environmentInfo": environment},
    }
    return {
        "config": config,
        "network": {"externalAddress": {"ipv4": {"value": "127.0.0.1"}}, "nameServers": [], "ntpServers": []},
        "isRegisteredWithHostingCluster": True,
        "hostingClusterExtId": site.cluster_id,
        "shouldEnableHighAvailability": False,
        "createdTime": timestamp(site.world.clock.now()),
    }


def _cluster(name: str, function: str) -> Json:
    config: Json = {
        "$objectType": "clustermgmt.v4.config.ClusterConfigReference",
        "clusterFunction": [function],
        "isAvailable": True,
        "operationMode": "NORMAL",
    }
    if function == "AOS":
        config |= {"hypervisorTypes": ["AHV"], "clusterArch": "X86_64", "redundancyFactor": 2}
    return {"name": name, "config": config, "upgradeStatus": "SUCCEEDED"}


def _nat_subnet(site: Site, vpc: Record) -> Json:
    prefix = IPv4Network(site.spec.nat_cidr)
    hosts = [prefix.network_address + offset for offset in (1, _POOL_FIRST, prefix.num_addresses - 2)]
    gateway, first, last = (ipv4.address_object(host) for host in hosts)
    config = {
        "ipSubnet": {"ip": ipv4.address_object(prefix.network_address), "prefixLength": prefix.prefixlen},
        "defaultGatewayIp": gateway,
        "poolList": [{"startIp": first, "endIp": last}],
    }
    return {
        "name": "overlay-external-subnet-nat",
        "subnetType": "OVERLAY",
        "isExternal": True,
        "isNatEnabled": True,
        "vpcReference": vpc.ext_id,
        "clusterReference": site.cluster_id,
        "ipConfig": [{"$objectType": "networking.v4.config.IPConfig", "ipv4": config}],
    }
