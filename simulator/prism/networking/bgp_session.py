"""BGP session between a local and a remote gateway. /api/networking/v4.N/config/bgp-sessions."""

from __future__ import annotations

from types import MappingProxyType

from simulator.prism.model import PAGED, Json, Noun, Record, Refusal, SchemaRefusal, Site, fields, invalid

_LEAST, _MOST = 300, 1000


class BgpSession(Noun):
    """Between gateways that both have a BGP service. Shows UP and learns no routes. Its password is never shown."""

    kind = "bgp_session"
    namespace = "networking"
    path = "config/bgp-sessions"
    object_type = "networking.v4.config.BgpSession"
    rel = "networking:config:bgp-session"
    required = ("name", "localGatewayReference", "remoteGatewayReference")
    readonly = frozenset({"status", "localGateway", "remoteGateway"})
    projected = True
    query = PAGED | {"$filter", "$orderby", "$expand"}
    expansions = MappingProxyType(
        {
            "localGateway": ("localGatewayProjection", "gateway", "localGatewayReference"),
            "remoteGateway": ("remoteGatewayProjection", "gateway", "remoteGatewayReference"),
        }
    )
    fields = fields(
        "name description localGatewayReference remoteGatewayReference localGatewayInterfaceIpAddress password status"
        " dynamicRoutePriority localGateway remoteGateway shouldAdvertiseAllExternallyRoutablePrefixes"
        " externallyRoutablePrefixesToAdvertise prependedAutonomousSystemPath advertisedRoutesCommunities metadata"
        " projectExtId"
    )

    def shape(self, body: Json) -> None:
        super().shape(body)
        priority = body.get("dynamicRoutePriority", _LEAST)
        if not _LEAST <= priority <= _MOST:
            raise SchemaRefusal(("dynamicRoutePriority", f"Must be between {_LEAST} and {_MOST}."))

    def check(self, site: Site, body: Json, old: Record | None, parent: str | None) -> None:
        for side in ("local", "remote"):
            gateway = site.store.require("gateway", body[f"{side}GatewayReference"])
            if f"{side}BgpService" not in gateway.data["services"]:
                raise invalid(f"Gateway {gateway.name} has no {side} BGP service.")
        ends = [body["localGatewayReference"], body["remoteGatewayReference"]]
        for other in site.store.all("bgp_session"):
            if other is not old and [other.data["localGatewayReference"], other.data["remoteGatewayReference"]] == ends:
                message = f"BGP session {other.name} is between these gateways already."
                raise Refusal(409, "BGP_SESSION_ALREADY_EXISTS", message, arguments={"bgpSession": other.ext_id})

    def complete(self, site: Site, record: Record) -> None:
        data = record.data
        data.pop("password", None)
        data["status"] = {"$objectType": "networking.v4.config.Status", "state": "UP"}
        data.setdefault("dynamicRoutePriority", _LEAST)
        data.setdefault("shouldAdvertiseAllExternallyRoutablePrefixes", False)
