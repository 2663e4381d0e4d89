"""The `.rsc` that removes a configuration, whichever version of it the router has."""

from mikrotik.decisions.design import Design
from mikrotik.menus.configuration import WITHOUT_COMMENTS, configuration, menus
from mikrotik.menus.names import tag
from mikrotik.routeros.quote import comment_line, quote


def removal(design: Design) -> str:
    """The script's text. It removes every entry with the connection's id, the newest first, and nothing else."""
    mine = quote("^" + tag(design.connection.id))
    lines = [
        comment_line(
            f"RouterOS {design.version.name}: removes the configuration of AWS VPN connection {design.connection.id}"
        ),
        "",
    ]
    for menu in reversed(menus(design)):
        if menu in WITHOUT_COMMENTS:
            named = [item.identity for item in configuration(design) if item.menu == menu]
            lines += [f"{menu} remove [{menu} find name={quote(name)}]" for name in named]
        else:
            lines.append(f"{menu} remove [{menu} find comment~{mine}]")
    lines.append(f":put {quote(f'{design.connection.id}: removed')}")
    return "\n".join(lines) + "\n"
