"""What a configuration is warned of and not stopped by: each with its key, and nothing of a plain one."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.topology.wrong.parts import CERTIFICATES, FRONT, NAME
from topology import build, metric_name, model_warnings

Change = Callable[[dict[str, Any]], dict[str, Any]]
NAMED: dict[str, Any] = {**FRONT, "dns": NAME}
BALANCER: dict[str, Any] = NAMED["loadBalancer"]


def warnings(changed: Change, changes: dict[str, Any], site: str = "north") -> list[str]:
    return list(model_warnings(build(changed(changes), site, "shop-dr")))


def test_a_plain_front_is_warned_of_nothing(changed: Change) -> None:
    assert warnings(changed, NAMED) == []
    assert warnings(changed, {**NAMED, "firewall": {"mode": "block"}}) == []


@pytest.mark.parametrize("site", ["north", "south"])
def test_equal_asns_work_and_are_warned_of_where_gateways_are_peered(changed: Change, site: str) -> None:
    (warning,) = [one for one in warnings(changed, {"sites.south.asn": 64600}, site) if "ASN" in one]
    assert "are both 64600: AWS recommends an ASN of its own" in warning
    assert not [one for one in warnings(changed, {"sites.south.asn": 64600, "peering": "none"}, site) if "ASN" in one]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        (
            {"healthCheck": {"statusCodes": "200,401"}},
            "loadBalancer.healthCheck.statusCodes, 200,401, has",
        ),
        (
            {"healthCheck": {"statusCodes": "200-499"}},
            "loadBalancer.healthCheck.statusCodes, 200-499, has",
        ),
        ({"healthCheck": {"port": 8081}}, "loadBalancer.healthCheck.port is 8081, and Route 53 asks port 80 for /"),
        ({"ingressCidrs": ["198.51.100.0/24"]}, "loadBalancer.ingressCidrs must let in Route 53's health checkers"),
    ],
)
def test_a_far_setting_that_blinds_the_hold_off_of_dns_is_told(
    changed: Change, changes: dict[str, Any], says: str
) -> None:
    front = {"loadBalancer": {**BALANCER, **changes}}
    (warning,) = warnings(changed, {**NAMED, **front})
    assert warning.startswith(says)
    assert "takes the other site for one that does not serve" in warning
    assert warnings(changed, {**FRONT, **front}) == [], "without a name nothing is held off"


def test_prefixes_that_let_the_health_checkers_in_are_fine(changed: Change) -> None:
    cidrs = ["198.51.100.0/24", "15.177.0.0/18"]
    assert warnings(changed, {**NAMED, "loadBalancer": {**BALANCER, "ingressCidrs": cidrs}}) == []


@pytest.mark.parametrize("codes", ["200", "200-299", "200,302", "200-399"])
def test_codes_that_route_53_takes_for_healthy_too_are_fine(changed: Change, codes: str) -> None:
    assert warnings(changed, {**NAMED, "loadBalancer": {**BALANCER, "healthCheck": {"statusCodes": codes}}}) == []


@pytest.mark.parametrize(
    ("rules", "path", "says"),
    [
        (["admin-protection"], "/admin/health", "firewall.rules (admin-protection) blocks requests for"),
        (["common"], "/status.conf", "firewall.rules (common) blocks requests for"),
        (["wordpress"], "/wp-login.php", "firewall.rules (wordpress) blocks requests for"),
    ],
)
def test_a_web_acl_that_blocks_what_route_53_asks_is_told(
    changed: Change, rules: list[str], path: str, says: str
) -> None:
    front = {**NAMED, "loadBalancer": {**BALANCER, "healthCheck": {"path": path}}}
    (warning,) = warnings(changed, {**front, "firewall": {"mode": "block", "rules": rules}})
    assert warning.startswith(says)
    assert warnings(changed, {**front, "firewall": {"mode": "count", "rules": rules}}) == []
    assert warnings(changed, {**front, "firewall": {"mode": "block", "rules": ["php"]}}) == []


def test_a_rate_that_a_health_checker_reaches_is_told(changed: Change) -> None:
    (warning,) = warnings(changed, {**NAMED, "firewall": {"mode": "block", "rateLimit": 10}})
    assert warning.startswith("firewall.rateLimit, 10, is about what one of Route 53's health checkers asks")


def test_a_certificate_moves_what_route_53_asks(changed: Change) -> None:
    front = {**BALANCER, "certificates": CERTIFICATES, "healthCheck": {"port": 8081}}
    (warning,) = warnings(changed, {**NAMED, "loadBalancer": front})
    assert "Route 53 asks port 443" in warning


def test_a_metric_has_the_alphabet_that_the_firewall_takes() -> None:
    assert metric_name("acme.prod-tokyo-web") == "acme-prod-tokyo-web"
    assert metric_name("nc2_dr-tokyo-web") == "nc2_dr-tokyo-web"


def test_networks_of_others_around_what_nc2_keeps_are_told(changed: Change) -> None:
    section = {"connection": "vpn", "prefixes": ["192.168.0.0/16"], "asn": 65010}
    device = {"customerGateway": {"address": "203.0.113.10"}}
    south = {"sites.south.vpcCidr": "10.40.0.0/20"}
    (warning,) = warnings(changed, {"onPremises": section, "sites.north.onPremises": device, **south})
    assert warning.startswith("onPremises.prefixes[0], 192.168.0.0/16, overlaps 192.168.5.0/24, which a host and its")
