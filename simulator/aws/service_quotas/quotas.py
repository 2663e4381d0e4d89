"""Quotas of an account that already runs bare-metal nodes: AWS has raised its vCPUs on demand.

The surroundings set other ones, by quota code (`{"quotas": {"L-1216C47A": 384}}`).
"""

from typing import TYPE_CHECKING, Any

from simulator.aws.base import SURROUNDINGS

if TYPE_CHECKING:
    from moto.servicequotas.models import ServiceQuotasBackend as Base
else:
    Base = object

_EC2 = {
    "L-1216C47A": ("Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances", 5760),
    "L-DB2E81BA": ("Running On-Demand G and VT instances", 960),
    "L-7295265B": ("Running On-Demand X instances", 1280),
    "L-0263D0A3": ("EC2-VPC Elastic IPs", 5),
    "L-A2478D36": ("Transit gateways per account", 5),
}


class QuotaBackend(Base):
    """Repairs of moto's backend of Service Quotas."""

    def get_service_quota(self, service_code: str, quota_code: str) -> dict[str, Any]:
        """moto's answer for VPCs; for EC2 what the account has been granted."""
        if service_code != "ec2" or quota_code not in _EC2:
            return super().get_service_quota(service_code, quota_code)
        name, granted = _EC2[quota_code]
        value = SURROUNDINGS.quotas.get(quota_code, granted)
        return {"ServiceCode": "ec2", "QuotaCode": quota_code, "QuotaName": name, "Value": float(value)}
