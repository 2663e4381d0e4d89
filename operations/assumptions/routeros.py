"""What is assumed of RouterOS, and of AWS's end of a VPN."""

from operations.assumptions.assumption import Assumption, Verdict

_ROUTER = "no command here reaches a router; `mikrotik --check` compares its export with what should be"
ROUTEROS = (
    Assumption(
        "bridge-without-ports",
        "A bridge without ports is always up, and RouterOS's IPsec handles packets that are routed to it before any "
        "ARP",
        ("mikrotik/menus/interface.py",),
        "no BGP over the tunnels; put the inside addresses on the WAN interface",
        Verdict.SHARPENED,
        "MikroTik's manual makes such a bridge the end of a tunnel; of ARP it says nothing",
        unprobed=_ROUTER,
    ),
    Assumption(
        "backup-peer",
        "RouterOS 7 prefers the first of an IPsec policy's two peers and falls back to the second",
        ("mikrotik/menus/ipsec.py",),
        "RouterOS prefers the other tunnel; use `--failover switch`",
        Verdict.SHARPENED,
        "MikroTik's manual of October 2026 has several peers and a flag for a backup, and no order of them",
        unprobed=_ROUTER,
    ),
    Assumption(
        "customer-behind-nat",
        "AWS identifies a customer behind NAT by the customer gateway's address as IKE identity",
        ("mikrotik/menus/ipsec.py",),
        "IKE does not come up behind a NAT; change `my-id`",
        Verdict.OPEN,
        "AWS's and MikroTik's texts agree on NAT traversal and say nothing of the identity",
        unprobed=_ROUTER,
    ),
    Assumption(
        "gcm-without-hash",
        'RouterOS takes `auth-algorithms=""` beside a GCM cipher, and a release that refuses it takes `null`',
        ("mikrotik/decisions/phase2.py",),
        "phase 2 fails if only GCM is allowed. Allow AES256 too",
        Verdict.CONFIRMED,
        'a laboratory with RouterOS 7.24.4 (October 2026) saw GCM refused beside any value but `""`; the manual prints '
        "`null`",
        unprobed=_ROUTER,
    ),
    Assumption(
        "one-peer-of-routeros-6",
        "RouterOS 6 accepts one peer in an IPsec policy",
        ("mikrotik/routeros/version.py",),
        "nothing: the switch works either way",
        Verdict.OPEN,
        "its manual names one",
        unprobed=_ROUTER,
    ),
    Assumption(
        "find-compares-as-written",
        "RouterOS's `find` compares values as they were written",
        ("mikrotik/scripts/entry.py",),
        "an import sets equal values again and may restart the tunnel",
        unprobed=_ROUTER,
    ),
    Assumption(
        "keys-in-secrets-manager",
        "The secret of a VPN connection is a JSON object with one key per outside address of AWS",
        ("mikrotik/connection/pre_shared_keys.py",),
        "`--keys` refuses the saved secret. Write such a file by hand",
        Verdict.SHARPENED,
        "a public script of an operator reads it so; AWS's user guide names the secret and not its form",
        unprobed="the rights to read a secret are not asked for",
    ),
)
