"""On-premises beside both sites: what is there before the stacks, and how packets go."""

import json
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from ipaddress import IPv4Network
from typing import Any

import boto3

from local_cloud import roads
from local_cloud.project import LocalProject
from operations.look import Reachability, Walk
from tests.stacks.seen import HOME, OTHER
from tests.stacks.settings import write

OFFICE = "192.168.0.0/16"
WORKLOAD = IPv4Network("172.30.1.34/32")
INSIDE = {HOME: ["169.254.10.0/30", "169.254.10.4/30"], OTHER: ["169.254.20.0/30", "169.254.20.4/30"]}


@dataclass(frozen=True)
class Given:
    """What is there before the stacks: Osaka's customer gateway, and a Direct Connect connection in each region."""

    customer_gateway_id: str
    connection_ids: dict[str, str]


def client(local: LocalProject, site: str, service: str) -> Any:
    environment = local.environment(site)
    return boto3.client(
        service,
        region_name=local.model(site).me.region,
        endpoint_url=environment["AWS_ENDPOINT_URL"],
        aws_access_key_id=environment["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=environment["AWS_SECRET_ACCESS_KEY"],
    )


def prepare(local: LocalProject) -> Given:
    """Make what is there before the stacks, and configure a VPN. No load balancer: AWS takes a minute for each."""
    made = client(local, OTHER, "ec2").create_customer_gateway(Type="ipsec.1", IpAddress="198.51.100.20", BgpAsn=65010)
    connections = {
        site: client(local, site, "directconnect").create_connection(
            location="EqTY2", bandwidth="1Gbps", connectionName=site
        )["connectionId"]
        for site in (HOME, OTHER)
    }
    facts = Given(made["CustomerGateway"]["CustomerGatewayId"], connections)
    write(local.project, loadBalancer=None, dns=None, firewall=None)
    configure(local, facts, "vpn")
    return facts


def configure(local: LocalProject, given: Given, connection: str) -> None:
    for number, (site, device) in enumerate(
        {HOME: {"address": "203.0.113.10"}, OTHER: {"id": given.customer_gateway_id}}.items()
    ):
        facts = {
            "customerGateway": device,
            "routing": "bgp" if site == HOME else "static",
            "tunnelInsideCidrs": INSIDE[site],
            "directConnect": {
                "gatewayAsn": 64550 + number,
                "connectionId": given.connection_ids[site],
                "vlan": 101 + number,
            },
        }
        local.project.set(f"sites.{site}.onPremises", facts)
    write(local.project, onPremises={"connection": connection, "prefixes": [OFFICE], "asn": 65010})


def say(local: LocalProject, what: str, said: dict[str, Any]) -> None:
    """Tell the local AWS what lies around it."""
    url = f"{local.environment(HOME)['AWS_ENDPOINT_URL']}/simulator/v1/{what}"
    urllib.request.urlopen(urllib.request.Request(url, json.dumps(said).encode(), method="PUT"), timeout=10).close()


def reachability(local: LocalProject) -> Reachability:
    return Reachability.read({site: local.aws("ec2", site) for site in (HOME, OTHER)})


def vpc(local: LocalProject, site: str) -> str:
    return str(local.stack(site).outputs()["vpcId"])


def back(local: LocalProject, site: str) -> set[str | None]:
    """Where packets to the office go from every subnet of the site's VPC."""
    walker = reachability(local)
    walks = [walker.walk(site, subnet, IPv4Network(OFFICE)) for subnet in walker.subnets(site, vpc(local, site))]
    return {walk.end for walk in walks}


def way_in(local: LocalProject, site: str) -> Walk:
    """The way of a packet that comes from on-premises into the site by its one connection."""
    walker = reachability(local)
    (attachment,) = walker.outside(site)
    return walker.from_outside(site, attachment, WORKLOAD)


def road(local: LocalProject, site: str) -> Walk:
    """The whole road of a packet from on-premises by the site's connection to the VM, and of its answer."""
    reach = reachability(local)
    (attachment,) = reach.outside(site)
    whole = roads(local, reach, {one: vpc(local, one) for one in (HOME, OTHER)})
    return whole.from_attachment(site, attachment, IPv4Network(OFFICE), WORKLOAD.network_address)


@dataclass
class Watch:
    """Where a prefix led, look by look."""

    seen: list[str] = field(default_factory=list)
    done: threading.Event = field(default_factory=threading.Event)


@contextmanager
def watching(local: LocalProject, site: str) -> Iterator[Watch]:
    """Look at the site's table without pause while the block runs."""
    ec2, table = client(local, site, "ec2"), str(local.stack(site).outputs()["transitGatewayRouteTableId"])
    (prefix,) = local.model(site).overlay.externally_routable_prefixes
    watch = Watch()

    def look() -> None:
        while not watch.done.is_set():
            routes = ec2.search_transit_gateway_routes(
                TransitGatewayRouteTableId=table, Filters=[{"Name": "route-search.exact-match", "Values": [prefix]}]
            )["Routes"]
            active = [route for route in routes if route["State"] == "active"]
            watch.seen.append(active[0]["TransitGatewayAttachments"][0]["ResourceType"] if active else "nowhere")

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield watch
    finally:
        watch.done.set()
        thread.join()


def flip(local: LocalProject, site: str) -> None:
    """The site that is activated first, then the other; no prefix may lead nowhere meanwhile."""
    local.project.set("activeRegion", site)
    for stack in (site, OTHER if site == HOME else HOME):
        with watching(local, stack) as watch:
            local.stack(stack).up()
        changes = [kind for place, kind in enumerate(watch.seen) if place == 0 or watch.seen[place - 1] != kind]
        print(f"{stack}: {len(watch.seen)} looks, {' -> '.join(changes)}")
        assert changes == (["peering", "vpc"] if stack == site else ["vpc", "peering"])
        assert len(watch.seen) > 50
