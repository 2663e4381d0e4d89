"""Routing policy of a VPC: traffic permitted, denied or rerouted. /api/networking/v4.N/config/routing-policies."""

from __future__ import annotations

from types import MappingProxyType

from simulator.prism.model import Json, Noun, Record, Refusal, SchemaRefusal, Site, fields, invalid, not_one_of
from simulator.prism.networking import ipv4

_PRIORITIES = range(1, 1001)
_ADDRESSES = ("ANY", "EXTERNAL", "SUBNET")
_PROTOCOLS = ("ANY", "ICMP", "TCP", "UDP", "PROTOCOL_NUMBER")
_ACTIONS = ("PERMIT", "DENY", "REROUTE", "FORWARD")


class RoutingPolicy(Noun):
    """Has at least one rule, and a priority from 1 to 1000 that no other policy of the VPC has. Kept, not enforced.

    assumed: deleted with its VPC.
    """

    kind = "routing_policy"
    namespace = "networking"
    path = "config/routing-policies"
    object_type = "networking.v4.config.RoutingPolicy"
    plural = "RoutingPolicies"
    rel = "networking:config:routing-policy"
    required = ("name", "priority", "vpcExtId", "policies")
    readonly = frozenset({"vpc"})
    query = Noun.query | {"$expand"}
    projected = True
    expansions = MappingProxyType({"vpc": ("vpcNameProjection", "vpc", "vpcExtId")})
    fields = fields("name description priority policies vpcExtId vpc metadata projectExtId")

    def shape(self, body: Json) -> None:
        super().shape(body)
        if body["priority"] not in _PRIORITIES:
            raise SchemaRefusal(("priority", "Must be an integer from 1 to 1000."))
        if not body["policies"]:
            raise SchemaRefusal(("policies", "Must hold at least one rule."))
        for index, rule in enumerate(body["policies"]):
            _check_rule(rule, f"policies[{index}]")

    def check(self, site: Site, body: Json, old: Record | None, parent: str | None) -> None:
        vpc = site.store.require("vpc", body["vpcExtId"])
        if old is not None and old.data["vpcExtId"] != vpc.ext_id:
            raise invalid(f"Routing policy {old.name} cannot change its VPC.")
        for other in site.store.where("routing_policy", vpcExtId=vpc.ext_id, priority=body["priority"]):
            if other is not old:
                message = f"VPC {vpc.name} already has routing policy {other.name} of priority {body['priority']}."
                raise Refusal(409, "ROUTING_POLICY_CONFLICT", message, arguments={"routingPolicy": other.ext_id})

    def complete(self, site: Site, record: Record) -> None:
        record.data["vpc"] = {"name": site.name_of("vpc", record.data["vpcExtId"])}


def _check_rule(rule: Json, where: str) -> None:
    match, action = rule.get("policyMatch", {}), rule.get("policyAction", {})
    for end in ("source", "destination"):
        at = f"{where}.policyMatch.{end}"
        _require(match.get(end, {}).get("addressType"), _ADDRESSES, f"{at}.addressType")
        if match[end]["addressType"] == "SUBNET":
            ipv4.ip_network(match[end].get("subnetPrefix"), f"{at}.subnetPrefix")
    _require(match.get("protocolType"), _PROTOCOLS, f"{where}.policyMatch.protocolType")
    _require(action.get("actionType"), _ACTIONS, f"{where}.policyAction.actionType")


def _require(value: object, known: tuple[str, ...], where: str) -> None:
    if value not in known:
        raise not_one_of(where, known)
