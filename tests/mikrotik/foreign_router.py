"""A router that is in use before anything of ours comes to it."""

from tests.mikrotik.grammar import MENUS
from tests.mikrotik.model_router import ModelRouter


def foreign(version: str, wan_interface: str = "ether1", wan_address: str = "198.51.100.7") -> ModelRouter:
    """A router in use: a default configuration, other VPNs, rules whose order matters."""
    router = ModelRouter(version, interfaces=(wan_interface, "ether2"))
    router.seed("/interface bridge", name="bridge", comment="defconf")
    router.seed("/ip address", address=f"{wan_address}/24", interface=wan_interface)
    router.seed("/ip address", address="192.168.10.1/24", interface="bridge", comment="defconf")
    router.seed("/ip ipsec profile", name="default", dh_group="modp2048", enc_algorithm="aes-128,3des")
    router.seed("/ip ipsec profile", name="branch", dh_group="modp2048", enc_algorithm="aes-256")
    router.seed("/ip ipsec proposal", name="default", auth_algorithms="sha1", enc_algorithms="aes-256-cbc")
    router.seed("/ip ipsec peer", name="branch", address="192.0.2.55/32", profile="branch")
    router.seed("/ip ipsec identity", peer="branch", secret="another$key")
    router.seed("/ip ipsec policy", template="yes", src_address="::/0", dst_address="::/0")
    router.seed(
        "/ip ipsec policy", peer="branch", tunnel="yes", src_address="192.168.10.0/24", dst_address="192.168.77.0/24"
    )
    router.seed("/ip firewall filter", chain="forward", action="passthrough", dynamic="yes")
    router.seed("/ip firewall filter", chain="input", action="accept", connection_state="established,related")
    router.seed("/ip firewall filter", chain="input", action="drop", in_interface=wan_interface)
    router.seed(
        "/ip firewall filter", chain="forward", action="fasttrack-connection", connection_state="established,related"
    )
    router.seed("/ip firewall filter", chain="forward", action="drop", connection_state="invalid")
    router.seed("/ip firewall nat", chain="srcnat", action="masquerade", out_interface=wan_interface)
    router.seed("/ip route", dst_address="0.0.0.0/0", gateway="198.51.100.1")
    if "/routing bgp instance" in MENUS["6" if version.startswith("6") else "7.20"]:
        router.seed(
            "/system scheduler", name="backup", interval="1d", on_event="/system backup save", comment="nightly"
        )
    return router
