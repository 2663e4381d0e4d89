"""What a router makes of the scripts: imported once, twice, changed, and taken away again."""

import pytest

from mikrotik import Design, check, parse_export, removal, script, version
from tests.mikrotik import grammar, rsc
from tests.mikrotik.cases import CONNECTIONS, FEW, ROUTERS, designed
from tests.mikrotik.foreign_router import foreign
from tests.mikrotik.model_router import Fault, ModelRouter, Stopped

ALL = [
    pytest.param(name, family, marks=[] if name == "defaults" or (name, family) in FEW else pytest.mark.slow)
    for name in CONNECTIONS
    for family in ROUTERS
    # RouterOS 6 can only switch, for which the inside addresses must be within the selector: refused.
    if (name, family) != ("static-narrow", "6")
]


def on_site(family: str, design: Design) -> ModelRouter:
    return foreign(ROUTERS[family], design.router.wan_interface, str(design.router.wan_address))


@pytest.mark.parametrize(("name", "family"), ALL)
def test_every_command_is_one_the_version_knows(name: str, family: str) -> None:
    design = designed(name, family)
    for text in (script(design, reveal=True), removal(design)):
        assert grammar.problems(rsc.parse(text), family) == []


@pytest.mark.parametrize(("name", "family"), ALL)
def test_a_second_import_changes_nothing_others_keep_theirs_and_removal_leaves_what_was_there(
    name: str, family: str
) -> None:
    design = designed(name, family)
    router = on_site(family, design)
    before = router.state()
    router.run(script(design, reveal=True))
    once, changes = router.state(), router.changes
    assert once != before
    assert of_others(once, design.connection.id) == before
    router.run(script(design, reveal=True))
    assert (router.state(), router.changes) == (once, changes)
    router.run(removal(design))
    assert router.state() == before
    router.run(removal(design))
    assert router.state() == before


def of_others(state: dict[str, list[dict[str, str]]], mine: str) -> dict[str, list[dict[str, str]]]:
    kept = {
        menu: [entry for entry in entries if mine not in entry.get("comment", "") and mine not in entry.get("name", "")]
        for menu, entries in state.items()
    }
    return {menu: entries for menu, entries in kept.items() if entries}


@pytest.mark.parametrize("family", ROUTERS)
def test_rules_stand_above_those_they_must_precede(family: str) -> None:
    router = _imported("defaults", family)
    for menu, foreign_action in (("nat", "masquerade"), ("filter", "fasttrack-connection"), ("filter", "drop")):
        entries = router.entries(f"/ip firewall {menu}")
        first = [entry.get("action") for entry in entries].index(foreign_action)
        assert all(index < first for index, entry in enumerate(entries) if "vpn-" in entry.get("comment", "")), menu


@pytest.mark.parametrize("family", ROUTERS)
def test_one_pair_of_security_associations_a_tunnel(family: str) -> None:
    """Every enabled policy that encrypts names its own peers; none shares a peer with another."""
    policies = [
        entry
        for entry in _imported("defaults", family).entries("/ip ipsec policy")
        if "vpn-" in entry.get("comment", "") and entry["action"] == "encrypt"
    ]
    peers = [peer for policy in policies for peer in policy["peer"].split(",")]
    assert sorted(peers) == sorted(set(peers))
    assert len(peers) == 2
    assert len([policy for policy in policies if policy.get("disabled") != "yes"]) == 1


@pytest.mark.parametrize("family", ROUTERS)
def test_a_changed_configuration_replaces_the_earlier_one(family: str) -> None:
    router = _imported("defaults", family)
    changed = designed("asymmetric", family, awsPrefixes=["10.0.0.0/12"], lanPrefixes=["192.168.128.0/20"], primary=2)
    router.run(script(changed, reveal=True))
    fresh = on_site(family, changed)
    fresh.run(script(changed, reveal=True))
    for menu, entries in fresh.state().items():
        assert _unordered(router.state()[menu]) == _unordered(entries), menu
    policies = [entry["comment"] for entry in router.entries("/ip ipsec policy") if "vpn-" in entry.get("comment", "")]
    assert [": none " in comment for comment in policies] == [True] * (len(policies) - 2) + [False] * 2
    assert changes_of(router, changed) == 0


