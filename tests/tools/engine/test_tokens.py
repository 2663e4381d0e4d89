"""The token map speaks of resources and functions that the installed pulumi-aws has."""

import importlib.util
import json
import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from tools.engine.versions import BRIDGE_SOURCES

BRIDGE = BRIDGE_SOURCES[-1]
TOKENS: dict[str, dict[str, str]] = json.loads((BRIDGE / "tokens.json").read_text())
FIELDS: dict[str, dict[str, dict[str, object]]] = json.loads((BRIDGE / "fields.json").read_text())


def words(text: str) -> list[str]:
    return text.split()


# What this project deploys and is about to; the map holds far more.
NEEDED = words("""
    aws_vpc aws_subnet aws_internet_gateway aws_nat_gateway aws_eip aws_route_table aws_route
    aws_route_table_association aws_main_route_table_association aws_security_group aws_security_group_rule
    aws_vpc_security_group_ingress_rule aws_vpc_security_group_egress_rule aws_vpc_endpoint aws_flow_log
    aws_vpc_dhcp_options aws_vpc_peering_connection aws_vpc_peering_connection_accepter
    aws_vpc_peering_connection_options aws_ec2_managed_prefix_list aws_ec2_managed_prefix_list_entry
    aws_customer_gateway aws_vpn_connection aws_vpn_connection_route aws_vpn_gateway aws_instance
    aws_network_interface aws_ec2_tag aws_ec2_transit_gateway aws_ec2_transit_gateway_vpc_attachment
    aws_ec2_transit_gateway_peering_attachment aws_ec2_transit_gateway_peering_attachment_accepter
    aws_ec2_transit_gateway_route_table aws_ec2_transit_gateway_route
    aws_ec2_transit_gateway_route_table_association aws_ec2_transit_gateway_route_table_propagation
    aws_ec2_transit_gateway_prefix_list_reference aws_lb aws_lb_target_group aws_lb_target_group_attachment
    aws_lb_listener aws_lb_listener_rule aws_lb_listener_certificate aws_acm_certificate
    aws_acm_certificate_validation aws_route53_zone aws_route53_record aws_route53_health_check
    aws_route53_zone_association aws_wafv2_web_acl aws_wafv2_web_acl_association
    aws_wafv2_web_acl_logging_configuration aws_s3_bucket aws_s3_bucket_versioning aws_s3_bucket_policy
    aws_s3_bucket_public_access_block aws_s3_bucket_lifecycle_configuration
    aws_s3_bucket_server_side_encryption_configuration aws_s3_bucket_ownership_controls
    aws_s3_bucket_replication_configuration aws_dynamodb_table aws_dynamodb_table_item aws_iam_role aws_iam_policy
    aws_iam_role_policy aws_iam_role_policy_attachment aws_iam_instance_profile aws_iam_user aws_iam_access_key
    aws_ssm_document aws_ssm_parameter aws_ssm_association aws_kms_key aws_kms_alias aws_cloudwatch_log_group
    aws_cloudwatch_metric_alarm aws_cloudwatch_dashboard aws_sns_topic aws_dx_gateway aws_dx_gateway_association
    aws_dx_transit_virtual_interface aws_dx_connection aws_secretsmanager_secret aws_secretsmanager_secret_version
""")
NEEDED_FUNCTIONS = words("""
    aws_caller_identity aws_availability_zones aws_region aws_partition aws_vpc aws_subnet aws_subnets aws_route_table
    aws_route_tables aws_ec2_transit_gateway aws_ec2_transit_gateway_peering_attachment
    aws_ec2_transit_gateway_peering_attachments aws_ec2_transit_gateway_vpc_attachment aws_route53_zone
    aws_iam_policy_document aws_ec2_managed_prefix_list aws_ami aws_ssm_parameter
""")


def sources_of(token: str) -> Iterable[Path]:
    """The file that should hold a token, then every file of its module: class names do not always tell the file's."""
    spec = importlib.util.find_spec("pulumi_aws")
    assert spec is not None
    assert spec.origin is not None
    package = Path(spec.origin).parent
    module, name = re.fullmatch(r"aws:(\w+)/(\w+):\w+", token).groups()  # type: ignore[union-attr]
    directory = package if module == "index" else package / module
    yield directory / (re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower() + ".py")
    yield from sorted(directory.glob("*.py"))


@pytest.mark.parametrize("kind", ["resources", "functions"])
def test_every_token_is_one_of_pulumi_aws(kind: str) -> None:
    wrong = []
    for token in TOKENS[kind].values():
        quoted = f'"{token}"' if kind == "resources" else f"'{token}'"
        if not any(path.is_file() and quoted in path.read_text(encoding="utf-8") for path in sources_of(token)):
            wrong.append(token)
    assert wrong == []


@pytest.mark.parametrize("kind", ["resources", "functions"])
def test_no_two_terraform_names_share_a_token(kind: str) -> None:
    assert len(set(TOKENS[kind].values())) == len(TOKENS[kind])


@pytest.mark.parametrize(("kind", "needed"), [("resources", NEEDED), ("functions", NEEDED_FUNCTIONS)])
def test_what_the_project_deploys_is_mapped(kind: str, needed: list[str]) -> None:
    assert [name for name in needed if name not in TOKENS[kind]] == []


@pytest.mark.parametrize("kind", ["resources", "functions"])
def test_overrides_speak_of_mapped_names(kind: str) -> None:
    assert [name for name in FIELDS[kind] if name not in TOKENS[kind]] == []
