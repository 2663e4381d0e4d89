"""Network gateway (VPN, VTEP, BGP), local or remote. /api/networking/v4.N/config/gateways."""

from __future__ import annotations

from types import MappingProxyType

from simulator.prism.model import Done, Json, Noun, Record, SchemaRefusal, Site, fields, in_use, invalid

_SERVICES = MappingProxyType({"local": "LocalNetworkServices", "remote": "RemoteNetworkServices"})
_VERSION = "5.0.0"  # assumed: the version that a gateway shows


class Gateway(Noun):
    """A local one belongs to a VPC. No traffic passes through any. Cannot be deleted while a BGP session uses it."""

    kind = "gateway"
    namespace = "networking"
    path = "config/gateways"
    object_type = "networking.v4.config.Gateway"
    rel = "networking:config:gateway"
    required = ("name", "services")
    projected = True
    query = Noun.query | {"$expand"}
    expansions = MappingProxyType({"vpc": ("vpcProjection", "vpc", "vpcReference"), "vm": None})
    readonly = frozenset({"status", "installedSoftwareVersion", "supportedSoftwareVersion", "vmReference"})
    actions = MappingProxyType({"upgrade": "upgrade"})
    fields = fields(
        "name description vpcReference services deployment status vmReference vm vpc cloudNetworkReference isActive"
        " gatewayDeviceVendor installedSoftwareVersion supportedSoftwareVersion highAvailabilityGroup metadata"
        " projectExtId"
    )

    def shape(self, body: Json) -> None:
        super().shape(body)
        if _side(body) is None:
            raise SchemaRefusal(("services", "Must be local or remote network services."))

    def check(self, site: Site, body: Json, old: Record | None, parent: str | None) -> None:
        bgp = body["services"].get("localBgpService", {})
        vpc = body.get("vpcReference") or bgp.get("vpcReference")
        if vpc is not None:
            site.store.require("vpc", vpc)
        elif _side(body) == "local" and "cloudNetworkReference" not in body and "deployment" not in body:
            raise invalid(f"Local gateway {body['name']} needs a vpcReference or a deployment.")

    def complete(self, site: Site, record: Record) -> None:
        data, side = record.data, str(_side(record.data))
        data["services"] = {**data["services"], "$objectType": f"networking.v4.config.{_SERVICES[side]}"}
        data["status"] = {"$objectType": "networking.v4.config.Status", "state": "UP"}
        data.setdefault("isActive", True)
        if side == "local":
            data["installedSoftwareVersion"] = _VERSION

    def check_delete(self, site: Site, record: Record) -> None:
        for session in site.store.all("bgp_session"):
            if record.ext_id in (session.data["localGatewayReference"], session.data["remoteGatewayReference"]):
                raise in_use(f"Gateway {record.name} is in use by BGP session {session.name}.", gateway=record.ext_id)

    def upgrade(self, site: Site, record: Record, body: Json) -> Done:
        """Accept an upgrade: the gateway has the newest version already."""
        site.store.touch(record)
        return self.done(record, "act")


def _side(body: Json) -> str | None:
    """`local` or `remote`, from the type of the services or from their members."""
    services = body.get("services")
    if not isinstance(services, dict):
        return None
    named = str(services.get("$objectType", "")).rpartition(".")[2]
    for side, kind in _SERVICES.items():
        if named == kind or any(name.startswith(side) for name in services):
            return side
    return "local" if {"serviceAddress", "serviceAddresses"} & services.keys() else None
