"""Records, health checks and answers of the local AWS's Route 53."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from simulator.aws import SURROUNDINGS
from simulator.aws.dns import accelerated_recovery
from tests.aws.conftest import Aws
from tests.aws.networks import OSAKA, TOKYO, Client, make_vpc, refused


@dataclass(frozen=True)
class Zone:
    client: Client
    id: str

    def change(self, *changes: tuple[str, dict[str, Any]]) -> None:
        batch = [{"Action": action, "ResourceRecordSet": record} for action, record in changes]
        self.client.change_resource_record_sets(HostedZoneId=self.id, ChangeBatch={"Changes": batch})

    def names(self) -> list[tuple[str, str]]:
        found = self.client.list_resource_record_sets(HostedZoneId=self.id)["ResourceRecordSets"]
        return [(item["Name"], item.get("SetIdentifier", "")) for item in found if item["Type"] in ("A", "CNAME")]

    def answer(self, name: str, kind: str = "A") -> list[str]:
        answered = self.client.test_dns_answer(HostedZoneId=self.id, RecordName=name, RecordType=kind)
        data: list[str] = answered["RecordData"]
        return data


def address(name: str, identifier: str, **policy: Any) -> dict[str, Any]:
    values = [{"Value": f"192.0.2.{len(identifier)}"}]
    return {"Name": name, "Type": "A", "TTL": 60, "SetIdentifier": identifier, "ResourceRecords": values, **policy}


def alias(name: str, identifier: str, balancer: dict[str, Any], failover: str, **check: str) -> dict[str, Any]:
    target = {
        "DNSName": f"dualstack.{balancer['DNSName']}",
        "HostedZoneId": balancer["CanonicalHostedZoneId"],
        "EvaluateTargetHealth": True,
    }
    shown = {"Name": name, "Type": "A", "SetIdentifier": identifier, "Failover": failover, "AliasTarget": target}
    return {**shown, **check}


def make_balancer(aws: Aws, region: str, target: str) -> dict[str, Any]:
    """A load balancer whose one target is outside the VPC."""
    ec2, client = aws.client("ec2", region), aws.client("elbv2", region)
    vpc_id, first = make_vpc(ec2)
    second = ec2.create_subnet(VpcId=vpc_id, CidrBlock="10.101.2.0/24", AvailabilityZone=f"{region}c")["Subnet"]
    name = f"dns-{vpc_id[-12:]}"
    made = client.create_load_balancer(Name=name, Subnets=[first, second["SubnetId"]])["LoadBalancers"][0]
    group = client.create_target_group(Name=name, Protocol="HTTP", Port=80, VpcId=vpc_id, TargetType="ip")
    arn = group["TargetGroups"][0]["TargetGroupArn"]
    client.create_listener(
        LoadBalancerArn=made["LoadBalancerArn"],
        Protocol="HTTP",
        Port=80,
        DefaultActions=[{"Type": "forward", "TargetGroupArn": arn}],
    )
    client.register_targets(TargetGroupArn=arn, Targets=[{"Id": target, "AvailabilityZone": "all"}])
    balancer: dict[str, Any] = made
    return balancer


@pytest.fixture(autouse=True)
def _surroundings() -> Iterator[None]:
    yield
    SURROUNDINGS.targets.clear()
    SURROUNDINGS.regions.clear()


@pytest.fixture
def zone(aws: Aws, request: pytest.FixtureRequest) -> Zone:
    client = aws.client("route53", "us-east-1")
    made = client.create_hosted_zone(Name="example.com", CallerReference=request.node.name)
    return Zone(client, made["HostedZone"]["Id"].split("/")[-1])


def test_the_id_of_a_hosted_zone_begins_as_those_of_aws_do(zone: Zone) -> None:
    assert zone.id.startswith("Z")
    assert zone.client.get_hosted_zone(Id=zone.id)["HostedZone"]["Name"] == "example.com."


def test_deleting_a_sites_record_leaves_its_other_records(zone: Zone) -> None:
    app, api = (address(name, "tokyo", Weight=1) for name in ("app.example.com", "api.example.com"))
    zone.change(("CREATE", app), ("CREATE", api))
    zone.change(("DELETE", app))
    assert zone.names() == [("api.example.com.", "tokyo")]


def test_a_deleted_record_can_be_made_again(zone: Zone) -> None:
    app = address("app.example.com", "tokyo", Weight=1)
    zone.change(("CREATE", app))
    zone.change(("CREATE", address("zoo.example.com", "tokyo", Weight=1)))
    zone.change(("DELETE", app))
    zone.change(("CREATE", app))
    assert ("app.example.com.", "tokyo") in zone.names()


def test_a_batch_is_made_whole_or_not_at_all(zone: Zone) -> None:
    app = address("app.example.com", "tokyo", Weight=1)
    with refused("InvalidChangeBatch"):
        zone.change(("CREATE", app), ("DELETE", address("api.example.com", "tokyo", Weight=1)))
    assert zone.names() == []
    zone.change(("CREATE", app))
    with refused("InvalidChangeBatch"):
        zone.change(("CREATE", app))


def test_failover_follows_the_health_of_the_primarys_targets(aws: Aws, zone: Zone) -> None:
    tokyo, osaka = make_balancer(aws, TOKYO, "172.30.1.34"), make_balancer(aws, OSAKA, "172.30.1.44")
    zone.change(
        ("CREATE", alias("app.example.com", "tokyo", tokyo, "PRIMARY")),
        ("CREATE", alias("app.example.com", "osaka", osaka, "SECONDARY")),
    )
    near, far = ([f"dualstack.{item['DNSName']}"] for item in (tokyo, osaka))
    assert zone.answer("app.example.com") == near
    SURROUNDINGS.say("targets", {"172.30.1.34": "down"})
    assert zone.answer("app.example.com.") == far
    SURROUNDINGS.say("targets", {"172.30.1.34": "up", tokyo["DNSName"]: "down"})
    assert zone.answer("app.example.com") == far
    SURROUNDINGS.say("targets", {osaka["DNSName"]: "down"})
    assert zone.answer("app.example.com") == near


def test_a_health_check_follows_what_its_address_answers(zone: Zone) -> None:
    check = zone.client.create_health_check(
        CallerReference=zone.id,
        HealthCheckConfig={"Type": "HTTPS", "FullyQualifiedDomainName": "tokyo.example.com", "Port": 443},
    )["HealthCheck"]["Id"]
    zone.change(
        ("CREATE", address("app.example.com", "tokyo", Failover="PRIMARY", HealthCheckId=check)),
        ("CREATE", address("app.example.com", "osaka-2", Failover="SECONDARY")),
    )
    assert zone.answer("app.example.com") == ["192.0.2.5"]
    SURROUNDINGS.say("targets", {"tokyo.example.com:443": 503})
    (observation,) = zone.client.get_health_check_status(HealthCheckId=check)["HealthCheckObservations"]
    assert observation["StatusReport"]["Status"].startswith("Failure")
    assert zone.answer("app.example.com") == ["192.0.2.7"]


def test_a_name_that_is_not_there_is_answered_so(zone: Zone) -> None:
    answered = zone.client.test_dns_answer(HostedZoneId=zone.id, RecordName="no.example.com", RecordType="A")
    assert (answered["ResponseCode"], answered["RecordData"]) == ("NXDOMAIN", [])


HELD_OFF = [
    pytest.param("up", "down", "near", id="the primary serves, the secondary is idle"),
    pytest.param("down", "up", "far", id="the secondary has taken over"),
    pytest.param("up", "up", "far", id="the primary is back with its old copies and gets nobody"),
    pytest.param("down", "down", "near", id="nobody serves: the primary is tried"),
]


@pytest.mark.parametrize(("near", "far", "answered"), HELD_OFF)
def test_a_primary_that_is_held_off_while_the_secondary_serves(
    aws: Aws, request: pytest.FixtureRequest, near: str, far: str, answered: str
) -> None:
    client = aws.client("route53", "us-east-1")
    made = client.create_hosted_zone(Name="held.example.com", CallerReference=request.node.name)
    zone = Zone(client, made["HostedZone"]["Id"].split("/")[-1])
    tokyo, osaka = make_balancer(aws, TOKYO, "172.30.1.34"), make_balancer(aws, OSAKA, "172.30.1.44")
    config = {"Type": "HTTP", "FullyQualifiedDomainName": osaka["DNSName"], "Port": 80, "Inverted": True}
    check = client.create_health_check(CallerReference=request.node.name, HealthCheckConfig=config)["HealthCheck"]["Id"]
    zone.change(
        ("CREATE", alias("app.held.example.com", "tokyo", tokyo, "PRIMARY", HealthCheckId=check)),
        ("CREATE", alias("app.held.example.com", "osaka", osaka, "SECONDARY")),
    )
    SURROUNDINGS.say("targets", {"172.30.1.34": near, "172.30.1.44": far})
    expected = {"near": tokyo, "far": osaka}[answered]
    assert zone.answer("app.held.example.com") == [f"dualstack.{expected['DNSName']}"]


def test_a_region_that_is_lost_is_not_led_to(aws: Aws, zone: Zone) -> None:
    tokyo, osaka = make_balancer(aws, TOKYO, "172.30.1.34"), make_balancer(aws, OSAKA, "172.30.1.44")
    zone.change(
        ("CREATE", alias("app.example.com", "tokyo", tokyo, "PRIMARY")),
        ("CREATE", alias("app.example.com", "osaka", osaka, "SECONDARY")),
    )
    SURROUNDINGS.say("regions", {TOKYO: "down"})
    assert zone.answer("app.example.com") == [f"dualstack.{osaka['DNSName']}"]


@dataclass(frozen=True)
class Recovery:
    """Zones, and the accelerated recovery of each."""

    client: Client

    def made(self, name: str, **more: Any) -> str:
        zone: str = self.client.create_hosted_zone(Name=name, CallerReference=name, **more)["HostedZone"]["Id"]
        return zone.removeprefix("/hostedzone/")

    def status(self, zone: str) -> str | None:
        features: dict[str, str] = self.client.get_hosted_zone(Id=zone)["HostedZone"].get("Features", {})
        return features.get("AcceleratedRecoveryStatus")

    def switch(self, zone: str, *, on: bool) -> None:
        self.client.update_hosted_zone_features(HostedZoneId=zone, EnableAcceleratedRecovery=on)


@pytest.fixture
def recovery(aws: Aws) -> Recovery:
    return Recovery(aws.client("route53", TOKYO))


def test_a_public_zone_has_accelerated_recovery_where_it_is_asked_for(
    recovery: Recovery, monkeypatch: pytest.MonkeyPatch
) -> None:
    zone = recovery.made("public.example")
    assert recovery.status(zone) == "DISABLED"
    monkeypatch.setattr(accelerated_recovery, "SECONDS", 3600)
    recovery.switch(zone, on=True)
    assert recovery.status(zone) == "ENABLING"
    monkeypatch.setattr(accelerated_recovery, "SECONDS", 0)
    assert recovery.status(zone) == "ENABLED"


def test_a_private_zone_cannot_have_accelerated_recovery(aws: Aws, recovery: Recovery) -> None:
    vpc_id, _ = make_vpc(aws.client("ec2", TOKYO))
    private = recovery.made(
        "private.example",
        VPC={"VPCRegion": TOKYO, "VPCId": vpc_id},
        HostedZoneConfig={"PrivateZone": True, "Comment": ""},
    )
    with refused("InvalidInput"):
        recovery.switch(private, on=True)
    assert recovery.status(private) is None


def test_while_accelerated_recovery_is_switched_the_zone_takes_no_change_and_no_other_one_is_switched(
    recovery: Recovery, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accelerated_recovery, "SECONDS", 3600)
    zone, other = recovery.made("switched.example"), recovery.made("other.example")
    recovery.switch(zone, on=True)
    with refused("InvalidInput"):
        Zone(recovery.client, zone).change(("CREATE", address("www.switched.example", "one", Weight=1)))
    with refused("InvalidInput"):
        recovery.client.delete_hosted_zone(Id=zone)
    with refused("LimitsExceeded"):
        recovery.switch(other, on=True)
    monkeypatch.setattr(accelerated_recovery, "SECONDS", 0)
    recovery.switch(other, on=False)
    Zone(recovery.client, zone).change(("CREATE", address("www.switched.example", "one", Weight=1)))


def test_a_zone_with_accelerated_recovery_is_deleted_once_that_is_off(
    recovery: Recovery, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accelerated_recovery, "SECONDS", 0)
    zone = recovery.made("deleted.example")
    recovery.switch(zone, on=True)
    with refused("InvalidInput"):
        recovery.client.delete_hosted_zone(Id=zone)
    recovery.switch(zone, on=False)
    recovery.client.delete_hosted_zone(Id=zone)
