"""AWS says no, on the real engine: the operator reads what was refused, for which resource, and what to do."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.request import Request, urlopen

import pytest
from pulumi.automation import CommandError

from local_cloud.project import LocalProject
from operations.run import hints
from tests.stacks.settings import write

pytestmark = [pytest.mark.slow, pytest.mark.engine(minutes=3)]

SITE, OTHER = "osaka", "tokyo"


@pytest.fixture(scope="module", autouse=True)
def without_balancer(local: LocalProject) -> None:
    """AWS takes a minute for each load balancer, and none of them is refused here."""
    write(local.project, loadBalancer=None, dns=None)


@contextmanager
def quota(local: LocalProject, **quotas: int) -> Iterator[None]:
    """What AWS grants the account, for a while."""
    endpoint = local.environment(SITE)["AWS_ENDPOINT_URL"]

    def say(said: dict[str, Any]) -> None:
        named = {name.replace("_", "-"): value for name, value in said.items()}
        urlopen(Request(f"{endpoint}/simulator/v1/quotas", json.dumps(named).encode(), method="PUT")).close()

    say(quotas)
    try:
        yield
    finally:
        say(dict.fromkeys(quotas))


def test_a_zone_that_the_region_lacks_is_told_at_the_preview(local: LocalProject) -> None:
    sites = local.project.configuration()["sites"]
    write(
        local.project,
        sites={**sites, SITE: {**sites[SITE], "availabilityZones": ["ap-northeast-3a", "ap-northeast-3z"]}},
    )
    with pytest.raises(
        CommandError, match=r"availabilityZones\[1\]: expected a zone .*ap-northeast-3a, ap-northeast-3b"
    ):
        local.stack(SITE).preview()
    write(local.project, sites=sites)


@pytest.mark.parametrize(
    ("site", "quotas", "code", "resource", "advice"),
    [
        (SITE, {"vpcs": 1}, "VpcLimitExceeded", "aws:ec2:Vpc", "existing.vpcId"),
        (
            OTHER,
            {"transit_gateways": 0},
            "TransitGatewayLimitExceeded",
            "aws:ec2transitgateway:TransitGateway",
            "existing.transitGatewayId",
        ),
    ],
    ids=["VPCs", "transit gateways"],
)
def test_a_quota_that_is_used_up_is_told_by_name_with_a_hint_and_the_next_run_goes_on(
    local: LocalProject, site: str, quotas: dict[str, int], code: str, resource: str, advice: str
) -> None:
    with quota(local, **quotas), pytest.raises(CommandError) as refused:
        local.stack(site).up()
    printed = str(refused.value)
    assert code in printed
    assert resource in printed
    (hint,) = hints(printed)
    assert advice in hint
    assert local.stack(site).up().changed
    assert not local.stack(site).refresh().changed
