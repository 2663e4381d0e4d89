"""Accelerated recovery of hosted zones, which moto lacks: their records can be changed although us-east-1 is lost."""

from typing import Any

from moto.core.responses import ActionResult
from moto.route53.exceptions import Route53ClientError

from simulator.aws.base import Route53ResponseMixin

URL_PATH = r"{0}/(?P<api_version>[\d_-]+)/hostedzone/(?P<zone_id>[^/]+)/features$"
DISABLED = {"AcceleratedRecoveryStatus": "DISABLED"}
"""What a new zone shows."""


class AcceleratedRecoveryResponse(Route53ResponseMixin):
    """What is asked of a zone, and what it shows."""

    def update_hosted_zone_features(self) -> ActionResult:
        zone: Any = self.backend.get_hosted_zone(self._get_param("HostedZoneId"))
        if zone.private_zone:
            # assumed: code and message. It is documented that public zones alone have it.
            raise Route53ClientError("InvalidInput", "Accelerated recovery is for public hosted zones")
        wanted = str(self._get_param("EnableAcceleratedRecovery")).lower() == "true"
        zone.features = {"AcceleratedRecoveryStatus": "ENABLED"} if wanted else DISABLED
        return ActionResult({})
