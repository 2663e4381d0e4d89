"""Route 53, repaired: records as Route 53 takes them, and TestDNSAnswer by the health of what records point at."""

from moto.route53.models import Route53Backend
from moto.route53.responses import Route53

from simulator.aws.base import Repairs
from simulator.aws.dns import accelerated_recovery, answers, records
from simulator.aws.dns.accelerated_recovery import URL_PATH as FEATURES_URL_PATH
from simulator.aws.dns.answers import URL_PATH as ANSWER_URL_PATH

__all__ = ["ANSWER_URL_PATH", "FEATURES_URL_PATH", "REPAIRS"]

REPAIRS: Repairs = (
    (Route53Backend, (accelerated_recovery.AcceleratedRecoveryBackend, records.DnsRecordBackend)),
    (Route53, (answers.DnsAnswerResponse, accelerated_recovery.AcceleratedRecoveryResponse)),
)
