"""What users come in by: load balancer, targets, firewall and name, by configuration and by who is active."""

import json
from typing import Any

import pytest

from components.existing import ingress as existing_ingress
from tests.components.conftest import OTHER_PUBLISHED, Program
from topology import SeenCertificate

pytestmark = pytest.mark.slow

OTHER_STANDS = {**OTHER_PUBLISHED, "loadBalancerDnsName": "front-osaka.elb.amazonaws.com", "hostedZoneId": "ZHOME"}
ARNS = {
    "tokyo": "arn:aws:acm:ap-northeast-1:123456789012:certificate/12345678-1234-1234-1234-123456789012",
    "osaka": "arn:aws:acm:ap-northeast-3:123456789012:certificate/12345678-1234-1234-1234-123456789012",
}


def run(stack: str = "tokyo", **changes: Any) -> Program:
    return Program(stack, OTHER_STANDS).run(**changes)


def of(program: Program, kind: str) -> list[Any]:
    return list(program.of_type(kind).values())


def position(program: Program, name: str) -> int:
    return next(at for at, made in enumerate(program.resources) if made.name == name)


def test_the_load_balancer_stands_in_every_zone_and_asks_for_slash_by_default() -> None:
    program = run()
    (balancer,) = of(program, "lb/loadBalancer:LoadBalancer")
    assert balancer["subnets"] == ["network-public-ap-northeast-1a-id", "network-public-ap-northeast-1c-id"]
    (group,) = of(program, "lb/targetGroup:TargetGroup")
    check = group["healthCheck"]
    assert (group["targetType"], group["port"], check["path"], check["port"]) == ("ip", 80, "/", "traffic-port")
    (listener,) = of(program, "lb/listener:Listener")
    assert (
        listener["protocol"],
        listener["port"],
        listener.get("certificateArn", ""),
    ) == (
        "HTTP",
        80,
        "",
    )


def test_security_groups_let_in_what_is_configured_and_out_to_the_flow_subnets_alone() -> None:
    balancer = {"targets": ["web-1"], "port": 8080, "ingressCidrs": ["203.0.113.0/24"], "healthCheck": {"port": 8081}}
    program = run(loadBalancer={**balancer})
    (into,) = of(program, "vpc/securityGroupIngressRule:SecurityGroupIngressRule")
    assert (into["cidrIpv4"], into["fromPort"], into["toPort"], into["ipProtocol"]) == ("203.0.113.0/24", 80, 80, "tcp")
    out = of(program, "vpc/securityGroupEgressRule:SecurityGroupEgressRule")
    assert sorted((rule["fromPort"], rule["cidrIpv4"]) for rule in out) == [
        (8080, "10.101.4.0/24"),
        (8080, "10.101.8.0/24"),
        (8081, "10.101.4.0/24"),
        (8081, "10.101.8.0/24"),
    ]
    group = program.of_type("ec2/securityGroup:SecurityGroup")["front-group"]
    assert not {"ingress", "egress"} & set(group), "rules are resources of their own"


@pytest.mark.parametrize(("stack", "active"), [("tokyo", "tokyo"), ("osaka", "osaka")])
def test_on_the_active_site_floating_ips_follow_the_failover_and_targets_follow_them(stack: str, active: str) -> None:
    program = run(stack, activeRegion=active)
    (addresses,) = of(program, "prism:FloatingIps")
    assert addresses["members"] == {
        "web-1": {"vm": "web-1", "private_ip": "172.30.1.34"},
        "web-2": {"vm": "web-2", "private_ip": "172.30.1.35"},
    }
    (targets,) = of(program, "aws:TargetRegistrations")
    assert targets["targets"] == {"web-1": "10.101.4.150", "web-2": "10.101.4.151"}
    order = [position(program, name) for name in ("failover", "targets-floating-ips", "targets")]
    assert order == sorted(order)


@pytest.mark.parametrize(
    ("mode", "who", "own", "order"),
    [
        ("planned", "osaka", "0", ["targets", "failover", "targets-floating-ips"]),
        ("planned", "osaka", "1", ["targets", "failover", "targets-floating-ips"]),
        ("planned", "tokyo", "0", ["failover", "targets"]),
        ("planned", "osaka", "2", ["failover", "targets"]),
        ("planned", "osaka", None, ["failover", "targets"]),
        ("unplanned", "osaka", "0", ["failover", "targets"]),
    ],
    ids=[
        "planned",
        "planned, and done",
        "planned, and the failover will refuse as nobody has taken over",
        "planned by a checkout from before the failback, which the failover will refuse",
        "planned, and this stack has published nothing",
        "unplanned",
    ],
)
def test_a_site_that_is_left_drains_before_or_after_its_machines_stop(
    mode: str, who: str, own: str | None, order: list[str]
) -> None:
    said = {**OTHER_STANDS, "generation": "1", "activeSite": who}
    mine = {"generation": own, "activeSite": "tokyo"} if own else {}
    program = Program("tokyo", said, own=mine).run(activeRegion="osaka", failoverMode=mode)
    (addresses,) = of(program, "prism:FloatingIps")
    (targets,) = of(program, "aws:TargetRegistrations")
    assert addresses["members"] == {"web-1": {}, "web-2": {}}
    assert not any(targets["targets"].values())
    places = [position(program, name) for name in order]
    assert places == sorted(places)


