"""IPsec: profile, proposal, peer, identity and policies; one pair of security associations per tunnel."""

from mikrotik.decisions.design import BACKUP, Design, TunnelDesign
from mikrotik.decisions.phase2 import NO_HASH, NULL_HASH, Phase2
from mikrotik.menus import names
from mikrotik.menus.item import Item, Value
from mikrotik.routeros.quote import duration


def items(design: Design) -> list[Item]:
    """All entries of /ip ipsec. Policies come last, exemptions before the policies."""
    by_number = sorted(design.tunnels, key=lambda item: item.tunnel.number)
    return [
        *(_profile(design, tunnel) for tunnel in by_number),
        *_proposals(design, by_number),
        *(_peer(design, tunnel) for tunnel in by_number),
        *(_identity(design, tunnel) for tunnel in by_number),
        *_exemptions(design),
        *_policies(design),
    ]


def policy_role(design: Design, number: int) -> str:
    return "policy" if design.failover == BACKUP else f"policy {number}"


def _profile(design: Design, item: TunnelDesign) -> Item:
    phase1 = item.phase1
    arguments: dict[str, Value] = {
        "name": names.own(design, str(item.tunnel.number)),
        "hash-algorithm": phase1.hash,
        "enc-algorithm": phase1.cipher,
        "dh-group": phase1.group,
        "dpd-interval": duration(phase1.dpd_interval),
        "lifetime": duration(phase1.lifetime),
    }
    if phase1.ike_version == 1:
        # MikroTik's manual names these two among what IKEv2 ignores. Writing them would promise what does not happen.
        arguments |= {
            "nat-traversal": "yes" if design.router.nat_traversal else "no",
            "dpd-maximum-failures": str(phase1.dpd_failures),
        }
    return Item("/ip ipsec profile", names.own(design, str(item.tunnel.number)), arguments, known_by="name")


def _proposals(design: Design, tunnels: list[TunnelDesign]) -> list[Item]:
    if design.failover == BACKUP:
        return [_proposal(design, "proposal", names.own(design, "esp"), tunnels[0].phase2)]
    return [
        _proposal(design, f"proposal {item.tunnel.number}", names.own(design, f"esp{item.tunnel.number}"), item.phase2)
        for item in tunnels
    ]


def _proposal(design: Design, role: str, name: str, phase2: Phase2) -> Item:
    arguments: dict[str, Value] = {
        "name": name,
        "auth-algorithms": phase2.hash,
        "enc-algorithms": phase2.cipher,
        "lifetime": duration(phase2.lifetime),
        "pfs-group": phase2.group,
    }
    otherwise = {"auth-algorithms": NULL_HASH} if phase2.hash == NO_HASH else None
    return Item("/ip ipsec proposal", names.comment(design, role), arguments, otherwise=otherwise)


def _peer(design: Design, item: TunnelDesign) -> Item:
    name = names.own(design, str(item.tunnel.number))
    arguments: dict[str, Value] = {
        "name": name,
        "address": f"{item.tunnel.configuration.aws_outside}/32",
        "local-address": str(design.router.wan_address),
        "profile": name,
        "exchange-mode": "ike2" if item.phase1.ike_version == 2 else "main",
    }
    return Item("/ip ipsec peer", names.comment(design, f"peer {item.tunnel.number}"), arguments)


def _identity(design: Design, item: TunnelDesign) -> Item:
    arguments: dict[str, Value] = {
        "peer": names.own(design, str(item.tunnel.number)),
        "auth-method": "pre-shared-key",
        "secret": item.tunnel.configuration.key,
        "generate-policy": "no",
    }
    if design.router.nat_traversal:
        # assumed: AWS knows its customer by the public address, which a router behind NAT does not have itself.
        arguments["my-id"] = f"address:{item.tunnel.configuration.customer_outside}"
    return Item("/ip ipsec identity", names.comment(design, f"identity {item.tunnel.number}"), arguments)


def _exemptions(design: Design) -> list[Item]:
    """Policies for what the selector covers but the tunnels must not carry."""
    anchor = names.comment(design, policy_role(design, 1))
    return [
        Item(
            "/ip ipsec policy",
            names.comment(design, f"none {prefix}"),
            {"src-address": str(design.connection.local), "dst-address": str(prefix), "action": "none"},
            before=anchor,
            varies="dst-address",
        )
        for prefix in design.exempt
    ]


def _policies(design: Design) -> list[Item]:
    """The policies with the connection's selector, for either tunnel."""
    selector: dict[str, Value] = {
        "src-address": str(design.connection.local),
        "dst-address": str(design.connection.remote),
        "tunnel": "yes",
        "action": "encrypt",
        "level": "require",
    }
    if design.failover == BACKUP:
        # assumed: the first peer named is preferred and the second is RouterOS's backup (flag B).
        peers = ",".join(names.own(design, str(item.tunnel.number)) for item in design.tunnels)
        arguments = {**selector, "peer": peers, "proposal": names.own(design, "esp")}
        return [Item("/ip ipsec policy", names.comment(design, "policy"), arguments)]
    preferred = design.tunnels[0].tunnel.number
    return [
        Item(
            "/ip ipsec policy",
            names.comment(design, f"policy {number}"),
            {**selector, "peer": names.own(design, str(number)), "proposal": names.own(design, f"esp{number}")},
            at_first={"disabled": "no" if number == preferred else "yes"},
        )
        for number in (1, 2)
    ]
