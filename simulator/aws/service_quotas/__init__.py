"""Service Quotas: the account's quotas of EC2, of which moto knows none."""

from moto.servicequotas.models import ServiceQuotasBackend

from simulator.aws.service_quotas.quotas import QuotaBackend

REPAIRS = ((ServiceQuotasBackend, (QuotaBackend,)),)
"""Classes of moto with the mixins that repair them."""

__all__ = ["REPAIRS"]
