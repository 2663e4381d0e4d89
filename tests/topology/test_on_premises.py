"""The section onPremises and the sites' own facts into the model."""

from collections.abc import Callable
from typing import Any

import pytest

from topology import ConfigurationError, DirectConnect, Ends, SiteModel, Vpn, VpnRouting, build
from topology.existing import (
    SeenCustomerGateway,
    SeenDirectConnectGateway,
    customer_gateway_problems,
    direct_connect_gateway_problems,
)

Change = Callable[[dict[str, Any]], dict[str, Any]]

VPN = {"connection": "vpn", "prefixes": ["10.128.0.0/16"], "asn": 65010}
DX = {**VPN, "connection": "direct-connect"}
DEVICE = {"customerGateway": {"id": "cgw-0123456789abcdef0"}}
GATEWAY = {"id": "5f294f92-0bfb-4011-916d-9b0be0000000", "name": "office"}


def vpn_of(model: SiteModel) -> Vpn:
    assert model.on_premises is not None
    assert model.on_premises.vpn is not None
    return model.on_premises.vpn


def line_of(model: SiteModel) -> DirectConnect:
    assert model.on_premises is not None
    assert model.on_premises.direct_connect is not None
    return model.on_premises.direct_connect


def ends_of(model: SiteModel) -> Ends:
    assert model.on_premises is not None
    return model.on_premises.ends


def test_defaults_are_modern_and_a_site_may_route_its_own_way(changed: Change) -> None:
    ends = {"sites.north.onPremises": DEVICE, "sites.south.onPremises": {**DEVICE, "routing": "static"}}
    north, south = (build(changed({"onPremises": VPN, **ends}), stack, "shop-dr") for stack in ("north", "south"))
    assert (vpn_of(north).routing, vpn_of(south).routing) == (VpnRouting.BGP, VpnRouting.STATIC)
    assert ends_of(north) is Ends.BOTH
    for phase in (vpn_of(north).options.phase1, vpn_of(north).options.phase2):
        assert (phase.encryption, phase.integrity, phase.dh_groups) == (("AES256",), ("SHA2-256",), (14,))


def test_an_existing_direct_connect_gateway_may_have_its_interface_already(changed: Change) -> None:
    changes = {"onPremises": DX, "sites.north.onPremises": {"directConnect": {"gateway": GATEWAY}}}
    model = build(changed(changes), "north", "shop-dr")
    assert line_of(model).interface is None


def test_a_static_vpn_needs_no_number(changed: Change) -> None:
    section = {"connection": "vpn", "prefixes": ["10.128.0.0/16"], "vpn": {"routing": "static"}}
    model = build(changed({"onPremises": section, "sites.north.onPremises": DEVICE}), "north", "shop-dr")
    assert vpn_of(model).asn == 65000


def with_keys(changed: Change, keys: object, encrypted: bool = True) -> Any:
    changes = {"onPremises": VPN, "sites.north.onPremises": DEVICE, "vpnPreSharedKeys": keys}
    given = {"vpnPreSharedKeys"} if encrypted else set()
    return build(changed(changes), "north", "shop-dr", given).on_premises


def test_keys_of_our_own_are_printed_nowhere(changed: Change) -> None:
    on_premises = with_keys(changed, '["first.key.of.two", "second_key_of_two"]')
    assert on_premises.vpn.pre_shared_keys == ("first.key.of.two", "second_key_of_two")
    assert "key" not in repr(on_premises).replace("pre_shared_keys", "")


def test_settings_read_without_decrypting_them_are_no_fault(changed: Change) -> None:
    assert with_keys(changed, {"secure": "v1:abc:def"}, encrypted=False).vpn.pre_shared_keys == ()


@pytest.mark.parametrize(
    ("keys", "encrypted", "sentence"),
    [
        (["first.key.of.two", "second_key_of_two"], False, "written in the clear: expected an encrypted value"),
        (["first.key.of.two"], True, "list of two different keys"),
        (["first.key.of.two", "first.key.of.two"], True, "list of two different keys"),
        (["first.key.of.two", "short"], True, "8 to 64 letters"),
        (["first.key.of.two", "0econd_key_of_two"], True, "do not begin with 0"),
        (["first.key.of.two", "second key of two"], True, "digits, periods and underscores"),
        ("first.key.of.two", True, "list of two different keys"),
    ],
)
def test_keys_that_aws_would_refuse_are_refused_unseen(
    changed: Change, keys: object, encrypted: bool, sentence: str
) -> None:
    with pytest.raises(ConfigurationError) as refused:
        with_keys(changed, keys, encrypted)
    assert sentence in str(refused.value)
    assert "first.key" not in str(refused.value)


@pytest.mark.parametrize(
    ("seen", "sentence"),
    [
        (SeenCustomerGateway("ipsec.1", 65010, "203.0.113.10"), None),
        (SeenCustomerGateway("ipsec.2", 65010, "203.0.113.10"), "of type ipsec.1, found ipsec.2"),
        (SeenCustomerGateway("ipsec.1", 65011, "203.0.113.10"), "of onPremises.asn, 65010, for BGP, found ASN 65011"),
        (SeenCustomerGateway("ipsec.1", 65010, ""), "startupAction: add"),
    ],
)
def test_an_existing_customer_gateway_must_fit(
    changed: Change, seen: SeenCustomerGateway, sentence: str | None
) -> None:
    vpn = vpn_of(build(changed({"onPremises": VPN, "sites.north.onPremises": DEVICE}), "north", "shop-dr"))
    found = [str(problem) for problem in customer_gateway_problems("key", vpn, seen)]
    assert len(found) == (sentence is not None)
    assert sentence is None or sentence in found[0]


@pytest.mark.parametrize(
    ("id", "asn", "sentence"),
    [
        (GATEWAY["id"], 64999, None),
        ("00000000-0bfb-4011-916d-9b0be0000000", 64999, "the gateway with the name 'office' has another id"),
        (GATEWAY["id"], 64600, "another ASN than sites.north.asn"),
        (GATEWAY["id"], 65010, "another ASN than onPremises.asn"),
    ],
)
def test_an_existing_direct_connect_gateway_must_fit(changed: Change, id: str, asn: int, sentence: str | None) -> None:
    changes = {"onPremises": DX, "sites.north.onPremises": {"directConnect": {"gateway": GATEWAY}}}
    model = build(changed(changes), "north", "shop-dr")
    existing, seen = line_of(model).existing, SeenDirectConnectGateway(id, asn)
    assert existing is not None
    found = [str(item) for item in direct_connect_gateway_problems("key", existing, model.me, 65010, seen)]
    assert len(found) == (sentence is not None)
    assert sentence is None or sentence in found[0]
