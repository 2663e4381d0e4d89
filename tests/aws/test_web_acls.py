"""Web ACLs of the local AWS: capacity, managed rule groups, association with load balancers."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.aws.conftest import Aws
from tests.aws.networks import TOKYO, Client, make_vpc

VISIBLE = {"SampledRequestsEnabled": True, "CloudWatchMetricsEnabled": True, "MetricName": "web"}


def managed(name: str, priority: int) -> dict[str, Any]:
    return {
        "Name": name,
        "Priority": priority,
        "OverrideAction": {"Count": {}},
        "Statement": {"ManagedRuleGroupStatement": {"VendorName": "AWS", "Name": name}},
        "VisibilityConfig": VISIBLE,
    }


RATE = {
    "Name": "rate",
    "Priority": 0,
    "Action": {"Count": {}},
    "Statement": {"RateBasedStatement": {"Limit": 2000, "AggregateKeyType": "IP"}},
    "VisibilityConfig": VISIBLE,
}
USUAL = [
    RATE,
    managed("AWSManagedRulesAmazonIpReputationList", 1),
    managed("AWSManagedRulesCommonRuleSet", 2),
    managed("AWSManagedRulesKnownBadInputsRuleSet", 3),
]


@pytest.fixture(scope="module")
def waf(aws: Aws) -> Client:
    return aws.client("wafv2", TOKYO)


def make(waf: Client, name: str, rules: list[dict[str, Any]]) -> dict[str, Any]:
    made: dict[str, Any] = waf.create_web_acl(
        Name=name, Scope="REGIONAL", DefaultAction={"Allow": {}}, Rules=rules, VisibilityConfig=VISIBLE
    )["Summary"]
    return made


def capacity(waf: Client, acl: dict[str, Any]) -> int:
    return int(waf.get_web_acl(Name=acl["Name"], Scope="REGIONAL", Id=acl["Id"])["WebACL"]["Capacity"])


def make_balancer(aws: Aws, name: str) -> str:
    ec2, client = aws.client("ec2", TOKYO), aws.client("elbv2", TOKYO)
    vpc_id, first = make_vpc(ec2)
    second = ec2.create_subnet(VpcId=vpc_id, CidrBlock="10.101.2.0/24", AvailabilityZone=f"{TOKYO}c")["Subnet"]
    made = client.create_load_balancer(Name=name, Subnets=[first, second["SubnetId"]])["LoadBalancers"][0]
    return str(made["LoadBalancerArn"])


def test_rules_take_the_capacity_that_aws_says(waf: Client) -> None:
    acl = make(waf, "usual", USUAL)
    assert capacity(waf, acl) == 2 + 25 + 700 + 200
    seen = waf.get_web_acl(Name="usual", Scope="REGIONAL", Id=acl["Id"])
    waf.update_web_acl(
        Name="usual",
        Scope="REGIONAL",
        Id=acl["Id"],
        DefaultAction={"Allow": {}},
        Rules=[RATE],
        VisibilityConfig=VISIBLE,
        LockToken=seen["LockToken"],
    )
    assert capacity(waf, acl) == 2


@pytest.mark.parametrize(
    ("rules", "code"),
    [
        ([managed("AWSManagedRulesComonRuleSet", 1)], "WAFInvalidParameterException"),
        ([managed("AWSManagedRulesCommonRuleSet", at) for at in range(8)], "WAFLimitsExceededException"),
    ],
    ids=["a managed group that does not exist", "more capacity than a web ACL has"],
)
def test_what_aws_refuses_is_refused_and_not_kept(waf: Client, rules: list[dict[str, Any]], code: str) -> None:
    with pytest.raises(ClientError) as refused:
        make(waf, "refused", rules)
    assert refused.value.response["Error"]["Code"] == code
    assert all(acl["Name"] != "refused" for acl in waf.list_web_acls(Scope="REGIONAL")["WebACLs"])


def test_one_in_use_stays_and_a_resource_has_one(aws: Aws, waf: Client) -> None:
    first, second = make(waf, "first", [RATE]), make(waf, "second", [RATE])
    arn = make_balancer(aws, "firewalled")
    waf.associate_web_acl(WebACLArn=first["ARN"], ResourceArn=arn)
    with pytest.raises(ClientError, match="WAFAssociatedItemException"):
        waf.delete_web_acl(Name="first", Scope="REGIONAL", Id=first["Id"], LockToken=first["LockToken"])
    waf.associate_web_acl(WebACLArn=second["ARN"], ResourceArn=arn)
    assert waf.get_web_acl_for_resource(ResourceArn=arn)["WebACL"]["Name"] == "second"
    waf.delete_web_acl(Name="first", Scope="REGIONAL", Id=first["Id"], LockToken=first["LockToken"])


def test_a_load_balancer_that_is_not_there_gets_none(waf: Client) -> None:
    acl = make(waf, "alone", [RATE])
    arn = f"arn:aws:elasticloadbalancing:{TOKYO}:123456789012:loadbalancer/app/none/1234567890abcdef"
    with pytest.raises(ClientError, match="WAFUnavailableEntityException"):
        waf.associate_web_acl(WebACLArn=acl["ARN"], ResourceArn=arn)
