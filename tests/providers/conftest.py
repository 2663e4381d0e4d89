"""Two paired sites of the simulator over HTTPS, and the environment of a stack."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import boto3
import pulumi
import pytest
import requests

from prism import Credentials, PrismCentral, Timeouts
from providers.base import forget_clients
from simulator import Running, SiteSpec, World, aws, serve

SITES = (SiteSpec("tokyo", "ap-northeast-1"), SiteSpec("osaka", "ap-northeast-3"))


@dataclass
class Cloud:
    """A simulated world that is being served."""

    world: World
    running: Running
    monkeypatch: pytest.MonkeyPatch
    _clients: dict[str, PrismCentral] = field(default_factory=dict)

    def enter(self, site: str) -> None:
        """Sets the environment of the stack of ``site``."""
        for name, value in {
            "PRISM_ENDPOINT": self.running.endpoints[site],
            "PRISM_USERNAME": self.running.username,
            "PRISM_PASSWORD": self.running.password,
            "PRISM_PEER_USERNAME": self.running.username,
            "PRISM_PEER_PASSWORD": self.running.password,
            "PRISM_CA_BUNDLE": self.running.ca_bundle,
            "PRISM_RATE_LIMIT": "10000",
        }.items():
            self.monkeypatch.setenv(name, value)

    def client(self, site: str) -> PrismCentral:
        """A client of our own, for arranging and for looking."""
        if site not in self._clients:
            self._clients[site] = PrismCentral(
                self.running.endpoints[site],
                Credentials(self.running.username, self.running.password),
                ca_bundle=self.running.ca_bundle,
                rate_limit=10000,
                timeouts=Timeouts(call=5),
            )
        return self._clients[site]

    def control(self, verb: str, path: str, body: object, site: str = "tokyo") -> None:
        """A call of the simulator's control API."""
        url = f"{self.running.endpoints[site]}/simulator/v1/{path}"
        requests.request(verb, url, json=body, verify=self.running.ca_bundle, timeout=5).raise_for_status()

    def links(self, **states: str) -> None:
        """Takes links up or down."""
        self.world.set_links(states)


@pytest.fixture(scope="session")
def tls_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One CA for all worlds: making one takes longer than most tests."""
    return tmp_path_factory.mktemp("tls")


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch, tls_dir: Path, request: pytest.FixtureRequest) -> Iterator[Cloud]:
    """Tokyo and Osaka, paired, as NC2 leaves them. The stack is Tokyo's. The parameter is the task clock."""
    monkeypatch.setattr("prism.waiting.FIRST_PAUSE", 0.001)
    monkeypatch.setattr("prism.waiting.LONGEST_PAUSE", 0.01)
    world = World(SITES, seed=1, task_clock=getattr(request, "param", "immediate"))
    with serve(world, tls_dir) as running:
        cloud = Cloud(world, running, monkeypatch)
        cloud.enter("tokyo")
        yield cloud


@dataclass(frozen=True)
class TargetGroup:
    """A target group of addresses that a load balancer sends to, in a VPC 10.101.0.0/16 of the local AWS."""

    elb: Any
    arn: str
    balancer_arn: str

    def states(self) -> dict[str, str]:
        """The state of each target by its address."""
        for _ in range(2):  # the first look sees a new target before its first check
            found = self.elb.describe_target_health(TargetGroupArn=self.arn)["TargetHealthDescriptions"]
        return {item["Target"]["Id"]: item["TargetHealth"]["State"] for item in found}

    def zones(self) -> dict[str, str]:
        """The zone of each target by its address."""
        found = self.elb.describe_target_health(TargetGroupArn=self.arn)["TargetHealthDescriptions"]
        return {item["Target"]["Id"]: item["Target"]["AvailabilityZone"] for item in found}


@pytest.fixture(scope="session")
def aws_endpoint() -> Iterator[str]:
    """The local AWS."""
    with pytest.MonkeyPatch.context() as environment, aws.serve() as endpoint:
        environment.setenv("MOTO_EC2_LOAD_DEFAULT_AMIS", "false")
        yield endpoint


@pytest.fixture
def target_group(aws_endpoint: str, monkeypatch: pytest.MonkeyPatch) -> TargetGroup:
    """A fresh one, in the environment of the stack; targets that leave drain for a second."""
    for name, value in {
        "AWS_ENDPOINT_URL": aws_endpoint,
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
    }.items():
        monkeypatch.setenv(name, value)
    ec2, elb = (boto3.client(service, region_name="ap-northeast-1") for service in ("ec2", "elbv2"))
    vpc = ec2.create_vpc(CidrBlock="10.101.0.0/16")["Vpc"]["VpcId"]
    subnets = [
        ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.101.{4 * at}.0/24", AvailabilityZone=f"ap-northeast-1{zone}")
        for at, zone in enumerate("ac", 1)
    ]
    name = f"web-{vpc[-12:]}"
    group = elb.create_target_group(Name=name, Protocol="HTTP", Port=80, VpcId=vpc, TargetType="ip")["TargetGroups"][0]
    arn = group["TargetGroupArn"]
    delay = {"Key": "deregistration_delay.timeout_seconds", "Value": "1"}
    elb.modify_target_group_attributes(TargetGroupArn=arn, Attributes=[delay])
    ids = [made["Subnet"]["SubnetId"] for made in subnets]
    balancer = elb.create_load_balancer(Name=name, Subnets=ids)["LoadBalancers"][0]["LoadBalancerArn"]
    forward = [{"Type": "forward", "TargetGroupArn": arn}]
    elb.create_listener(LoadBalancerArn=balancer, Protocol="HTTP", Port=80, DefaultActions=forward)
    return TargetGroup(elb, arn, balancer)


@pytest.fixture(autouse=True)
def _as_a_new_process() -> None:
    """A silence of Prism Central is known to a process for a while, and each test plays processes of its own."""
    forget_clients()


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the operator reads."""
    lines: list[str] = []
    for level in ("info", "warn"):
        monkeypatch.setattr(pulumi.log, level, lambda text, *a, **k: lines.append(text))
    return lines


@pytest.fixture
def without_nic_actions(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Prism Central that does not offer the actions of NICs."""
    monkeypatch.setattr("prism.vmm.NicActions.put", lambda self, nic, subnet_id, address: False)
    monkeypatch.setattr("prism.vmm.NicActions.lease", lambda self, nic, subnet_id: False)
