"""A VPN to on-premises on the real engine, told as one story: from nothing, what the device gets, a failover.

Tokyo's VPN speaks BGP with a customer gateway that the stack makes; Osaka's has static routes and an existing one.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from local_cloud.converged import populate
from local_cloud.from_nothing import from_nothing
from local_cloud.project import LocalProject
from tests.stacks.hybrid.on_premises import (
    INSIDE,
    OFFICE,
    Given,
    back,
    client,
    flip,
    prepare,
    road,
    say,
    vpc,
    way_in,
)
from tests.stacks.seen import HOME, OTHER
from tests.stacks.state import export_state

pytestmark = [pytest.mark.slow, pytest.mark.engine(minutes=4)]

VM = "web-1"


@pytest.fixture(scope="module")
def given(local: LocalProject) -> Given:
    return prepare(local)


@pytest.fixture(scope="module", autouse=True)
def standing(local: LocalProject, given: Given) -> None:
    """Both stacks from nothing with their VPN connections, and the VMs."""
    from_nothing([local.stack(OTHER), local.stack(HOME)], lambda *_: None)
    populate(local)


def connection(local: LocalProject, site: str) -> dict[str, Any]:
    id = local.stack(site).outputs()["vpnConnectionId"]
    found: dict[str, Any] = client(local, site, "ec2").describe_vpn_connections(VpnConnectionIds=[id])[
        "VpnConnections"
    ][0]
    return found


def test_both_vpn_connections_come_up_from_nothing(local: LocalProject, given: Given) -> None:
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
    exported = json.dumps(export_state(local, site))
    assert "customerGatewayConfiguration" in exported
    for key in keys:
        assert key not in exported
        assert key not in json.dumps(local.stack(site).outputs())


@pytest.mark.parametrize("site", [HOME, OTHER])
def test_a_second_up_and_a_refresh_change_nothing(local: LocalProject, site: str) -> None:
    assert not local.stack(site).up().changed
    result = local.stack(site).refresh()
    assert not result.changed, result.text


def test_on_premises_and_the_workload_reach_each_other_by_vpn(local: LocalProject) -> None:
    assert way_in(local, HOME).end == vpc(local, HOME)
    assert way_in(local, OTHER).end == vpc(local, HOME), "static routes still lead here: passed on"
    assert road(local, HOME).end == VM, road(local, HOME)
    for site in (HOME, OTHER):
        assert back(local, site) == {connection(local, site)["VpnConnectionId"]}


def test_a_failover_with_vpn_moves_the_announcement_and_loses_no_route(local: LocalProject) -> None:
    flip(local, OTHER)
    assert way_in(local, OTHER).end == vpc(local, OTHER)
    assert road(local, OTHER).end == VM, road(local, OTHER)
    assert "no route" in way_in(local, HOME).why, "Tokyo announces the workload no more"
    assert back(local, OTHER) == {connection(local, OTHER)["VpnConnectionId"]}
