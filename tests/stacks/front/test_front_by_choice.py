"""What the front has by choice, on the real engine, told as one story of one site: each test goes on where the one
before it ended.

HTTPS by a certificate that is there, a hosted zone that is there, access logs, and a firewall that counts and then
blocks. Certificate and zone are somebody else's: they are found as they were left.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from fnmatch import fnmatchcase
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pulumi.automation import CommandError, EngineEvent

from local_cloud.project import LocalProject
from tests.stacks.settings import write

pytestmark = [pytest.mark.slow, pytest.mark.engine(minutes=4)]

SITE, NAME, ZONE = "tokyo", "www.shop.example.com", "shop.example.com"
COUNTS = {"mode": "count", "rules": ["common", "sql-database"], "rateLimit": 500}
UNCHANGED = ("same", "read")


def client(local: LocalProject, service: str, site: str = SITE) -> Any:
    return local.aws(service, site)


def certificate(name: str) -> dict[str, bytes]:
    """A certificate for `name` as ACM imports it."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]), datetime.now(UTC)
    made = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem, traditional = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    return {
        "Certificate": made.public_bytes(pem),
        "PrivateKey": key.private_bytes(pem, traditional, serialization.NoEncryption()),
    }


@pytest.fixture(scope="module")
def certificates(local: LocalProject) -> dict[str, str]:
    """The ARN of each site's certificate."""
    return {
        site: client(local, "acm", site).import_certificate(**certificate(f"*.{ZONE}"))["CertificateArn"]
        for site in local.sites()
    }


@pytest.fixture(scope="module")
def zone_id(local: LocalProject) -> str:
    """A hosted zone in which somebody else has a record."""
    route53 = client(local, "route53")
    zone = str(route53.create_hosted_zone(Name=ZONE, CallerReference="somebody")["HostedZone"]["Id"]).rpartition("/")[2]
    mail = {"Name": ZONE, "Type": "MX", "TTL": 300, "ResourceRecords": [{"Value": "10 mail.example.com"}]}
    batch = {"Changes": [{"Action": "CREATE", "ResourceRecordSet": mail}]}
    route53.change_resource_record_sets(HostedZoneId=zone, ChangeBatch=batch)
    return zone


@pytest.fixture(scope="module")
def before(local: LocalProject, certificates: Mapping[str, str], zone_id: str) -> str:
    """What AWS described before anything of ours was there."""
    balancer = {**local.project.configuration()["loadBalancer"], "certificates": dict(certificates)}
    write(
        local.project,
        loadBalancer={**balancer, "accessLogs": {"prefix": "front"}},
        dns={"name": NAME, "zoneId": zone_id},
        firewall=COUNTS,
    )
    return described(local, certificates[SITE], zone_id)


def described(local: LocalProject, certificate_arn: str, zone: str) -> str:
    """All that AWS says of the certificate and of the hosted zone."""
    acm, route53 = client(local, "acm"), client(local, "route53")
    answers = [
        acm.describe_certificate(CertificateArn=certificate_arn),
        acm.get_certificate(CertificateArn=certificate_arn),
        acm.list_tags_for_certificate(CertificateArn=certificate_arn),
        route53.get_hosted_zone(Id=zone),
        route53.list_resource_record_sets(HostedZoneId=zone),
        route53.list_tags_for_resource(ResourceType="hostedzone", ResourceId=zone),
    ]
    for answer in answers:
        answer.pop("ResponseMetadata")
    return json.dumps(answers, default=str, indent=1)


def balancer_arn(local: LocalProject) -> str:
    (balancer,) = client(local, "elbv2").describe_load_balancers()["LoadBalancers"]
    return str(balancer["LoadBalancerArn"])


def attributes(local: LocalProject) -> dict[str, str]:
    found = client(local, "elbv2").describe_load_balancer_attributes(LoadBalancerArn=balancer_arn(local))
    return {one["Key"]: one["Value"] for one in found["Attributes"]}


