"""Accelerated recovery of a hosted zone on the real engine: the AWS provider waits until Route 53 has switched it.

`components/ingress/dns.py` asks for it where `dns.acceleratedRecovery` does.
"""

import re
from pathlib import Path

import pytest

from simulator.aws.dns import accelerated_recovery
from tests.tools.engine.tiny import client, environment_of, pulumi
from tools.engine import Installation

pytestmark = [pytest.mark.engine, pytest.mark.slow]

PROGRAM = """
import pulumi
import pulumi_aws as aws

wanted = pulumi.Config().get_bool("wanted")
zone = aws.route53.Zone("dns", name="shop.example", enable_accelerated_recovery=wanted)
aws.route53.Record("dns-www", zone_id=zone.zone_id, name="www", type="A", ttl=60, records=["192.0.2.1"])
"""


def knows_it(installed: Installation) -> bool:
    """Whether the AWS provider has the argument: Terraform's has it since 6.25, a bridge of an older one drops it."""
    bridged = re.search(r"Terraform's AWS provider (\d+)\.(\d+)", installed.aws_plugin.origin)
    return bridged is None or (int(bridged[1]), int(bridged[2])) >= (6, 25)


def test_it_is_switched_on_and_off_in_place_and_its_zone_is_deleted(
    installed_engine: Installation, local_aws: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not knows_it(installed_engine):
        pytest.skip(f"{installed_engine.aws_plugin.origin} is older than accelerated recovery")
    monkeypatch.setattr(accelerated_recovery, "SECONDS", 0.2)
    (tmp_path / "Pulumi.yaml").write_text("name: zone\nruntime: python\n")
    (tmp_path / "__main__.py").write_text(PROGRAM)
    environment, route53 = environment_of(installed_engine, local_aws, tmp_path), client("route53", local_aws)

    def up(wanted: str) -> str:
        pulumi(tmp_path, environment, "config", "set", "wanted", wanted, "--stack", "test")
        return pulumi(tmp_path, environment, "up", "--yes", "--skip-preview", "--stack", "test")

    def status() -> str:
        (zone,) = route53.list_hosted_zones()["HostedZones"]
        return str(route53.get_hosted_zone(Id=zone["Id"])["HostedZone"]["Features"]["AcceleratedRecoveryStatus"])

    pulumi(tmp_path, environment, "stack", "init", "test")
    assert "created" in up("true")
    assert status() == "ENABLED"
    assert "1 updated" in up("false")
    assert status() == "DISABLED"
    up("true")
    assert "2 unchanged" in pulumi(tmp_path, environment, "refresh", "--yes", "--skip-preview", "--stack", "test")
    pulumi(tmp_path, environment, "destroy", "--yes", "--skip-preview", "--stack", "test")
    assert route53.list_hosted_zones()["HostedZones"] == []
