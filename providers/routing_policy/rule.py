"""A rule of a routing policy, as input and as Prism object."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Network
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from prism import IpAddress, IpSubnet
from prism.networking import (
    PolicyAction,
    PolicyAddress,
    PolicyMatch,
    PortRange,
    ProtocolParameters,
    RerouteParameter,
    RoutingPolicyRule,
)
from providers.base import Address, Part

_WORDS = ("any", "external")
_NAMED = ("any", "icmp", "tcp", "udp")


def _end(value: str) -> str:
    try:
        return value if value in _WORDS else str(IPv4Network(value))
    except ValueError:
        raise ValueError("expected any, external, or an IPv4 prefix such as 172.30.1.0/24") from None


def _number_as_text(value: Any) -> Any:
    """The engine sends 47 as 47.0."""
    return str(int(value)) if isinstance(value, (int, float)) else value


def _protocol(value: str) -> str:
    if value in _NAMED or (value.isdigit() and int(value) <= 255):
        return value
    raise ValueError("expected any, icmp, tcp, udp, or a protocol number from 0 to 255")


End = Annotated[str, AfterValidator(_end)]
Protocol = Annotated[str, BeforeValidator(_number_as_text), AfterValidator(_protocol)]
Port = Annotated[int, Field(ge=0, le=65535)]
Ports = list[list[Port]]


class Rule(Part):
    """Packets from ``source`` to ``destination`` (a prefix, any or external), and the action for them.

    Ports are pairs of first and last port; without ports, all match. ``reroute`` sends packets to ``service_ips``,
    ``forward`` sends them to ``nexthop``. ``fallback`` is the action if a service does not answer.
    """

    source: End = "any"
    destination: End = "any"
    protocol: Protocol = "any"
    source_ports: Ports = Field(default_factory=list)
    destination_ports: Ports = Field(default_factory=list)
    icmp_type: int | None = None
    icmp_code: int | None = None
    action: Literal["permit", "deny", "reroute", "forward"]
    service_ips: list[Address] = Field(default_factory=list)
    fallback: Literal["allow", "drop", "passthrough", "no_action"] | None = None
    nexthop: Address | None = None
    bidirectional: bool = False


def faults(rule: Rule) -> Iterator[str]:
    """One sentence per contradiction in the rule."""
    if (rule.source_ports or rule.destination_ports) and rule.protocol not in ("tcp", "udp"):
        yield f"has ports and protocol {rule.protocol}; expected protocol tcp or udp"
    if any(len(ports) != 2 or ports[0] > ports[1] for ports in rule.source_ports + rule.destination_ports):
        yield "has ports that are not pairs of first and last port"
    if rule.icmp_type is not None and rule.protocol != "icmp":
        yield f"has an icmp_type and protocol {rule.protocol}; expected protocol icmp"
    if bool(rule.service_ips) != (rule.action == "reroute"):
        yield f"has the action {rule.action} and {len(rule.service_ips)} service_ips; only reroute has them"
    if (rule.nexthop is not None) != (rule.action == "forward"):
        yield f"has the action {rule.action} and nexthop {rule.nexthop}; only forward has a nexthop, and needs one"


def to_rule(rule: Rule) -> RoutingPolicyRule:
    """The Prism object for a rule."""
    protocol = rule.protocol.upper() if rule.protocol in _NAMED else "PROTOCOL_NUMBER"
    reroutes = [
        RerouteParameter(
            service_ip=IpAddress.of(address),
            reroute_fallback_action=rule.fallback.upper() if rule.fallback else None,
        )
        for address in rule.service_ips
    ]
    return RoutingPolicyRule(
        policy_match=PolicyMatch(
            source=_to_end(rule.source),
            destination=_to_end(rule.destination),
            protocol_type=protocol,
            protocol_parameters=_to_parameters(rule),
        ),
        policy_action=PolicyAction(
            action_type=rule.action.upper(),
            reroute_params=reroutes or None,
            nexthop_ip_address=IpAddress.of(rule.nexthop) if rule.nexthop else None,
        ),
        is_bidirectional=rule.bidirectional,
    )


def from_rule(found: RoutingPolicyRule) -> Rule:
    """The rule of a Prism object. Not validated: an invalid value set by hand is drift, and no error."""
    match, action = found.policy_match, found.policy_action
    parameters = match.protocol_parameters or ProtocolParameters()
    reroutes = action.reroute_params or []
    fallback = next((r.reroute_fallback_action for r in reroutes if r.reroute_fallback_action), None)
    number = parameters.protocol_number
    values: dict[str, Any] = {
        "source": _from_end(match.source),
        "destination": _from_end(match.destination),
        "protocol": match.protocol_type.lower() if match.protocol_type != "PROTOCOL_NUMBER" else str(number),
        "source_ports": [[r.start_port, r.end_port] for r in parameters.source_port_ranges or []],
        "destination_ports": [[r.start_port, r.end_port] for r in parameters.destination_port_ranges or []],
        "icmp_type": parameters.icmp_type,
        "icmp_code": parameters.icmp_code,
        "action": action.action_type.lower(),
        "service_ips": [str(r.service_ip) for r in reroutes if r.service_ip],
        "fallback": fallback.lower() if fallback else None,
        "nexthop": str(action.nexthop_ip_address) if action.nexthop_ip_address else None,
        "bidirectional": bool(found.is_bidirectional),
    }
    return Rule.model_construct(**values)


def _to_end(end: str) -> PolicyAddress:
    if end in _WORDS:
        return PolicyAddress(address_type=end.upper())
    return PolicyAddress(address_type="SUBNET", subnet_prefix=IpSubnet.of(end))


def _from_end(found: PolicyAddress) -> str:
    return str(found.subnet_prefix) if found.address_type == "SUBNET" else found.address_type.lower()


def _to_parameters(rule: Rule) -> ProtocolParameters | None:
    if rule.source_ports or rule.destination_ports:
        return ProtocolParameters.of_ports(_ranges(rule.source_ports), _ranges(rule.destination_ports))
    if rule.protocol == "icmp" and rule.icmp_type is not None:
        return ProtocolParameters.of_icmp(rule.icmp_type, rule.icmp_code)
    return None if rule.protocol in _NAMED else ProtocolParameters.of_number(int(rule.protocol))


def _ranges(ports: Ports) -> list[PortRange]:
    return [PortRange(start_port=first, end_port=last) for first, last in ports]