def web_acl(local: LocalProject) -> Any:
    """The web ACL that stands before the load balancer."""
    return client(local, "wafv2").get_web_acl_for_resource(ResourceArn=balancer_arn(local))["WebACL"]


def up(local: LocalProject) -> set[tuple[str, str]]:
    """Up; (what was done, to which type of thing) for all that was not left as it is.

    Less the provider of dynamic resources: the engine hands it the whole configuration, so any change there updates it.
    """
    done: set[tuple[str, str]] = set()

    def tell(event: EngineEvent) -> None:
        step = event.resource_pre_event
        if step is None or step.metadata.type.startswith("pulumi:providers:"):
            return
        if str(step.metadata.op.value) not in UNCHANGED:
            done.add((str(step.metadata.op.value), step.metadata.type))

    local.stack(SITE).up(on_event=tell)
    return done


def test_a_name_that_neither_the_certificate_nor_the_zone_holds_is_refused(
    local: LocalProject, certificates: Mapping[str, str], zone_id: str, before: str
) -> None:
    write(local.project, dns={"name": "www.elsewhere.example.com", "zoneId": zone_id})
    with pytest.raises(CommandError) as refused:
        local.stack(SITE).preview()
    write(local.project, dns={"name": NAME, "zoneId": zone_id})
    printed = " ".join(str(refused.value).split())
    assert f"expected a certificate for www.elsewhere.example.com; this one is for *.{ZONE}" in printed
    assert f"expected {ZONE}, the zone of dns.zoneId, or a name inside it" in printed
    assert "aws:lb" not in printed, "something was registered"
    assert described(local, certificates[SITE], zone_id) == before


def test_rules_beyond_the_capacity_are_refused(local: LocalProject, before: str) -> None:
    write(local.project, firewall={**COUNTS, "capacityLimit": 900})
    try:
        with pytest.raises(CommandError, match="expected at least 902, which the rules and the rate limit need"):
            local.stack(SITE).preview()
    finally:
        write(local.project, firewall=COUNTS)


def test_https_is_forwarded_under_the_certificate_and_http_leads_there(
    local: LocalProject, certificates: Mapping[str, str], before: str
) -> None:
    up(local)
    elb = client(local, "elbv2")
    found = elb.describe_listeners(LoadBalancerArn=balancer_arn(local))["Listeners"]
    listeners = {listener["Port"]: listener for listener in found}
    assert listeners.keys() == {80, 443}
    https, http = listeners[443], listeners[80]
    assert (https["Protocol"], https["SslPolicy"]) == ("HTTPS", "ELBSecurityPolicy-TLS13-1-2-2021-06")
    assert [one["CertificateArn"] for one in https["Certificates"]] == [certificates[SITE]]
    (group,) = elb.describe_target_groups()["TargetGroups"]
    forward = https["DefaultActions"][0]
    assert (forward["Type"], forward["TargetGroupArn"]) == ("forward", group["TargetGroupArn"])
    redirect = http["DefaultActions"][0]["RedirectConfig"]
    assert (redirect["Protocol"], redirect["Port"], redirect["StatusCode"]) == ("HTTPS", "443", "HTTP_301")


