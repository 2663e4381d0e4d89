"""The `.rsc` that creates a configuration. A second import changes nothing."""

from collections.abc import Iterable
from itertools import groupby

from mikrotik.decisions.design import Design
from mikrotik.menus.configuration import WITHOUT_COMMENTS, configuration, menus
from mikrotik.menus.item import Item
from mikrotik.menus.names import tag
from mikrotik.routeros.quote import comment_line, quote
from mikrotik.scripts.entry import entry, first_rule, series

_A_LINE = 8
_LONGEST = 255


def script(design: Design, *, reveal: bool) -> str:
    """The script's text. Without `reveal`, the keys are left out, and the script is for reading only."""
    items = configuration(design)
    lines = [*_head(design, reveal), "", *_checks(design), "", *_pruning(design, items)]
    for menu, of_menu in groupby(items, key=lambda item: item.menu):
        entries = list(of_menu)
        lines += ["", f"# {menu}", *first_rule(menu, entries)]
        for varies, alike in groupby(entries, key=lambda item: item.varies):
            group = list(alike)
            lines += series(group, reveal) if varies else [line for item in group for line in entry(item, reveal)]
    lines += ["", f":put {quote(f'{design.connection.id}: done')}"]
    return "\n".join(lines) + "\n"


def _head(design: Design, reveal: bool) -> list[str]:
    connection = design.connection
    name = f" ({connection.name})" if connection.name else ""
    lines = [
        f"RouterOS {design.version.name}: AWS VPN connection {connection.id}{name}",
        "It changes only entries whose comment (in /ip ipsec profile: whose name) has the connection's id.",
        *([] if reveal else ["For reading only: the keys are left out."]),
        "It assumes:",
        *(f"- {sentence}" for sentence in design.assumptions),
    ]
    return [comment_line(line) for line in lines]


def _checks(design: Design) -> list[str]:
    """The conditions that must be true before the first change."""
    router, connection = design.router, design.connection
    address = "^" + str(router.wan_address).replace(".", "\\.") + "/"
    other = quote(f"another IPsec policy has the selector {connection.local} to {connection.remote}")
    return [
        "# If one of these stops the script, nothing has been changed.",
        _stop_unless(
            f"[/system resource get version] ~ {quote(design.version.pattern)}",
            f"this script is for RouterOS {design.version.name}. Create one for this router's version",
        ),
        _stop_unless(
            f"[:len [/interface find name={quote(router.wan_interface)}]] > 0",
            f"there is no interface {router.wan_interface}",
        ),
        _stop_unless(
            f"[:len [/ip address find address~{quote(address)}]] > 0",
            f"no interface has the address {router.wan_address}",
        ),
        # Another policy with this selector and ours would exclude each other.
        f":foreach item in=[/ip ipsec policy find template=no src-address={connection.local} "
        f"dst-address={connection.remote}] do={{",
        f"    :if (!([/ip ipsec policy get $item comment] ~ {quote('^' + tag(connection.id))})) do={{:error {other}}}",
        "}",
    ]


def _stop_unless(condition: str, message: str) -> str:
    return f":if (!({condition})) do={{:error {quote(message)}}}"


def _pruning(design: Design, items: Iterable[Item]) -> list[str]:
    """Removes entries of an earlier configuration of this connection that this one does not have."""
    own = tag(design.connection.id)
    wanted = [item.role for item in items if item.known_by == "comment"]
    lines = ["# Entries of this connection that are no longer wanted.", ':local wanted "|"']
    for start in range(0, len(wanted), _A_LINE):
        part = "".join(role + "|" for role in wanted[start : start + _A_LINE])
        lines.append(f":set wanted ($wanted . {quote(part)})")
    for menu in reversed(menus(design)):
        if menu not in WITHOUT_COMMENTS:
            role = f"[:pick [{menu} get $item comment] {len(own)} {_LONGEST}]"
            lines += [
                f":foreach item in=[{menu} find comment~{quote('^' + own)}] do={{",
                f'    :if ([:typeof [:find $wanted ("|" . {role} . "|")]] = "nil") do={{{menu} remove $item}}',
                "}",
            ]
    return lines
