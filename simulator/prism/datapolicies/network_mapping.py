"""Network mapping: pairs of networks of the two locations.

/api/datapolicies/v4.N/config/recovery-plans/{recoveryPlanExtId}/network-mappings.
"""

from __future__ import annotations

from simulator.prism.model import Json, Noun, SchemaRefusal, fields

SIDES = ("primaryNetwork", "recoveryNetwork", "primaryTestNetwork", "recoveryTestNetwork")


class NetworkMapping(Noun):
    """Each network is named by subnetExtId or by subnetName, never by both."""

    kind = "network_mapping"
    namespace = "datapolicies"
    path = "config/recovery-plans/{recovery_plan}/network-mappings"
    object_type = "datapolicies.v4.config.NetworkMapping"
    rel = "datapolicies:config:network-mapping"  # assumed
    required = ("primaryNetwork", "recoveryNetwork")
    synchronised = True
    projected = True
    since = 2
    fields = fields(f"{' '.join(SIDES)} isIpMappingEnabled")

    def shape(self, body: Json) -> None:
        super().shape(body)
        for side in SIDES:
            if side in body and ("subnetExtId" in body[side]) == ("subnetName" in body[side]):
                raise SchemaRefusal((side, "Must hold either subnetExtId or subnetName."))
