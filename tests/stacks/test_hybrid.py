"""On-premises on the real engine, told as one story: VPN, a failover, Direct Connect in its place, the failover back.

Tokyo's VPN speaks BGP with a customer gateway that the stack makes; Osaka's has static routes and an existing one.
"""

import json
import os
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from ipaddress import IPv4Network
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import boto3
import pytest
import yaml

from local_cloud.project import LocalProject
from local_cloud.workload import machines, seed
from operations.look.observation import ec2_client
from operations.look.reachability import Reachability, Walk
from operations.run.converge import converge
from prism.vmm import Vms
from tests.stacks.settings import write
from tests.stacks.state import export_state

pytestmark = [pytest.mark.slow, pytest.mark.engine(minutes=6)]

HOME, OTHER = "tokyo", "osaka"
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


@pytest.fixture(scope="module")
def given(local: LocalProject) -> Given:
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
    settings = yaml.safe_load(local.project.settings_file.read_text())
    sites = settings["config"]["sites"]["default"]
    for number, (site, device) in enumerate(
        {HOME: {"address": "203.0.113.10"}, OTHER: {"id": given.customer_gateway_id}}.items()
    ):
        sites[site]["onPremises"] = {
            "customerGateway": device,
            "routing": "bgp" if site == HOME else "static",
            "tunnelInsideCidrs": INSIDE[site],
            "directConnect": {
                "gatewayAsn": 64550 + number,
                "connectionId": given.connection_ids[site],
                "vlan": 101 + number,
            },
        }
    default = {"connection": connection, "prefixes": [OFFICE], "asn": 65010}
    settings["config"]["onPremises"] = {"type": "object", "default": default}
    local.project.settings_file.write_text(yaml.safe_dump(settings, sort_keys=False))


def say(local: LocalProject, what: str, said: dict[str, Any]) -> None:
    """Tell the local AWS what lies around it."""
    url = f"{local.environment(HOME)['AWS_ENDPOINT_URL']}/simulator/v1/{what}"
    urllib.request.urlopen(urllib.request.Request(url, json.dumps(said).encode(), method="PUT"), timeout=10).close()


def reachability(local: LocalProject) -> Reachability:
    return Reachability.read(
        {site: ec2_client(local.environment(site), local.model(site).me.region) for site in (HOME, OTHER)}
    )


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


def connection(local: LocalProject, site: str) -> dict[str, Any]:
    id = local.stack(site).outputs()["vpnConnectionId"]
    found: dict[str, Any] = client(local, site, "ec2").describe_vpn_connections(VpnConnectionIds=[id])[
        "VpnConnections"
    ][0]
    return found


def allowed(local: LocalProject, site: str) -> list[str]:
    """What the site's Direct Connect gateway announces."""
    id = local.stack(site).outputs()["directConnectGatewayId"]
    found = client(local, site, "directconnect").describe_direct_connect_gateway_associations(directConnectGatewayId=id)
    (association,) = found["directConnectGatewayAssociations"]
    return sorted(item["cidr"] for item in association["allowedPrefixesToDirectConnectGateway"])


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
    local.project.flip(site)
    for stack in (site, OTHER if site == HOME else HOME):
        with watching(local, stack) as watch:
            local.stack(stack).up()
        changes = [kind for place, kind in enumerate(watch.seen) if place == 0 or watch.seen[place - 1] != kind]
        print(f"{stack}: {len(watch.seen)} looks, {' -> '.join(changes)}")
        assert changes == (["peering", "vpc"] if stack == site else ["vpc", "peering"])
        assert len(watch.seen) > 50


def test_both_vpn_connections_come_up_from_nothing(local: LocalProject, given: Given) -> None:
    converge([local.stack(OTHER), local.stack(HOME)], lambda *_: None)
    seed(local.prism(HOME), local.model(HOME), machines(local.model(HOME)))
    for site in (HOME, OTHER):
        assert local.stack(site).outputs()["pending"] == []
    outside = [tunnel["OutsideIpAddress"] for tunnel in connection(local, HOME)["Options"]["TunnelOptions"]]
    say(local, "tunnels", dict.fromkeys(outside, "up"))
    say(local, "announcements", {connection(local, HOME)["VpnConnectionId"]: [OFFICE]})