def test_the_overlay_is_joined_to_the_external_subnet_with_nat_and_answers_the_load_balancer_by_it() -> None:
    program = run(loadBalancer={"natSubnet": "nat-of-ours"})
    (nat,) = of(program, "prism:NatSubnet")
    assert nat["name"] == "nat-of-ours"
    vpc = next(vpc for vpc in of(program, "prism:Vpc") if vpc["name"] != "workload-test")
    assert vpc["external_subnet_ids"] == ["overlay-external-id", "overlay-nat-id"]
    routes = {route["destination"]: route["external_subnet_id"] for route in of(program, "prism:Route")}
    assert routes == {
        "0.0.0.0/0": "overlay-external-id",
        "10.101.1.0/24": "overlay-nat-id",
        "10.101.5.0/24": "overlay-nat-id",
    }


def without_front() -> dict[str, Any]:
    return {"loadBalancer": None, "dns": None}


def test_without_a_load_balancer_there_is_none_of_it() -> None:
    program = run(**without_front())
    for kind in ("lb/loadBalancer:LoadBalancer", "prism:FloatingIps", "route53/record:Record", "prism:NatSubnet"):
        assert of(program, kind) == []
    vpc = next(vpc for vpc in of(program, "prism:Vpc") if vpc["name"] != "workload-test")
    assert vpc["external_subnet_ids"] == ["overlay-external-id"]