def test_access_logs_go_to_a_bucket_that_takes_them_and_is_closed_to_all_others(local: LocalProject) -> None:
    found = attributes(local)
    bucket = found["access_logs.s3.bucket"]
    assert (found["access_logs.s3.enabled"], found["access_logs.s3.prefix"]) == ("true", "front")
    s3 = client(local, "s3")
    assert all(s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"].values())
    policy = json.loads(s3.get_bucket_policy(Bucket=bucket)["Policy"])
    (allowed,) = [one for one in policy["Statement"] if one["Effect"] == "Allow"]
    assert allowed["Principal"] == {"Service": "logdelivery.elasticloadbalancing.amazonaws.com"}
    account = balancer_arn(local).split(":")[4]
    written = f"arn:aws:s3:::{bucket}/front/AWSLogs/{account}/elasticloadbalancing/ap-northeast-1/2026/11/22/a.log.gz"
    assert allowed["Action"] == "s3:PutObject"
    assert fnmatchcase(written, allowed["Resource"])


def test_the_firewall_stands_before_the_load_balancer_and_counts(local: LocalProject) -> None:
    acl, firewall = web_acl(local), local.model(SITE).firewall
    assert firewall is not None
    assert acl["Capacity"] == firewall.capacity == 902
    assert acl["DefaultAction"] == {"Allow": {}}
    rate, *groups = sorted(acl["Rules"], key=lambda rule: rule["Priority"])
    assert (rate["Action"], rate["Statement"]["RateBasedStatement"]["Limit"]) == ({"Count": {}}, 500)
    assert [group["OverrideAction"] for group in groups] == [{"Count": {}}] * 2
    names = {group["Statement"]["ManagedRuleGroupStatement"]["Name"] for group in groups}
    assert names == {"AWSManagedRulesCommonRuleSet", "AWSManagedRulesSQLiRuleSet"}


def test_the_name_is_in_the_zone_that_was_there_beside_what_was_in_it(local: LocalProject, zone_id: str) -> None:
    route53 = client(local, "route53")
    assert [zone["Id"] for zone in route53.list_hosted_zones()["HostedZones"]] == [f"/hostedzone/{zone_id}"]
    records = {
        (record["Name"], record["Type"]): record
        for record in route53.list_resource_record_sets(HostedZoneId=zone_id)["ResourceRecordSets"]
    }
    assert records.keys() == {(f"{ZONE}.", "NS"), (f"{ZONE}.", "SOA"), (f"{ZONE}.", "MX"), (f"{NAME}.", "A")}
    ours = records[f"{NAME}.", "A"]
    (balancer,) = client(local, "elbv2").describe_load_balancers()["LoadBalancers"]
    assert (ours["SetIdentifier"], ours["Failover"]) == (SITE, "PRIMARY")
    assert ours["AliasTarget"]["DNSName"].rstrip(".").lower() == balancer["DNSName"].lower()
    assert ours["AliasTarget"]["EvaluateTargetHealth"] is True


def test_a_second_up_and_a_refresh_change_nothing(local: LocalProject) -> None:
    assert up(local) == set()
    refreshed = local.stack(SITE).refresh()
    assert not refreshed.changed, refreshed.text


def test_to_block_and_to_log_no_more_changes_that_alone(local: LocalProject, zone_id: str) -> None:
    balancer = dict(local.project.configuration()["loadBalancer"])
    del balancer["accessLogs"]
    write(local.project, loadBalancer=balancer, firewall={**COUNTS, "mode": "block"})
    assert up(local) == {
        ("update", "aws:wafv2/webAcl:WebAcl"),
        ("update", "aws:lb/loadBalancer:LoadBalancer"),
        ("delete", "nc2dr:index:AccessLogs"),
        ("delete", "aws:s3/bucket:Bucket"),
        ("delete", "aws:s3/bucketPolicy:BucketPolicy"),
        ("delete", "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"),
    }
    rate, *groups = sorted(web_acl(local)["Rules"], key=lambda rule: rule["Priority"])
    assert rate["Action"] == {"Block": {}}
    assert [group["OverrideAction"] for group in groups] == [{"None": {}}] * 2
    assert attributes(local)["access_logs.s3.enabled"] == "false"
    assert client(local, "s3").list_buckets()["Buckets"] == []


def test_destroy_leaves_certificate_and_zone_as_they_were_found(
    local: LocalProject, certificates: Mapping[str, str], zone_id: str, before: str
) -> None:
    local.stack(SITE).destroy()
    assert described(local, certificates[SITE], zone_id) == before
    assert client(local, "elbv2").describe_load_balancers()["LoadBalancers"] == []
    assert client(local, "wafv2").list_web_acls(Scope="REGIONAL")["WebACLs"] == []
