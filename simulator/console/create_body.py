"""The body of `POST /clusters/aws`, checked as the OpenAPI document of the API v2 has it.

assumed: what is required although the document does not mark it so (vpc, management_subnet and fvn_config where the
network is an existing one): both published deployers send it.
"""

from __future__ import annotations

from ipaddress import IPv4Network
from typing import Any

from simulator.console.refusal import Refusal
from simulator.prism.model import Json

_REQUIRED = ("name", "organization_id", "cloud_account_id", "region", "use_case", "capacity", "network")
_NETWORK = ("mode", "vpc_cidr")
_EXISTING = ("vpc", "management_subnet", "availability_zone")
_FLOW = ("subnet_cloud_id", "subnet_cidr")
_POLICIES = ("management_services_access_policy", "prism_element_access_policy")


def check(body: Json) -> None:
    """Refuse a body that lacks what a new cluster needs, or that no document has; raises Refusal."""
    _need(body, "", _REQUIRED)
    network = body["network"]
    _need(network, "network.", _NETWORK)
    _prefix("network.vpc_cidr", network["vpc_cidr"])
    if network["mode"] == "existing":
        _need(network, "network.", _EXISTING)
    if network.get("fvn_enabled"):
        flow = network.get("fvn_config") or {}
        _need(flow, "network.fvn_config.", _FLOW)
        _prefix("network.fvn_config.subnet_cidr", flow["subnet_cidr"])
    for name in _POLICIES:
        policy = network.get(name)
        if policy and policy.get("mode") == "restricted" and not policy.get("ip_addresses"):
            raise Refusal(422, f"network.{name}.ip_addresses can't be blank")


def _need(body: Json, path: str, names: tuple[str, ...]) -> None:
    missing = [f"{path}{name}" for name in names if not body.get(name)]
    if missing:
        raise Refusal(422, f"{', '.join(missing)} can't be blank")


def _prefix(name: str, value: Any) -> None:
    try:
        IPv4Network(value)
    except ValueError:
        raise Refusal(422, f"{name} {value} is not a CIDR") from None
