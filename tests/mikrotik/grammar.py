"""Menus, arguments and values that each RouterOS family knows.

7.x: what the routers' own console lists (/console inspect) for 7.20.8, with the differences of the families around it.
6.x: its manual. Only what a site-to-site VPN may touch.
"""

from collections.abc import Iterator

from tests.mikrotik.rsc import Argument, Array, Block, Command, Node, Operation


def _words(text: str) -> set[str]:
    return set(text.split())


_FIREWALL = _words(
    "action chain comment connection-mark connection-state disabled dst-address dst-address-list dst-port icmp-options "
    "in-interface in-interface-list ipsec-policy jump-target log log-prefix out-interface out-interface-list "
    "place-before protocol src-address src-address-list src-port tcp-flags tcp-mss"
)
_COMMON: dict[str, set[str]] = {
    "/interface bridge": _words("name mtu protocol-mode arp comment disabled fast-forward vlan-filtering"),
    "/ip address": _words("address interface network comment disabled"),
    "/ip firewall address-list": _words("list address timeout comment disabled"),
    "/ip firewall filter": _FIREWALL | {"reject-with"},
    "/ip firewall nat": _FIREWALL | {"to-addresses", "to-ports"},
    "/ip firewall mangle": _FIREWALL | {"new-mss", "new-connection-mark", "new-routing-mark", "passthrough"},
    "/ip ipsec proposal": _words("name auth-algorithms enc-algorithms lifetime pfs-group comment disabled"),
    "/ip ipsec peer": _words(
        "name address local-address profile exchange-mode passive port send-initial-contact comment disabled"
    ),
    "/ip ipsec identity": _words(
        "peer auth-method secret my-id remote-id generate-policy policy-template-group notrack-chain match-by "
        "mode-config "
        "certificate comment disabled"
    ),
    "/ip ipsec policy": _words(
        "action comment disabled dst-address dst-port group ipsec-protocols level peer place-before proposal protocol "
        "src-address src-port template tunnel sa-src-address sa-dst-address"
    ),
    "/system scheduler": _words("name interval on-event policy start-date start-time comment disabled"),
}
_PROFILE = _words(
    "name hash-algorithm enc-algorithm dh-group lifetime lifebytes dpd-interval dpd-maximum-failures nat-traversal "
    "proposal-check"
)
_CONNECTION = _words(
    "as comment connect disabled hold-time input.accept-nlri input.affinity input.allow-as input.filter keepalive-time "
    "listen local.address local.port local.role local.ttl multihop name nexthop-choice output.affinity "
    "output.default-originate output.default-prepend output.filter-chain output.filter-select output.network "
    "output.redistribute remote.address remote.allowed-as remote.as remote.port remote.ttl routing-table tcp-md5-key "
    "templates use-bfd vrf"
)
_BGP7 = {"/routing filter rule": _words("chain comment disabled place-before rule")}
_ROUTE7 = _words("blackhole check-gateway comment disabled distance dst-address gateway pref-src routing-table scope")
_INSTANCE7 = _words("as cluster-id comment disabled ignore-as-path-len name router-id routing-table vrf")
_INSPECTED7 = _COMMON | _BGP7 | {"/ip ipsec profile": _PROFILE | {"prf-algorithm"}, "/ip route": _ROUTE7}
_OLD_CONNECTION = _CONNECTION | {"router-id", "cluster-id"}
_NEW_CONNECTION = _CONNECTION | {
    "afi",
    "instance",
    "output.as-override",
    "output.remove-private-as",
    "output.network-blackhole",
}

