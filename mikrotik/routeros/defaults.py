"""Values that `/export` leaves out: RouterOS's defaults. Several if versions differ."""

_DEFAULTS: dict[tuple[str, str], tuple[str, ...]] = {
    ("/interface bridge", "protocol-mode"): ("rstp",),
    ("/ip firewall filter", "action"): ("accept",),
    ("/ip firewall nat", "action"): ("accept",),
    ("/ip firewall mangle", "passthrough"): ("yes",),
    ("/ip route", "distance"): ("1",),
    ("/ip ipsec profile", "hash-algorithm"): ("sha1",),
    ("/ip ipsec profile", "dpd-interval"): ("2m", "8s"),
    ("/ip ipsec profile", "dpd-maximum-failures"): ("5", "4"),
    ("/ip ipsec profile", "lifetime"): ("1d",),
    ("/ip ipsec profile", "nat-traversal"): ("yes",),
    ("/ip ipsec proposal", "auth-algorithms"): ("sha1",),
    ("/ip ipsec proposal", "lifetime"): ("30m",),
    ("/ip ipsec proposal", "pfs-group"): ("modp1024",),
    ("/ip ipsec peer", "exchange-mode"): ("main",),
    ("/ip ipsec identity", "auth-method"): ("pre-shared-key",),
    ("/ip ipsec identity", "generate-policy"): ("no",),
    ("/ip ipsec policy", "src-address"): ("::/0",),
    ("/ip ipsec policy", "action"): ("encrypt",),
    ("/ip ipsec policy", "level"): ("require",),
    ("/ip ipsec policy", "tunnel"): ("no",),
    ("/routing bgp connection", "afi"): ("ip",),
    ("/routing bgp connection", "address-families"): ("ip",),
    ("/routing bgp connection", "hold-time"): ("3m",),
    ("/routing bgp connection", "keepalive-time"): ("3m", "1m"),
    ("/routing bgp peer", "address-families"): ("ip",),
    ("/routing bgp peer", "hold-time"): ("3m",),
    ("/routing bgp instance", "redistribute-connected"): ("no",),
    ("/routing bgp instance", "redistribute-static"): ("no",),
    ("/routing bgp instance", "redistribute-ospf"): ("no",),
    ("/routing bgp instance", "redistribute-rip"): ("no",),
    ("/system scheduler", "policy"): ("ftp,reboot,read,write,policy,test,password,sniff,sensitive,romon",),
}


def defaults(menu: str, argument: str) -> tuple[str, ...]:
    """The possible values of a missing argument; none if RouterOS always writes it."""
    return _DEFAULTS.get((menu, argument), ())