def test_a_new_prefix_is_exempted_before_the_policy_that_is_there() -> None:
    router = _imported("defaults", "7.20")
    router.run(script(designed("defaults", "7.20", awsPrefixes=["10.0.0.0/17"]), reveal=True))
    comments = [entry["comment"] for entry in router.entries("/ip ipsec policy") if "vpn-" in entry.get("comment", "")]
    assert comments[-1].endswith(": policy")
    assert any(comment.endswith("none 10.0.128.0/17") for comment in comments)


def test_what_somebody_changed_by_hand_is_set_right() -> None:
    router = _imported("defaults", "7.20")
    right = router.state()
    for menu, name in (
        ("/ip ipsec proposal", "pfs-group"),
        ("/routing bgp connection", "remote.as"),
        ("/ip address", "address"),
    ):
        next(entry for entry in router.entries(menu) if "vpn-" in entry.get("comment", ""))[name] = "wrong"
    assert router.state() != right
    router.run(script(designed("defaults", "7.20"), reveal=True))
    assert router.state() == right


@pytest.mark.parametrize("family", ROUTERS)
def test_a_router_of_another_version_is_left_alone(family: str) -> None:
    design = designed("defaults", family)
    for other, text in {**ROUTERS, "old": "6.43.16", "old7": "7.8", "next": "8.0"}.items():
        if other != family:
            router = foreign(text)
            with pytest.raises(Stopped, match="is for RouterOS"):
                router.run(script(design, reveal=True))
            assert router.changes == foreign(text).changes


@pytest.mark.parametrize(
    ("wan", "address", "message"),
    [("ether9", "198.51.100.7", "no interface ether1"), ("ether1", "198.51.100.70", "address 198.51.100.7")],
)
def test_a_router_with_another_wan_is_left_alone(wan: str, address: str, message: str) -> None:
    router = foreign(ROUTERS["7.20"], wan, address)
    before = router.state()
    with pytest.raises(Stopped, match=message):
        router.run(script(designed("defaults", "7.20"), reveal=True))
    assert router.state() == before


def test_a_router_with_another_policy_of_the_same_selector_is_left_alone() -> None:
    router = foreign(ROUTERS["7.20"])
    router.seed("/ip ipsec policy", peer="branch", src_address="0.0.0.0/0", dst_address="0.0.0.0/0", tunnel="yes")
    before = router.state()
    with pytest.raises(Stopped, match="another IPsec policy"):
        router.run(script(designed("defaults", "7.20"), reveal=True))
    assert router.state() == before


def test_without_its_keys_the_script_says_so() -> None:
    text = script(designed("defaults", "7.20"), reveal=False)
    assert "keys are left out" in text
    assert "k3y.of" not in text


@pytest.mark.parametrize(("name", "family"), [("asymmetric", "7.20"), ("defaults", "6")])
def test_the_switch_enables_the_other_tunnel_when_one_falls_silent(name: str, family: str) -> None:
    router = _imported(name, family)
    (event,) = [entry["on-event"] for entry in router.entries("/system scheduler") if "vpn-" in entry["name"]]

    def enabled() -> list[str]:
        policies = router.entries("/ip ipsec policy")
        return [entry["peer"][-1] for entry in policies if "vpn-" in entry.get("peer", "") and "disabled" not in entry]

    assert grammar.problems(rsc.parse(event), family) == []
    router.run(event)
    assert enabled() == ["1"]
    router.unreachable.add("169.254.44.1")
    router.run(event)
    assert enabled() == ["2"]
    router.run(event)
    assert enabled() == ["2"]
    router.unreachable = {"169.254.201.5"}
    router.run(event)
    assert enabled() == ["1"]
    assert changes_of(router, designed(name, family)) == 0