@pytest.mark.parametrize("site", [HOME, OTHER])
def test_the_configuration_for_the_device_holds_both_tunnels(local: LocalProject, site: str, given: Given) -> None:
    found = connection(local, site)
    assert found["Options"]["StaticRoutesOnly"] is (site == OTHER)
    for tunnel in found["Options"]["TunnelOptions"]:
        listed = {name: [item["Value"] for item in value] for name, value in tunnel.items() if isinstance(value, list)}
        assert listed == {
            "IkeVersions": ["ikev2"],
            **{f"Phase{phase}EncryptionAlgorithms": ["AES256"] for phase in (1, 2)},
            **{f"Phase{phase}IntegrityAlgorithms": ["SHA2-256"] for phase in (1, 2)},
            **{f"Phase{phase}DHGroupNumbers": [14] for phase in (1, 2)},
        }
        assert (tunnel["StartupAction"], tunnel["DpdTimeoutAction"], tunnel["DpdTimeoutSeconds"]) == (
            "start",
            "restart",
            30,
        )
    assert [tunnel["TunnelInsideCidr"] for tunnel in found["Options"]["TunnelOptions"]] == INSIDE[site]
    device = ElementTree.fromstring(found["CustomerGatewayConfiguration"])
    assert len(device.findall("ipsec_tunnel")) == 2
    for tunnel in device.findall("ipsec_tunnel"):
        address = {HOME: "203.0.113.10", OTHER: "198.51.100.20"}[site]
        assert tunnel.findtext("customer_gateway/tunnel_outside_address/ip_address") == address
        numbers = [tunnel.findtext(f"{end}/bgp/asn") for end in ("customer_gateway", "vpn_gateway")]
        assert numbers == (["65010", "64512"] if site == HOME else [None, None])