MENUS: dict[str, dict[str, set[str]]] = {
    "6": _COMMON
    | {
        "/ip ipsec profile": _PROFILE,
        "/ip route": _words("type check-gateway comment disabled distance dst-address gateway pref-src routing-mark"),
        "/routing filter": _words(
            "chain prefix prefix-length action comment disabled place-before protocol set-bgp-prepend"
        ),
        "/routing bgp instance": _words(
            "name as router-id cluster-id redistribute-connected redistribute-static redistribute-ospf "
            "redistribute-rip "
            "redistribute-other-bgp out-filter client-to-client-reflection comment disabled"
        ),
        "/routing bgp peer": _words(
            "name instance remote-address remote-as remote-port tcp-md5-key nexthop-choice multihop hold-time "
            "keepalive-time ttl in-filter out-filter address-families update-source default-originate comment "
            "disabled"
        ),
    },
    "7.9": _INSPECTED7 | {"/routing bgp connection": _OLD_CONNECTION | {"address-families"}},
    "7.19": _INSPECTED7 | {"/routing bgp connection": _OLD_CONNECTION | {"afi"}},
    "7.20": _INSPECTED7
    | {"/routing bgp connection": _NEW_CONNECTION | {"add-path-out"}, "/routing bgp instance": _INSTANCE7},
    "7.22": _INSPECTED7
    | {
        "/routing bgp connection": _NEW_CONNECTION | {"input.add-path", "output.add-path"},
        "/routing bgp instance": _INSTANCE7 | {"multipath"},
    },
}
MANDATORY = {
    ("7.20", "/routing bgp connection"): {"instance", "local.role", "remote.address"},
    ("7.22", "/routing bgp connection"): {"instance", "local.role", "remote.address"},
    ("7.9", "/routing bgp connection"): {"as", "local.role", "remote.address"},
    ("7.19", "/routing bgp connection"): {"as", "local.role", "remote.address"},
}
_GROUPS = {
    "modp768",
    "modp1024",
    "modp1536",
    "modp2048",
    "modp3072",
    "modp4096",
    "modp6144",
    "ecp256",
    "ecp384",
    "ecp521",
}
_YES_NO = {"yes", "no"}
VALUES: dict[tuple[str, str], set[str]] = {
    ("/ip ipsec profile", "enc-algorithm"): {"aes-256", "aes-192", "aes-128", "3des", "des"},
    ("/ip ipsec profile", "hash-algorithm"): {"md5", "sha1", "sha256", "sha384", "sha512"},
    ("/ip ipsec profile", "dh-group"): _GROUPS | {"modp8192"},
    ("/ip ipsec profile", "nat-traversal"): _YES_NO,
    ("/ip ipsec proposal", "auth-algorithms"): {"sha512", "sha256", "sha1", "md5", "null", ""},
    ("/ip ipsec proposal", "enc-algorithms"): {
        *(f"aes-{size}-{mode}" for size in (128, 192, 256) for mode in ("cbc", "ctr", "gcm")),
        "3des",
    },
    ("/ip ipsec proposal", "pfs-group"): _GROUPS | {"none"},
    ("/ip ipsec peer", "exchange-mode"): {"main", "base", "aggressive", "ike2"},
    ("/ip ipsec policy", "action"): {"encrypt", "none", "discard"},
    ("/ip ipsec policy", "level"): {"require", "use", "unique"},
    ("/ip ipsec policy", "tunnel"): _YES_NO,
    ("/ip ipsec identity", "generate-policy"): {"no", "port-override", "port-strict"},
    ("/routing bgp connection", "local.role"): {"ebgp", "ibgp"},
}
_NOT_6 = {("/ip ipsec profile", "hash-algorithm"): {"sha384"}}
_NOT_722 = {("/ip ipsec profile", "dh-group"): {"modp8192"}}
_BUILT_IN = {":if", ":foreach", ":local", ":set", ":error", ":put", ":len", ":pick", ":find", ":typeof", ":log", ":do"}
_READ_ONLY = {"/system resource", "/interface"}
_FIND_ONLY = {"dynamic", "where"}
_WITHOUT_COMMENT = {"/ip ipsec profile"}


def problems(block: Block, family: str) -> list[str]:
    """Every command, executed or not, that a router of the family would not know."""
    return [problem for command in _commands(block) for problem in _problems(command, family)]


def allowed(family: str, menu: str, name: str) -> set[str] | None:
    """The values an argument may have; None where anything goes."""
    known = VALUES.get((menu, name))
    less = {"6": _NOT_6, "7.22": _NOT_722}.get(family, {})
    return None if known is None else known - less.get((menu, name), set())


def _commands(node: Node | None) -> Iterator[Command]:
    if isinstance(node, Command):
        yield node
        for argument in node.arguments:
            yield from _commands(argument.value)
    elif isinstance(node, Block):
        for command in node.commands:
            yield from _commands(command)
    elif isinstance(node, Operation | Array):
        for inner in node.operands if isinstance(node, Operation) else node.items:
            yield from _commands(inner)


def _problems(command: Command, family: str) -> Iterator[str]:
    if len(command.path) == 1:
        if command.path[0] not in _BUILT_IN | {"/ping"}:
            yield f"{command.path[0]} is no command"
        return
    menu, verb = command.path
    if menu in _READ_ONLY:
        if verb not in ("find", "get"):
            yield f"{menu} {verb} changes what is not ours"
        return
    known = MENUS[family].get(menu)
    if known is None:
        yield f"RouterOS {family} has no {menu}"
        return
    extra = _FIND_ONLY if verb == "find" else {"comment", "disabled"} if verb == "get" else set()
    for argument in command.arguments:
        yield from _argument(argument, menu, verb, known | extra, family)
    given = {argument.name for argument in command.arguments}
    if verb == "add":
        for name in MANDATORY.get((family, menu), set()) - given:
            yield f"{menu} add lacks {name}"


def _argument(argument: Argument, menu: str, verb: str, known: set[str], family: str) -> Iterator[str]:
    if argument.name is None:
        return
    if argument.name not in known or (argument.name == "comment" and menu in _WITHOUT_COMMENT):
        yield f"RouterOS {family} has no {argument.name} in {menu} ({verb})"
    values = allowed(family, menu, argument.name)
    text = getattr(argument.value, "value", None)
    if values is not None and isinstance(text, str):
        for part in text.split(","):
            if part not in values:
                yield f"RouterOS {family}: {menu} {argument.name} cannot be {part}"