def test_an_import_after_a_switch_does_not_switch_back() -> None:
    router = _imported("defaults", "6")
    router.unreachable.add("169.254.44.1")
    router.run(next(entry["on-event"] for entry in router.entries("/system scheduler") if "vpn-" in entry["name"]))
    assert changes_of(router, designed("defaults", "6")) == 0


def test_the_model_router_refuses_what_a_router_refuses() -> None:
    router = foreign(ROUTERS["7.20"])
    for command in (
        "/ip ipsec peer add name=a profile=missing",
        "/ip ipsec profile add name=branch",
        "/ip ipsec profile remove [/ip ipsec profile find name=branch]",
        "/ip address add address=10.9.9.9/24 interface=missing",
    ):
        with pytest.raises(Fault):
            router.run(command)


def _unordered(entries: list[dict[str, str]]) -> list[str]:
    """Without what the switch decides and not the script."""
    return sorted(str({name: value for name, value in entry.items() if name != "disabled"}) for entry in entries)


def changes_of(router: ModelRouter, design: Design) -> int:
    before = router.changes
    router.run(script(design, reveal=True))
    return router.changes - before


def _imported(name: str, family: str) -> ModelRouter:
    design = designed(name, family)
    router = on_site(family, design)
    router.run(script(design, reveal=True))
    assert version(ROUTERS[family].split()[0]) == design.version
    return router


@pytest.mark.parametrize("beside_gcm", ["", "null"])
@pytest.mark.parametrize("family", ROUTERS)
def test_gcm_comes_up_whatever_a_release_wants_beside_it(family: str, beside_gcm: str) -> None:
    design = designed("strong", family)
    router = on_site(family, design)
    router.beside_gcm = beside_gcm
    router.run(script(design, reveal=True))
    made = [one for one in router.entries("/ip ipsec proposal") if "vpn-" in one["name"]]
    assert {one["auth-algorithms"] for one in made} == {beside_gcm}
    assert changes_of(router, design) == 0
    assert check(design, parse_export(router.export())).problems == ()


@pytest.mark.parametrize("beside_gcm", ["", "null"])
def test_a_proposal_of_before_becomes_one_of_gcm(beside_gcm: str) -> None:
    router = on_site("7.20", designed("ikev1", "7.20"))
    router.beside_gcm = beside_gcm
    router.run(script(designed("ikev1", "7.20"), reveal=True))
    router.run(script(designed("strong", "7.20"), reveal=True))
    (made,) = [one for one in router.entries("/ip ipsec proposal") if "vpn-" in one["name"]]
    assert (made["enc-algorithms"], made["auth-algorithms"]) == ("aes-256-gcm", beside_gcm)
    assert changes_of(router, designed("strong", "7.20")) == 0


@pytest.mark.parametrize("family", ROUTERS)
def test_a_lifetime_of_phase_1_is_written_under_ikev2_too(family: str) -> None:
    design = designed("modern", family)
    router = on_site(family, design)
    router.run(script(design, reveal=True))
    made = [one for one in router.entries("/ip ipsec profile") if "vpn-" in one["name"]]
    assert {one["lifetime"] for one in made} == {"8h"}
    assert not any("nat-traversal" in one for one in made), "IKEv2 ignores that"


@pytest.mark.parametrize("family", ROUTERS)
def test_the_address_of_a_peer_is_read_back_with_its_length(family: str) -> None:
    router = _imported("defaults", family)
    (entry, *_) = [one for one in router.entries("/ip ipsec peer") if "vpn-" in one["name"]]
    router.run(f'/ip ipsec peer set [/ip ipsec peer find name="{entry["name"]}"] address=203.0.113.10')
    assert entry["address"] == "203.0.113.10/32"
    assert changes_of(router, designed("defaults", family)) == 0
