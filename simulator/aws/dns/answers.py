"""The answers of Route 53: TestDNSAnswer, which moto lacks, and the status of health checks, which moto invents."""

from typing import Any

from moto.core.responses import ActionResult
from moto.core.utils import utcnow

from simulator.aws.base import Route53ResponseMixin
from simulator.aws.dns.health import balancer_is_healthy, check_is_healthy
from simulator.aws.dns.records import canonical

URL_PATH = r"{0}/(?P<api_version>[\d_-]+)/testdnsanswer$"


class DnsAnswerResponse(Route53ResponseMixin):
    """Repairs of moto's responses."""

    def test_dns_answer(self) -> ActionResult:
        name, kind = self._get_param("RecordName"), self._get_param("RecordType")
        zone = self.backend.get_hosted_zone(self._get_param("HostedZoneId"))
        records = [item for item in zone.rrsets if (canonical(item.name), item.type) == (canonical(name), kind)]
        answered = {
            "Nameserver": "ns-1.awsdns-01.org",
            "RecordName": name,
            "RecordType": kind,
            "RecordData": _data(choose(self.backend, records)) if records else [],
            "ResponseCode": "NOERROR" if records else "NXDOMAIN",
            "Protocol": "UDP",
        }
        return ActionResult(answered)

    def get_health_check_status(self) -> ActionResult:
        healthy = check_is_healthy(self.backend, self._get_param("HealthCheckId"))
        status = "Success: HTTP Status Code 200, OK" if healthy else "Failure: The health checker could not connect."
        report = {"Status": status, "CheckedTime": utcnow()}
        return ActionResult(
            {"HealthCheckObservations": [{"Region": "us-east-1", "IPAddress": "192.0.2.53", "StatusReport": report}]}
        )


def choose(backend: Any, records: list[Any]) -> Any:
    """The record of one name and type that is the answer.

    assumed: TestDNSAnswer heeds health. Of weighted records the heaviest is the answer, not a random one. Of records
    with another policy the first healthy one is the answer.
    """
    healthy = [record for record in records if _is_healthy(backend, record)]
    if any(record.failover for record in records):
        # If no record is healthy, the primary is the answer.
        return min(healthy or records, key=lambda record: record.failover != "PRIMARY")
    return max(healthy or records, key=lambda record: int(record.weight or 0))


def _is_healthy(backend: Any, record: Any) -> bool:
    if record.health_check_id and not check_is_healthy(backend, record.health_check_id):
        return False
    alias = record.alias_target or {}
    if str(alias.get("EvaluateTargetHealth", "false")).lower() != "true":
        return True
    return balancer_is_healthy(backend.account_id, alias["DNSName"])


def _data(record: Any) -> list[str]:
    """The values of the record. For an alias: the name it stands for, because load balancers have no addresses here."""
    return [canonical(record.alias_target["DNSName"])] if record.alias_target else list(record.records)