class TestCertificates:
    def seen(self, monkeypatch: pytest.MonkeyPatch, status: str = "ISSUED", *names: str) -> None:
        found = SeenCertificate(status, names or ("*.dr.example.com",))
        monkeypatch.setattr(existing_ingress, "describe_certificate", lambda arn, region: found)

    def test_https_forwards_and_http_leads_there(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.seen(monkeypatch)
        program = run(loadBalancer={"certificates": ARNS})
        listeners = program.of_type("lb/listener:Listener")
        assert listeners["front-https"]["certificateArn"] == ARNS["tokyo"]
        assert listeners["front-http"]["defaultActions"][0]["redirect"]["statusCode"] == "HTTP_301"
        ports = {rule["fromPort"] for rule in of(program, "vpc/securityGroupIngressRule:SecurityGroupIngressRule")}
        assert ports == {80, 443}
        (check,) = of(program, "route53/healthCheck:HealthCheck")
        assert (check["type"], check["port"]) == ("HTTPS", 443), "an answer that only redirects says nothing of targets"

    @pytest.mark.parametrize(
        ("status", "name", "says"),
        [
            ("PENDING_VALIDATION", "www.dr.example.com", "ISSUED; AWS says PENDING_VALIDATION"),
            ("ISSUED", "shop.example.com", "expected a certificate for www.dr.example.com; this one is for shop"),
            ("ISSUED", "*.example.com", "expected a certificate for www.dr.example.com"),
        ],
    )
    def test_one_that_does_not_fit_is_refused(
        self, monkeypatch: pytest.MonkeyPatch, status: str, name: str, says: str
    ) -> None:
        self.seen(monkeypatch, status, name)
        with pytest.raises(Exception, match=says):
            run(loadBalancer={"certificates": ARNS})


class TestAccessLogs:
    def test_a_bucket_is_made_that_only_the_load_balancer_writes_to(self) -> None:
        program = run(loadBalancer={"accessLogs": {"prefix": "alb"}})
        (bucket,) = program.of_type("s3/bucket:Bucket")
        assert bucket == "front-logs"
        (policy,) = of(program, "s3/bucketPolicy:BucketPolicy")
        write, plain = json.loads(policy["policy"])["Statement"]
        assert write["Principal"] == {"Service": "logdelivery.elasticloadbalancing.amazonaws.com"}
        assert write["Resource"].endswith("/alb/AWSLogs/*")
        assert plain["Effect"] == "Deny"

    def test_a_given_bucket_is_left_as_it_is(self) -> None:
        program = run(loadBalancer={"accessLogs": {"buckets": {"tokyo": "logs-tokyo", "osaka": "logs-osaka"}}})
        assert of(program, "s3/bucket:Bucket") == of(program, "s3/bucketPolicy:BucketPolicy") == []
        (balancer,) = of(program, "lb/loadBalancer:LoadBalancer")
        assert balancer["accessLogs"]["bucket"] == "logs-tokyo"

    def test_none_are_said_to_be_off_as_a_block_left_out_changes_nothing(self) -> None:
        (balancer,) = of(run(), "lb/loadBalancer:LoadBalancer")
        assert balancer["accessLogs"]["enabled"] is False


class TestName:
    @pytest.mark.parametrize("wanted", [None, True, False])
    def test_a_zone_of_ours_has_accelerated_recovery_where_it_is_asked_for(self, wanted: bool | None) -> None:
        asked = {} if wanted is None else {"acceleratedRecovery": wanted}
        (zone,) = of(run("tokyo", dns=asked), "route53/zone:Zone")
        assert zone.get("enableAcceleratedRecovery") == wanted

    @pytest.mark.parametrize(("stack", "role", "zone"), [("tokyo", "PRIMARY", None), ("osaka", "SECONDARY", "ZHOME")])
    def test_each_site_has_its_alias_and_the_home_site_the_zone(self, stack: str, role: str, zone: str | None) -> None:
        program = run(stack)
        (record,) = of(program, "route53/record:Record")
        assert record["failoverRoutingPolicies"] == [{"type": role}]
        assert (record["setIdentifier"], record["aliases"][0]["evaluateTargetHealth"]) == (stack, True)
        assert len(of(program, "route53/zone:Zone")) == (zone is None)
        assert zone is None or record["zoneId"] == zone
        assert len(of(program, "route53/healthCheck:HealthCheck")) == (zone is None)

    def test_the_home_site_is_held_off_while_the_other_serves(self) -> None:
        program = run()
        (check,) = of(program, "route53/healthCheck:HealthCheck")
        assert (check["fqdn"], check["invertHealthcheck"]) == ("front-osaka.elb.amazonaws.com", True)
        (record,) = of(program, "route53/record:Record")
        assert record["healthCheckId"] == "dns-other-serves-id"

    def test_what_the_other_site_has_not_made_yet_is_pending(self) -> None:
        assert of(Program("osaka", OTHER_PUBLISHED).run(), "route53/record:Record") == []
        alone = Program("tokyo", OTHER_PUBLISHED).run()
        assert len(of(alone, "route53/record:Record")) == 1
        assert of(alone, "route53/healthCheck:HealthCheck") == []

    def test_a_flip_touches_nothing_of_it(self) -> None:
        def held(active: str) -> dict[str, Any]:
            program = run("osaka", activeRegion=active)
            return {made.name: dict(made.inputs) for made in program.resources if "route53" in made.typ}

        assert held("tokyo") == held("osaka")

    @pytest.mark.parametrize(
        ("name", "private", "says"),
        [
            ("dr.example.com", False, ""),
            ("dr.example.com", True, "expected a public hosted zone"),
            ("other.example.com", False, "expected other.example.com, the zone of dns.zoneId"),
        ],
    )
    def test_a_zone_that_is_there_is_used_when_it_fits(self, name: str, private: bool, says: str) -> None:
        program = Program("osaka", OTHER_STANDS, aws=lambda _: {"name": name, "privateZone": private, "zoneId": "Z1"})
        # As text, since a mapping would only be laid over the project's own.
        configured = {"dns": json.dumps({"name": "www.dr.example.com", "zoneId": "Z1"})}
        if says:
            with pytest.raises(Exception, match=says):
                program.run(**configured)
            return
        program.run(**configured)
        (record,) = of(program, "route53/record:Record")
        assert record["zoneId"] == "Z1"
        assert of(program, "route53/zone:Zone") == []


class TestFirewall:
    @pytest.mark.parametrize(("mode", "group", "rate"), [("count", "count", "count"), ("block", "none", "block")])
    def test_rules_count_first_and_block_by_choice(self, mode: str, group: str, rate: str) -> None:
        program = run(firewall={"mode": mode, "rateLimit": 500})
        (acl,) = of(program, "wafv2/webAcl:WebAcl")
        limit, *managed = acl["rules"]
        assert limit["statement"]["rateBasedStatement"]["limit"] == 500
        assert list(limit["action"]) == [rate]
        assert [rule["statement"]["managedRuleGroupStatement"]["name"] for rule in managed] == [
            "AWSManagedRulesAmazonIpReputationList",
            "AWSManagedRulesCommonRuleSet",
            "AWSManagedRulesKnownBadInputsRuleSet",
        ]
        assert [list(rule["overrideAction"]) for rule in managed] == [[group]] * 3
        assert [rule["priority"] for rule in acl["rules"]] == [0, 1, 2, 3]
        assert len(of(program, "wafv2/webAclAssociation:WebAclAssociation")) == 1

    def test_a_prefix_with_a_dot_makes_metrics_that_aws_takes(self) -> None:
        (acl,) = of(run(firewall={}, namePrefix="acme.prod"), "wafv2/webAcl:WebAcl")
        rules = [rule["visibilityConfig"]["metricName"] for rule in acl["rules"]]
        assert acl["visibilityConfig"]["metricName"] == "acme-prod-tokyo-web"
        assert all(name.startswith("acme-prod-tokyo-web-") for name in rules)
        assert acl["tags"]["Name"] == "acme.prod-tokyo-web-acl"

    def test_none_unless_asked_for(self) -> None:
        assert of(run(), "wafv2/webAcl:WebAcl") == []
