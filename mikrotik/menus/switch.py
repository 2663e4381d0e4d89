"""The scheduled script that changes tunnels if one policy cannot name both."""

from mikrotik.decisions.design import SWITCH, Design
from mikrotik.menus import names
from mikrotik.menus.item import Item
from mikrotik.routeros.quote import quote

_EVERY = "30s"
_PINGS = 5


def items(design: Design) -> list[Item]:
    """One scheduler entry; none if RouterOS itself uses a backup peer."""
    if design.failover != SWITCH:
        return []
    return [
        Item(
            "/system scheduler",
            names.comment(design, "switch"),
            {
                "name": names.own(design, "switch"),
                "interval": _EVERY,
                "policy": "read,write,test",
                "on-event": _script(design),
            },
        )
    ]


def _script(design: Design) -> str:
    lines = [f":local p{number} [/ip ipsec policy find comment={_policy(design, number)}]" for number in (1, 2)]
    # Two variables, so that the script does not undo its own change in one run.
    lines.append(":local on1 ([/ip ipsec policy get $p1 disabled] = false)")
    for number, other in ((1, 2), (2, 1)):
        configuration = design.connection.tunnels[number - 1].configuration
        condition = "$on1" if number == 1 else "!$on1"
        ping = f"[/ping {configuration.aws_inside} src-address={configuration.customer_inside} count={_PINGS}]"
        lines.append(
            f":if ({condition}) do={{:if ({ping} = 0) do={{"
            f"/ip ipsec policy disable $p{number}; /ip ipsec policy enable $p{other}; "
            f":log warning {quote(f'{design.connection.id}: tunnel {number} is silent, tunnel {other} is on')}}}}}"
        )
    return "\n".join(lines)


def _policy(design: Design, number: int) -> str:
    return quote(names.comment(design, f"policy {number}"))
