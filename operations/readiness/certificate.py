"""The certificate of the site's load balancer, told weeks before it ends: in a failover it is a warning only."""

from datetime import UTC, datetime, timedelta

from botocore.exceptions import ClientError

from aws import PATIENCE, Looks
from operations.look import Check, Status, Survivor

_NAME = "certificate"
WARN_DAYS = 45
"""ACM renews its own 60 days before they end, and tells of one that ends in its daily events from 45 days before on
(AWS Certificate Manager's guide: managed renewal; expiration events). An imported one is renewed by nobody."""


def look(survivor: Survivor) -> list[Check]:
    balancer, site = survivor.model.load_balancer, survivor.model.me
    arn = balancer.certificate_of(site.name) if balancer else None
    if arn is None:
        return [Check(_NAME, Status.PASS, survivor.name, "none is configured")]
    looks = Looks(site.region, lambda _: None, survivor.environment, config=PATIENCE)
    try:
        found = looks.ask("acm", "describe_certificate", CertificateArn=arn)["Certificate"]
    except ClientError as error:
        return [Check.of(_NAME, arn, str(error), good=False, expected="a certificate", what_to_do="Correct its ARN.")]
    return [judged(arn, found["Status"], found.get("NotAfter"), datetime.now(UTC))]


def judged(arn: str, status: str, ends: datetime | None, now: datetime) -> Check:
    """A failure where users would be refused now, a warning where they would be soon."""
    name, expected = arn.rpartition("/")[2], f"ISSUED, for {WARN_DAYS} days at least"
    todo = "Renew it, or import a new one under the same ARN. Users who come in by HTTPS are refused once it has ended."
    if ends is None or status != "ISSUED":
        return Check.of(_NAME, name, status, good=status == "ISSUED", expected=expected, what_to_do=todo)
    left = ends - now
    found = f"{status}, {'ends' if left > timedelta() else 'ended'} on {ends.astimezone(UTC):%Y-%m-%d}"
    if left > timedelta(days=WARN_DAYS):
        return Check(_NAME, Status.PASS, name, found, expected)
    return Check(_NAME, Status.WARN if left > timedelta() else Status.FAIL, name, found, expected, todo)
