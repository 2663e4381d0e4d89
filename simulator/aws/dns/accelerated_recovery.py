"""Accelerated recovery of hosted zones, which moto lacks: their records can be changed although us-east-1 is lost.

Switching it takes some minutes, here a second. Meanwhile the zone takes no change (github.com/go-to-k/cdkd/issues/1467)
and no other zone can be switched (github.com/hashicorp/terraform-provider-aws/issues/45613). A zone that has it cannot
be deleted (github.com/hashicorp/terraform-provider-aws/pull/45302).
"""

import time
from typing import Any

from moto.core.responses import ActionResult
from moto.route53.exceptions import Route53ClientError
from moto.route53.models import FakeZone

from simulator.aws.base import Route53Mixin, Route53ResponseMixin

URL_PATH = r"{0}/(?P<api_version>[\d_-]+)/hostedzone/(?P<zone_id>[^/]+)/features$"
SECONDS = 1.0
"""How long it takes here."""
_SETTLED = {"ENABLING": "ENABLED", "DISABLING": "DISABLED"}


class AcceleratedRecoveryBackend(Route53Mixin):
    """What a zone shows, and what it refuses meanwhile."""

    def create_hosted_zone(self, *args: Any, **kwargs: Any) -> FakeZone:
        made: Any = super().create_hosted_zone(*args, **kwargs)
        if not made.private_zone:
            _show(made, "DISABLED")
        zone: FakeZone = made
        return zone

    def get_hosted_zone(self, id_: str) -> FakeZone:
        zone: Any = super().get_hosted_zone(id_)
        settled = _SETTLED.get(_status(zone))
        if settled is not None and time.time() >= zone.switched_at + SECONDS:
            _show(zone, settled)
        found: FakeZone = zone
        return found

    def switch_accelerated_recovery(self, zone_id: str, *, on: bool) -> None:
        zone: Any = self.get_hosted_zone(zone_id)
        if zone.private_zone:
            # assumed: code and message. It is documented that public zones alone have it.
            raise Route53ClientError("InvalidInput", "Accelerated recovery is for public hosted zones")
        if any(_status(self.get_hosted_zone(other)) in _SETTLED for other in self.zones):
            raise Route53ClientError("LimitsExceeded", "Accelerated recovery can only be updated for 1 hosted zone")
        if _status(zone) != ("ENABLED" if on else "DISABLED"):
            _show(zone, "ENABLING" if on else "DISABLING")
            zone.switched_at = time.time()

    def change_resource_record_sets(self, zoneid: str, change_list: list[dict[str, Any]]) -> None:
        _refuse_while_switched(self.get_hosted_zone(zoneid))
        super().change_resource_record_sets(zoneid, change_list)

    def delete_hosted_zone(self, id_: str) -> FakeZone | None:
        zone = self.get_hosted_zone(id_)
        _refuse_while_switched(zone)
        if _status(zone) not in ("", "DISABLED"):
            # assumed: code and message.
            raise Route53ClientError("InvalidInput", f"HostedZone {zone.resource_id} has accelerated recovery")
        return super().delete_hosted_zone(id_)


class AcceleratedRecoveryResponse(Route53ResponseMixin):
    """The operation that moto lacks."""

    def update_hosted_zone_features(self) -> ActionResult:
        wanted = str(self._get_param("EnableAcceleratedRecovery")).lower() == "true"
        backend: Any = self.backend
        backend.switch_accelerated_recovery(self._get_param("HostedZoneId"), on=wanted)
        return ActionResult({})


def _status(zone: Any) -> str:
    return str(getattr(zone, "features", {}).get("AcceleratedRecoveryStatus", ""))


def _show(zone: Any, status: str) -> None:
    zone.features = {"AcceleratedRecoveryStatus": status}


def _refuse_while_switched(zone: Any) -> None:
    if _status(zone) in _SETTLED:
        # assumed: the code.
        raise Route53ClientError("InvalidInput", f"HostedZone {zone.resource_id} is marked disabled for mutation")
