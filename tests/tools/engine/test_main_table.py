"""The main route table of a VPC on the real engine: AWS deletes none, so the association that made it one goes first.

`components/network` makes its private table the main one.
"""

from pathlib import Path
from typing import Any

import pytest

from operations.run import hints
from tests.tools.engine.tiny import client, environment_of, pulumi, run
from tools.engine import Installation

pytestmark = [pytest.mark.engine, pytest.mark.slow]

PROGRAM = """
import pulumi
import pulumi_aws as aws

vpc = aws.ec2.Vpc("network", cidr_block="10.101.0.0/16")
table = aws.ec2.RouteTable("network-private", vpc_id=vpc.id)
aws.ec2.MainRouteTableAssociation("network-main", vpc_id=vpc.id, route_table_id=table.id)
"""
ASSOCIATION = "urn:pulumi:test::main::aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation::network-main"
UP = ("up", "--yes", "--skip-preview", "--stack", "test")
DESTROY = ("destroy", "--yes", "--skip-preview", "--stack", "test")


@pytest.fixture
def ec2(local_aws: str) -> Any:
    return client("ec2", local_aws)


@pytest.fixture
def environment(installed_engine: Installation, local_aws: str, tmp_path: Path) -> dict[str, str]:
    (tmp_path / "Pulumi.yaml").write_text("name: main\nruntime: python\n")
    (tmp_path / "__main__.py").write_text(PROGRAM)
    made = environment_of(installed_engine, local_aws, tmp_path)
    pulumi(tmp_path, made, "stack", "init", "test")
    pulumi(tmp_path, made, *UP)
    return made


def vpcs(ec2: Any) -> list[str]:
    return [str(vpc["VpcId"]) for vpc in ec2.describe_vpcs()["Vpcs"] if not vpc["IsDefault"]]


def test_the_association_goes_before_its_table_and_gives_the_vpc_its_first_table_back(
    ec2: Any, environment: dict[str, str], tmp_path: Path
) -> None:
    assert "4 deleted" in pulumi(tmp_path, environment, *DESTROY)
    assert vpcs(ec2) == []


def test_a_table_that_was_the_main_one_already_stops_destroy_until_another_one_is(
    ec2: Any, environment: dict[str, str], tmp_path: Path
) -> None:
    """As after a run that was killed between AWS's answer and the state, or with a state from before the association.

    The AWS provider gives back what was the main table when it made the association.
    """
    pulumi(tmp_path, environment, "state", "delete", ASSOCIATION, "--yes", "--stack", "test")
    assert "1 created" in pulumi(tmp_path, environment, *UP)
    stopped = run(tmp_path, environment, *DESTROY)
    assert stopped.returncode != 0
    (hint,) = hints(stopped.stdout)
    assert "Set main route table" in hint

    (vpc_id,) = vpcs(ec2)
    tables = ec2.describe_route_tables(Filters=[{"Name": "vpc-id", "Values": [vpc_id]}])["RouteTables"]
    (main,) = [one for table in tables for one in table["Associations"] if one["Main"]]
    (unused,) = [table["RouteTableId"] for table in tables if not table["Associations"]]
    ec2.replace_route_table_association(AssociationId=main["RouteTableAssociationId"], RouteTableId=unused)
    pulumi(tmp_path, environment, *DESTROY)
    assert vpcs(ec2) == []
