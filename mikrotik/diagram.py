"""A diagram of the configuration, without keys: tunnels, addresses and BGP sessions, as text or as one SVG file."""

from html import escape

from mikrotik.decisions.design import BACKUP, Design, TunnelDesign

_WIDTH, _LINE, _MARGIN = 1040, 20, 20
_BOX = 260
_FONT = "ui-monospace, Menlo, Consolas, monospace"


def text(design: Design) -> str:
    """The diagram as text for a terminal."""
    left, right = _customer(design), _aws(design)
    width = max(len(line) for line in left) + 2
    height = max(len(left), len(right))
    padded = [(column + [""] * height)[:height] for column in (left, right)]
    rows = [f"  {one.ljust(width)}  {other}".rstrip() for one, other in zip(*padded, strict=True)]
    tunnels = [f"  {'=' if index == 0 else '-'} {line}" for index in (0, 1) for line in _tunnel(design, index)]
    return "\n".join([*rows, "", *tunnels]) + "\n"


def svg(design: Design) -> str:
    """The diagram as one self-contained SVG file."""
    left, right = _customer(design), _aws(design)
    tunnels = [_tunnel(design, index) for index in (0, 1)]
    height = _MARGIN * 2 + _LINE * max(len(left), len(right), sum(len(lines) for lines in tunnels) + 4) + _LINE
    middle = _WIDTH - 2 * (_MARGIN + _BOX)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}" '
        f'font-family="{escape(_FONT)}" font-size="12" role="img">',
        f"<title>{escape(design.connection.id)}</title>",
        f'<rect width="{_WIDTH}" height="{height}" fill="#fff"/>',
        *_box(_MARGIN, height, "#eef6ff", left),
        *_box(_WIDTH - _MARGIN - _BOX, height, "#fff6e8", right),
    ]
    y = _MARGIN + 2 * _LINE
    for index, lines in enumerate(tunnels):
        dashes = "" if index == 0 else ' stroke-dasharray="8 5"'
        parts.append(
            f'<line x1="{_MARGIN + _BOX}" y1="{y}" x2="{_WIDTH - _MARGIN - _BOX}" y2="{y}" stroke="#2a6" '
            f'stroke-width="3"{dashes}/>'
        )
        parts += [
            _words(_MARGIN + _BOX + middle // 2, y + _LINE * n, line, "middle") for n, line in enumerate(lines, 1)
        ]
        y += _LINE * (len(lines) + 2)
    return "\n".join([*parts, "</svg>"]) + "\n"


def _box(x: int, height: int, fill: str, lines: list[str]) -> list[str]:
    frame = (
        f'<rect x="{x}" y="{_MARGIN}" width="{_BOX}" height="{height - 2 * _MARGIN}" rx="8" fill="{fill}" '
        'stroke="#678"/>'
    )
    return [frame, *(_words(x + 12, _MARGIN + _LINE * n, line, "start") for n, line in enumerate(lines, 1))]


def _words(x: int, y: int, line: str, anchor: str) -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}">{escape(line)}</text>'


def _customer(design: Design) -> list[str]:
    router = design.router
    outside = design.connection.tunnels[0].configuration.customer_outside
    return [
        f"MikroTik, RouterOS {design.version.name}",
        f"{router.wan_interface} {router.wan_address}",
        *([f"behind NAT {outside}"] if router.nat_traversal else []),
        *([f"AS {design.customer_asn}"] if design.bgp else []),
        f"MTU {design.inner_mtu}, MSS {design.mss}",
        "LAN:",
        *(f"  {prefix}" for prefix in router.lan_prefixes),
    ]


def _aws(design: Design) -> list[str]:
    return [
        f"AWS {design.connection.gateway or 'gateway'}",
        design.connection.id,
        *([f"AS {design.connection.tunnels[0].configuration.aws_asn}"] if design.bgp else ["static routes"]),
        "reached through it:",
        *(f"  {prefix}" for prefix in design.router.aws_prefixes),
    ]


def _tunnel(design: Design, index: int) -> list[str]:
    item = design.tunnels[index]
    configuration = item.tunnel.configuration
    role = "preferred" if index == 0 else "backup" if design.failover == BACKUP else "switched to"
    lines = [
        f"tunnel {item.tunnel.number} ({role})  {design.router.wan_address} - {configuration.aws_outside}",
        f"inside {configuration.customer_inside} - {configuration.aws_inside} ({configuration.inside})",
        _crypto(item),
    ]
    if design.bgp:
        lines.append(
            f"BGP AS {configuration.customer_asn} - AS {configuration.aws_asn}, hold {configuration.hold_seconds} s"
        )
    return lines


def _crypto(item: TunnelDesign) -> str:
    one, two = item.phase1, item.phase2
    integrity = "" if two.hash == "null" else f" {two.hash}"
    return f"IKEv{one.ike_version} {one.cipher} {one.hash} {one.group}; ESP {two.cipher}{integrity} {two.group}"
