"""Where connections come from: the local AWS, and files saved from it."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
import yaml

from mikrotik import (
    MikrotikError,
    Refused,
    VpnConnection,
    check,
    design,
    from_aws,
    from_file,
    parse_export,
    router,
    script,
    version,
)
from simulator.aws import SURROUNDINGS, serve
from tests.mikrotik import grammar, rsc
from tests.mikrotik.cases import local
from tests.mikrotik.connections import ID, KEYS, MODERN, Shape, describe, xml
from tests.mikrotik.foreign_router import foreign

REGION = "eu-central-1"
# Create requests spell these options otherwise than answers do.
SPELLED = {
    "IkeVersions": "IKEVersions",
    "DpdTimeoutAction": "DPDTimeoutAction",
    "DpdTimeoutSeconds": "DPDTimeoutSeconds",
}


@pytest.fixture(scope="module")
def ec2() -> Iterator[Any]:
    with pytest.MonkeyPatch.context() as environment, serve() as endpoint:
        environment.setenv("AWS_ENDPOINT_URL", endpoint)
        environment.setenv("AWS_ACCESS_KEY_ID", "testing")
        environment.setenv("AWS_SECRET_ACCESS_KEY", "testing")
        environment.setenv("MOTO_EC2_LOAD_DEFAULT_AMIS", "false")
        environment.setitem(SURROUNDINGS.quotas, "transit-gateways", 1_000)
        client = boto3.client("ec2", region_name=REGION)
        yield client
        client.close()


def connect(ec2: Any, name: str, *, vgw: bool = False, tunnel: dict[str, Any] | None = None, **options: Any) -> str:
    customer = ec2.create_customer_gateway(Type="ipsec.1", IpAddress="198.51.100.7", BgpAsn=65010)["CustomerGateway"]
    if vgw:
        end = {"VpnGatewayId": ec2.create_vpn_gateway(Type="ipsec.1")["VpnGateway"]["VpnGatewayId"]}
    else:
        gateway = ec2.create_transit_gateway(Options={"AmazonSideAsn": 64513})["TransitGateway"]
        end = {"TransitGatewayId": gateway["TransitGatewayId"]}
    asked = {SPELLED.get(key, key): value for key, value in (tunnel or {}).items()}
    made = ec2.create_vpn_connection(
        Type="ipsec.1",
        CustomerGatewayId=customer["CustomerGatewayId"],
        Options={"TunnelOptions": [asked, asked], **options},
        TagSpecifications=[{"ResourceType": "vpn-connection", "Tags": [{"Key": "Name", "Value": name}]}],
        **end,
    )
    return str(made["VpnConnection"]["VpnConnectionId"])


@pytest.fixture(scope="module")
def modern(ec2: Any) -> VpnConnection:
    return from_aws(REGION, connect(ec2, "modern", tunnel=MODERN))


@pytest.mark.slow
@pytest.mark.parametrize("family", ["6", "7.9", "7.19", "7.20", "7.22"])
def test_a_connection_of_the_local_aws_becomes_a_configuration_a_router_takes(
    modern: VpnConnection, family: str
) -> None:
    found = modern
    made = design(found, router(None, local()), version(family))
    assert {tunnel.phase1.ike_version for tunnel in made.tunnels} == {2}
    text = script(made, reveal=True)
    assert grammar.problems(rsc.parse(text), family) == []
    site = foreign({"6": "6.49.10", "7.9": "7.18.2"}.get(family, f"{family}.1"))
    site.run(text)
    changes = site.changes
    site.run(text)
    assert site.changes == changes
    assert check(made, parse_export(site.export())).problems == ()


def test_static_connections_of_a_vpn_gateway_are_known(ec2: Any) -> None:
    connection_id = connect(ec2, "static", vgw=True, StaticRoutesOnly=True)
    ec2.create_vpn_connection_route(VpnConnectionId=connection_id, DestinationCidrBlock="192.168.10.0/24")
    found = from_aws(REGION, connection_id)
    assert (found.static, [str(route) for route in found.static_routes or ()]) == (True, ["192.168.10.0/24"])
    assert found.gateway.startswith("vgw-")


def test_a_tag_finds_one_and_several_are_listed(ec2: Any) -> None:
    one = connect(ec2, "only")
    assert from_aws(REGION, tag="Name=only").id == one
    twins = [connect(ec2, "twin") for _ in range(2)]
    with pytest.raises(MikrotikError) as caught:
        from_aws(REGION, tag="Name=twin")
    assert all(twin in str(caught.value) for twin in twins)
    ec2.delete_vpn_connection(VpnConnectionId=twins[0])
    assert from_aws(REGION, tag="Name=twin").id == twins[1]
    with pytest.raises(MikrotikError, match="is deleted"):
        from_aws(REGION, twins[0])
    ec2.delete_vpn_connection(VpnConnectionId=twins[1])
    with pytest.raises(MikrotikError, match="A deleted connection has no configuration"):
        from_aws(REGION, tag="Name=twin")


def test_another_region_has_none(ec2: Any) -> None:
    connection_id = connect(ec2, "here")
    with pytest.raises(MikrotikError, match="region ap-southeast-2 has no VPN connection of vpn-"):
        from_aws("ap-southeast-2", connection_id)


def test_an_answer_saved_from_aws_gives_the_same(ec2: Any, tmp_path: Path) -> None:
    connection_id = connect(ec2, "saved", tunnel=MODERN)
    answer = ec2.describe_vpn_connections()
    file = tmp_path / "vpn.json"
    file.write_text(json.dumps({"VpnConnections": answer["VpnConnections"]}, default=str))
    assert from_file(file, connection_id) == from_aws(REGION, connection_id)


def test_no_aws_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    with pytest.raises(MikrotikError, match="Could not read the VPN connections of eu-north-1"):
        from_aws("eu-north-1")


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(describe(), id="one description"),
        pytest.param([describe()], id="a list"),
        pytest.param({"VpnConnection": describe()}, id="the answer of a create"),
        pytest.param({"VpnConnections": [describe()]}, id="the answer of a describe"),
    ],
)
def test_a_saved_description_of_any_wrapping_is_read(content: Any, tmp_path: Path) -> None:
    file = tmp_path / "saved.json"
    file.write_text(json.dumps(content))
    assert from_file(file).id == ID


def test_a_saved_xml_is_read_and_its_options_are_told_to_be_unknown(tmp_path: Path) -> None:
    file = tmp_path / "vpn.xml"
    file.write_text(xml(Shape()))
    made = design(from_file(file), router(None, local()), version("7.20"))
    assert made.tunnels[0].phase1.cipher == "aes-256"
    assert any("options are unknown" in sentence for sentence in made.assumptions)
    with pytest.raises(MikrotikError, match="not vpn-00000000"):
        from_file(file, "vpn-00000000")


ANSWER = {"VpnConnections": [describe()]}
SAVED: dict[str, bytes] = {
    "a query of the XML, as JSON": json.dumps(xml()).encode(),
    "a query of the XML of each": json.dumps([xml()]).encode(),
    "a query of the first": json.dumps(describe()).encode(),
    "--output yaml": yaml.safe_dump(ANSWER).encode(),
    "--output yaml-stream": yaml.safe_dump([ANSWER]).encode(),
    "UTF-16 of Windows PowerShell": json.dumps(ANSWER).encode("utf-16"),
    "UTF-16 without its mark": json.dumps(ANSWER).encode("utf-16-le"),
    "UTF-16, the other byte first": json.dumps(ANSWER).encode("utf-16-be"),
    "an XML in UTF-16": xml().encode("utf-16"),
    "AWS's tools for PowerShell": json.dumps([{**describe(), "State": {"Value": "available"}}]).encode(),
    "a byte order mark": b"\xef\xbb\xbf" + json.dumps(ANSWER).encode(),
}


@pytest.mark.parametrize("content", [pytest.param(content, id=name) for name, content in SAVED.items()])
def test_what_console_and_command_line_hand_out_is_read(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "saved"
    file.write_bytes(content)
    assert from_file(file).id == ID
    assert from_file(file, ID).tunnels[0].configuration.key.reveal == KEYS[0]


DEVICE = f"Amazon Web Services\nVirtual Private Cloud\n\nVPN Connection Configuration\n - Pre-Shared Key : {KEYS[0]}\n"
SAVE = "Save it with: aws ec2 describe-vpn-connections"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"{", "not JSON"),
        (b"[]", "has no VPN connection"),
        (b'{"VpnConnections": 7}', "has no VpnConnections"),
        (b'{"VpnConnections": []}', "has no VPN connection"),
        (b'\xff{"a": 1}', f"neither XML nor JSON nor YAML. {SAVE}"),
        (b'{"a": "\xff"}', "not JSON"),
        (b"", f"empty: the query has found nothing. {SAVE}"),
        (b"None\n", f"empty: the query has found nothing. {SAVE}"),
        (b"null\n", f"empty: the query has found nothing. {SAVE}"),
        (DEVICE.encode(), f"the console's download for a device. {SAVE}"),
        (DEVICE.replace("Ama", "! Ama").replace("Vir", "! Vir").encode(), "the console's download for a device"),
        (f"VPNCONNECTIONS\tVPN\t{xml()}".encode(), f"the answer with --output text. {SAVE}"),
        (f"-----\n|  DescribeVpnConnections |\n| {xml()} |".encode(), f"the answer with --output table. {SAVE}"),
        (b"<!DOCTYPE html><html>", f"a web page. {SAVE}"),
        (f"VpnConnections:\n- {{ {KEYS[0]}".encode(), f"not YAML in UTF-8. {SAVE}"),
        (gzip.compress(xml().encode()), "saved is compressed. Unpack it (gunzip saved)"),
        (b"\xff\xfe{", "begins as UTF-16 and does not go on so"),
        (json.dumps(f"two {KEYS[0]}").encode(), "not well formed"),
    ],
)
def test_other_files_are_refused_with_the_command_that_saves_a_readable_one(
    content: bytes, sentence: str, tmp_path: Path
) -> None:
    file = tmp_path / "saved"
    file.write_bytes(content)
    with pytest.raises(MikrotikError) as caught:
        from_file(file)
    assert sentence in str(caught.value)
    assert KEYS[0] not in str(caught.value)


def test_of_several_xmls_one_is_selected(tmp_path: Path) -> None:
    file = tmp_path / "saved.json"
    file.write_text(json.dumps([xml(), xml().replace(ID, "vpn-11111111")]))
    assert from_file(file, ID).id == ID
    with pytest.raises(MikrotikError, match=f"describes {ID}, vpn-11111111. Select one with --id"):
        from_file(file)
    with pytest.raises(MikrotikError, match=f"describes {ID}, vpn-11111111, not vpn-22222222"):
        from_file(file, "vpn-22222222")


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("7.20.1", "7.20"), ("7.20+", "7.20"), ("7.21.4", "7.20"), ("7.22+", "7.22"), ("7.24", "7.22"),
        ("7.9-7.18", "7.9"), ("7.9", "7.9"), ("7.18.2", "7.9"), ("6", "6"), ("6.44", "6"), ("v6.49.10", "6"),
        ("7.20rc1", "7.20"), ("7.19", "7.19"),
    ],
)  # fmt: skip
def test_versions_fall_into_families(text: str, family: str) -> None:
    assert version(text).name == family


@pytest.mark.parametrize("text", ["", "7", "7.8", "6.43", "8.0", "5.26", "seven", "7.20; /quit"])
def test_other_versions_are_refused(text: str) -> None:
    with pytest.raises(MikrotikError):
        version(text)


@pytest.mark.parametrize(
    ("own", "sentence"),
    [
        ({"wanInterface": None}, "wanInterface is missing: expected the interface that faces AWS"),
        ({"lanPrefixes": []}, "lanPrefixes is []"),
        ({"lanPrefixes": ["192.168.10.1/24"]}, "expected an IPv4 network by its own address"),
        ({"awsPrefixes": ["0.0.0.0/0"]}, "Name the prefixes"),
        ({"awsPrefixes": ["10.0.0.0/8", "10.1.0.0/16"]}, "overlap. Name each address once"),
        ({"wanAddress": "2001:db8::1"}, "wanAddress is '2001:db8::1'"),
        ({"asn": 0}, "asn is 0"),
        ({"wanMtu": 500}, "wanMtu is 500"),
        ({"bogus": 1}, "bogus is unknown. Known settings are wanInterface"),
        ({"wanInterface": "e\n"}, "wanInterface is"),
        ({"lanPrefixes": [f"192.168.{n}.0/24" for n in range(101)]}, "at most 100"),
    ],
)
def test_wrong_local_values_are_refused_in_a_sentence(own: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Refused) as caught:
        router(None, local(**own))
    assert sentence in str(caught.value)


def test_options_stand_over_the_file() -> None:
    text = "wanInterface: ether5\nwanAddress: 198.51.100.7\nlanPrefixes: [192.168.1.0/24]\nawsPrefixes: [10.0.0.0/8]\n"
    found = router(text, {"wanInterface": "ether6", "asn": None})
    assert (found.wan_interface, str(found.lan_prefixes[0])) == ("ether6", "192.168.1.0/24")
    for wrong in ("[1, 2]", "a: [", "just text"):
        with pytest.raises(MikrotikError, match="router's file"):
            router(wrong, {})
