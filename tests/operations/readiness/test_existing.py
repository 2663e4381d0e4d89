"""What exists already, read before a failover, which reads none of it; and a certificate that is about to end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests

from aws import client
from operations.look import Check, Status, Survivor
from operations.readiness import certificate, existing
from operations.run import Project
from simulator.aws import serve
from topology import build

pytestmark = pytest.mark.slow

REGION = "ap-northeast-3"
ARN = f"arn:aws:acm:{REGION}:123456789012:certificate/12345678-1234-1234-1234-123456789012"


@pytest.fixture
def environment() -> Iterator[dict[str, str]]:
    with serve() as endpoint:
        requests.post(f"{endpoint}/moto-api/reset", timeout=10).raise_for_status()  # what other tests left behind
        keys = {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing"}
        yield {"AWS_ENDPOINT_URL": endpoint, **keys}


def survivor(environment: dict[str, str], existing: dict[str, Any] | None = None, **changes: Any) -> Survivor:
    configuration = {**Project.here().configuration("osaka"), **changes}
    if existing:
        configuration["sites"]["osaka"]["existing"] = existing
    return Survivor(build(configuration, "osaka", "nc2-dr"), Project.here(), environment)


def gateway(environment: dict[str, str], asn: int) -> dict[str, str]:
    ec2 = client("ec2", REGION, environment)
    made = ec2.create_transit_gateway(Options={"AmazonSideAsn": asn, "DnsSupport": "enable"})["TransitGateway"]
    table = made["Options"]["AssociationDefaultRouteTableId"]
    return {"transitGatewayId": made["TransitGatewayId"], "transitGatewayRouteTableId": table}


def test_a_site_without_anything_by_id_passes() -> None:
    (check,) = existing.look(survivor({"AWS_ENDPOINT_URL": "http://127.0.0.1:9"}))
    assert (check.status, check.found) == (Status.PASS, "nothing is configured by id")


def test_what_fits_passes_and_what_is_not_there_is_named_with_its_key(environment: dict[str, str]) -> None:
    ids = gateway(environment, 64513)
    name = Project.here().configuration("osaka")["dns"]["name"]
    (check,) = existing.look(survivor(environment, ids))
    assert (check.status, check.found) == (Status.PASS, "2 looked up, all as configured")
    found = existing.look(survivor(environment, ids, dns={"name": name, "zoneId": "Z0123456789ABCDEFGHIJ"}))
    (check,) = found
    assert (check.status, check.subject) == (Status.FAIL, "dns.zoneId")
    assert f"expected a hosted zone that exists in {REGION}, found 'Z0123456789ABCDEFGHIJ'" in check.found


def test_another_asn_fails(environment: dict[str, str]) -> None:
    (check,) = existing.look(survivor(environment, gateway(environment, 65001)))
    assert (check.status, check.subject) == (Status.FAIL, "sites.osaka.asn")


def test_what_aws_does_not_say_is_no_pass() -> None:
    ids = {"transitGatewayId": "tgw-0123456789abcdef0", "transitGatewayRouteTableId": "tgw-rtb-0123456789abcdef0"}
    keys = {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing"}
    (check,) = existing.look(survivor({"AWS_ENDPOINT_URL": "http://127.0.0.1:9", **keys}, ids))
    assert check.status is Status.WARN
    assert (
        "AWS did not say in ap-northeast-3 what exists for osaka: sites.osaka.existing.transitGatewayId" in check.found
    )


@pytest.mark.parametrize(
    ("status", "days", "wanted", "says"),
    [
        ("ISSUED", 60, Status.PASS, "ISSUED, ends on"),
        ("ISSUED", 40, Status.WARN, "ISSUED, ends on"),
        ("ISSUED", -1, Status.FAIL, "ISSUED, ended on"),
        ("EXPIRED", -1, Status.FAIL, "EXPIRED"),
        ("ISSUED", None, Status.PASS, "ISSUED"),
    ],
)
def test_a_certificate_is_told_weeks_before_it_ends(status: str, days: int | None, wanted: Status, says: str) -> None:
    now = datetime(2026, 12, 1, tzinfo=UTC)
    ends = None if days is None else now + timedelta(days=days)
    check: Check = certificate.judged(ARN, status, ends, now)
    assert check.status is wanted
    assert check.found.startswith(says)
    assert bool(check.what_to_do) == (wanted is not Status.PASS)


def test_a_certificate_that_aws_does_not_know_fails(environment: dict[str, str]) -> None:
    balancer = {**Project.here().configuration("osaka")["loadBalancer"]}
    arns = {"osaka": ARN, "tokyo": ARN.replace(REGION, "ap-northeast-1")}
    (check,) = certificate.look(survivor(environment, loadBalancer={**balancer, "certificates": arns}))
    assert check.status is Status.FAIL
    assert "ResourceNotFoundException" in check.found
