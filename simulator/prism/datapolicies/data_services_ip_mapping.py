"""Data services IP mapping: pairs of iSCSI addresses of the two clusters.

/api/datapolicies/v4.N/config/recovery-plans/{recoveryPlanExtId}/data-services-ip-mappings.
"""

from __future__ import annotations

from simulator.prism.model import Json, Noun, fields, require
from simulator.prism.networking import ipv4

_CLUSTERS = ("primaryCluster", "recoveryCluster")
_ADDRESSES = ("primaryDataServicesIp", "recoveryDataServicesIp")
_TESTS = ("primaryTestDataServicesIp", "recoveryTestDataServicesIp")


class DataServicesIpMapping(Noun):
    """Kept and synchronised. Volume groups, which need it, are not simulated."""

    kind = "data_services_ip_mapping"
    namespace = "datapolicies"
    path = "config/recovery-plans/{recovery_plan}/data-services-ip-mappings"
    object_type = "datapolicies.v4.config.DataServicesIpMapping"
    rel = "datapolicies:config:data-services-ip-mapping"  # assumed
    required = _CLUSTERS + _ADDRESSES
    synchronised = True
    projected = True
    since = 2
    fields = fields(" ".join(_CLUSTERS + _ADDRESSES + _TESTS))

    def shape(self, body: Json) -> None:
        super().shape(body)
        for name in _CLUSTERS:
            require(body[name], "extId", within=name)
        for name in _ADDRESSES + _TESTS:
            if name in body:
                ipv4.ip_address(body[name], name)