@pytest.mark.parametrize("site", [HOME, OTHER])
@pytest.mark.parametrize("routeros", ["6.49", "7.22"])
def test_the_device_s_routeros_configuration_is_made_from_the_stack_s_connection(
    local: LocalProject, site: str, routeros: str, tmp_path: Path
) -> None:
    address, asn = {HOME: ("203.0.113.10", ["--asn", "65010"]), OTHER: ("198.51.100.20", [])}[site]
    command = [sys.executable, "-m", "operations", "mikrotik", "--stack", site, "--routeros", routeros, *asn]
    command += ["--wan-interface", "ether1", "--wan-address", address, "--lan-prefix", OFFICE]
    command += ["--aws-prefix", "172.30.0.0/16", "--output", str(tmp_path)]
    environment = os.environ | local.environment(site)
    done = subprocess.run(command, cwd=local.project.directory, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    connection_id = local.stack(site).outputs()["vpnConnectionId"]
    script = (tmp_path / f"{connection_id}.rsc").read_text()
    for tunnel in connection(local, site)["Options"]["TunnelOptions"]:
        assert tunnel["OutsideIpAddress"] in script
        assert tunnel["PreSharedKey"] in script
        assert tunnel["PreSharedKey"] not in done.stdout + done.stderr
    assert ("65010" in script) is (site == HOME), "only the home site's speaks BGP"


@pytest.mark.parametrize("site", [HOME, OTHER])
def test_no_key_is_readable_in_the_state_the_outputs_or_the_logs(local: LocalProject, site: str) -> None:
    keys = [tunnel["PreSharedKey"] for tunnel in connection(local, site)["Options"]["TunnelOptions"]]
    assert len(set(keys)) == 2
    readable = [file for file in local.cloud.directory.rglob("*") if file.is_file()]
    assert readable
    leaks = [file for file in readable for key in keys if key.encode() in file.read_bytes()]
    assert leaks == []
    held = json.dumps(export_state(local, site))
    assert "customerGatewayConfiguration" in held
    for key in keys:
        assert key not in held
        assert key not in json.dumps(local.stack(site).outputs())


@pytest.mark.parametrize("site", [HOME, OTHER])
def test_a_second_up_and_a_refresh_change_nothing(local: LocalProject, site: str) -> None:
    assert not local.stack(site).up().changed
    result = local.stack(site).refresh()
    assert not result.changed, result.text


def test_on_premises_and_the_workload_reach_each_other_by_vpn(local: LocalProject) -> None:
    assert way_in(local, HOME).end == vpc(local, HOME)
    assert way_in(local, OTHER).end == vpc(local, HOME), "static routes still lead here: passed on"
    for site in (HOME, OTHER):
        assert back(local, site) == {connection(local, site)["VpnConnectionId"]}


def test_a_failover_with_vpn_moves_the_announcement_and_loses_no_route(local: LocalProject) -> None:
    flip(local, OTHER)
    assert way_in(local, OTHER).end == vpc(local, OTHER)
    assert "no route" in way_in(local, HOME).why, "Tokyo announces the workload no more"
    assert back(local, OTHER) == {connection(local, OTHER)["VpnConnectionId"]}


def test_direct_connect_takes_the_place_of_the_vpn(local: LocalProject, given: Given) -> None:
    configure_active = local.model(HOME).active.name
    configure(local, given, "direct-connect")
    assert local.model(HOME).active.name == configure_active
    for site in (HOME, OTHER):
        local.stack(site).up()
        say(local, "announcements", {str(local.stack(site).outputs()["directConnectGatewayId"]): [OFFICE]})
    assert allowed(local, OTHER) == ["10.102.0.0/16", "172.30.0.0/16"]
    assert allowed(local, HOME) == ["10.101.0.0/16"]
    for site in (HOME, OTHER):
        assert back(local, site) == {str(local.stack(site).outputs()["directConnectGatewayId"])}
        assert not local.stack(site).up().changed
        result = local.stack(site).refresh()
        assert not result.changed, result.text


def test_the_preview_of_a_flip_shows_the_announcement_and_the_routes(local: LocalProject) -> None:
    local.project.flip(HOME)
    preview = local.stack(HOME).preview()
    print(preview.text)
    for word in ("allowedPrefixes", "transitGatewayAttachmentId", "announcedPrefixes", "172.30.0.0/16"):
        assert word in preview.text
    local.project.flip(OTHER)


def test_a_failback_with_direct_connect_moves_the_allowed_prefixes(local: LocalProject) -> None:
    flip(local, HOME)
    assert allowed(local, HOME) == ["10.101.0.0/16", "172.30.0.0/16"]
    assert allowed(local, OTHER) == ["10.102.0.0/16"]
    assert way_in(local, HOME).end == vpc(local, HOME)
    for site in (HOME, OTHER):
        assert not local.stack(site).refresh().changed


def test_destroy_leaves_what_was_there_before(local: LocalProject, given: Given) -> None:
    for site in (HOME, OTHER):
        for vm in Vms(local.prism(site)).list():
            Vms(local.prism(site)).delete(vm.id)
    for site in (HOME, OTHER):
        local.stack(site).destroy()
    for site in (HOME, OTHER):
        ec2, line = client(local, site, "ec2"), client(local, site, "directconnect")
        assert {item["State"] for item in ec2.describe_vpn_connections()["VpnConnections"]} == {"deleted"}
        assert line.describe_direct_connect_gateways()["directConnectGateways"] == []
        assert [item["connectionState"] for item in line.describe_connections()["connections"]] != ["deleted"]
        lists = ec2.describe_managed_prefix_lists(Filters=[{"Name": "owner-id", "Values": ["123456789012"]}])
        assert [item for item in lists["PrefixLists"] if item["State"] != "delete-complete"] == []
    left = client(local, OTHER, "ec2").describe_customer_gateways(CustomerGatewayIds=[given.customer_gateway_id])
    assert left["CustomerGateways"][0]["State"] == "available"
