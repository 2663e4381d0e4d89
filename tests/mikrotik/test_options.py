"""AWS's tunnel options: what is chosen of them, and what is refused with the option to change."""

import itertools
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from mikrotik import Design, Refused, design, from_description, router, script, version
from mikrotik.connection.tunnel_options import TunnelOptions, described
from mikrotik.decisions.phase1 import phase1
from mikrotik.decisions.phase2 import phase2
from mikrotik.routeros.version import VERSIONS
from tests.mikrotik import grammar, rsc
from tests.mikrotik.cases import ROUTERS, local
from tests.mikrotik.connections import CUSTOMER, OUTSIDE, STRONG, Shape, describe

CIPHERS = ("AES128", "AES256", "AES128-GCM-16", "AES256-GCM-16")
HASHES = ("SHA1", "SHA2-256", "SHA2-384", "SHA2-512")
GROUPS1 = (2, *range(14, 25), 35)
GROUPS2 = (2, 5, *range(14, 25), 35, 36, 37)
WORDS = {"aes-256": "AES256", "aes-128": "AES128", "sha1": "SHA1", "sha256": "SHA2-256", "sha384": "SHA2-384"}
WORDS |= {"sha512": "SHA2-512", "aes-256-cbc": "AES256", "aes-128-cbc": "AES128"}
WORDS |= {"aes-256-gcm": "AES256-GCM-16", "aes-128-gcm": "AES128-GCM-16"}
NUMBERS = {"modp1024": 2, "modp1536": 5, "modp2048": 14, "modp3072": 15, "modp4096": 16, "modp6144": 17, "modp8192": 18}
NUMBERS |= {"ecp256": 19, "ecp384": 20, "ecp521": 21}


def one(value: Any) -> list[dict[str, Any]]:
    return [{"Value": value}]


def make(family: str, one: dict[str, Any], two: dict[str, Any] | None = None, **shape: Any) -> Any:
    shaped = Shape((one, one if two is None else two), **shape)
    return design(from_description(describe(shaped)), router(None, local()), version(family))


def test_options_left_out_are_every_value_of_aws_and_the_best_of_them_is_taken() -> None:
    first = make("7.20", {}).tunnels[0]
    assert (first.phase1.ike_version, first.phase1.cipher, first.phase1.hash) == (2, "aes-256", "sha256")
    assert (first.phase2.cipher, first.phase2.hash, first.phase2.group) == ("aes-256-cbc", "sha256", "ecp384")
    assert (first.phase1.lifetime, first.phase2.lifetime) == (28800, 3600)


def test_each_tunnel_has_the_crypto_of_its_own_options_wherever_the_xml_has_it() -> None:
    for order in ((0, 1), (1, 0)):
        made = make("7.20", STRONG, {"Phase1DHGroupNumbers": [{"Value": 15}]}, xml_order=order)
        assert [tunnel.phase1.group for tunnel in made.tunnels] == ["ecp521", "modp3072"]


def test_tunnels_that_share_a_proposal_have_a_policy_with_a_backup() -> None:
    made = make(
        "7.20", {"Phase2DHGroupNumbers": [{"Value": 14}, {"Value": 20}]}, {"Phase2DHGroupNumbers": [{"Value": 14}]}
    )
    assert made.failover == "backup"
    assert {tunnel.phase2.group for tunnel in made.tunnels} == {"modp2048"}


REFUSED = [
    (
        "7.20",
        {"Phase1EncryptionAlgorithms": one("AES256-GCM-16")},
        "Phase1EncryptionAlgorithms allows only AES256-GCM-16",
    ),
    ("7.20", {"Phase2IntegrityAlgorithms": one("SHA2-384"), "Phase2EncryptionAlgorithms": one("AES256")}, "SHA2-384"),
    ("6", {"Phase1IntegrityAlgorithms": one("SHA2-384")}, "add one of SHA2-256, SHA2-512, SHA1"),
    ("7.20", {"Phase1DHGroupNumbers": one(24)}, "Phase1DHGroupNumbers allows only 24"),
    ("7.22", {"Phase1DHGroupNumbers": one(18)}, "RouterOS 7.22 has in phase 1"),
    ("7.20", {"Phase2DHGroupNumbers": one(18)}, "RouterOS 7.20 has in phase 2"),
    ("7.20", {"Phase2DHGroupNumbers": [*one(36), *one(37)]}, "Phase2DHGroupNumbers allows only 36, 37"),
    ("7.20", {"Phase1AdditionalKeyExchanges": one("mlkem768")}, "remove them"),
    ("7.20", {"IkeVersions": one("ikev3")}, "allow ikev2"),
]


@pytest.mark.parametrize(("family", "options", "sentence"), REFUSED)
def test_what_routeros_lacks_is_refused_with_the_option_to_change(
    family: str, options: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(Refused) as caught:
        make(family, options)
    assert len(caught.value.problems) == 2
    assert all(sentence in problem for problem in caught.value.problems)
    assert [problem.split(":")[0] for problem in caught.value.problems] == [f"tunnel {end}" for end in OUTSIDE]


@pytest.mark.parametrize(
    ("family", "options", "group"),
    [("7.20", {"Phase1DHGroupNumbers": one(18)}, "modp8192"), ("6", {"Phase1DHGroupNumbers": one(18)}, "modp8192")],
)
def test_a_group_is_taken_where_the_version_has_it(family: str, options: dict[str, Any], group: str) -> None:
    assert make(family, options).tunnels[0].phase1.group == group


def test_gcm_is_taken_where_no_hash_of_aws_is_there_for_cbc() -> None:
    made = make("7.20", {"Phase2IntegrityAlgorithms": one("SHA2-384")})
    assert (made.tunnels[0].phase2.cipher, made.tunnels[0].phase2.hash) == ("aes-256-gcm", "")


def test_everything_in_the_way_is_told_at_once() -> None:
    bad = {"Phase1EncryptionAlgorithms": one("AES128-GCM-16"), "Phase1DHGroupNumbers": one(22)}
    bad |= {"Phase2DHGroupNumbers": one(23), "Phase2EncryptionAlgorithms": one("AES128")}
    with pytest.raises(Refused) as caught:
        make("7.20", bad, {**bad, "Phase2IntegrityAlgorithms": one("SHA2-384")})
    assert len(caught.value.problems) == 7


def test_dead_peer_detection_follows_the_option_or_else_the_xml() -> None:
    made = make("7.20", {"DpdTimeoutSeconds": 45}, {})
    assert [tunnel.phase1.dpd_interval for tunnel in made.tunnels] == [15, 10]


@pytest.mark.parametrize(
    ("options", "changes", "mss", "expected"),
    [
        pytest.param({}, {}, 1379, 1379, id="AWS's own"),
        pytest.param({}, {}, 1460, 1398, id="what CBC with SHA2-256 leaves of 1500"),
        pytest.param({"Phase2IntegrityAlgorithms": one("SHA2-512")}, {}, 1460, 1382, id="SHA2-512"),
        pytest.param({"Phase2EncryptionAlgorithms": one("AES256-GCM-16")}, {}, 1460, 1406, id="GCM"),
        pytest.param({}, {"wanMtu": 1400}, 1379, 1286, id="a narrow WAN"),
    ],
)
def test_the_segment_size_fits_the_path(
    options: dict[str, Any], changes: dict[str, Any], mss: int, expected: int
) -> None:
    shaped = describe(Shape((options, options), mss=mss))
    made = design(from_description(shaped), router(None, local(**changes)), version("7.20"))
    assert made.mss == expected


LOCAL = [
    ({"wanAddress": "10.1.1.1"}, {}, "is not the customer gateway's address 198.51.100.7"),
    ({"natTraversal": True}, {}, "no NAT"),
    ({"awsPrefixes": ["192.168.0.0/16"]}, {}, "overlap"),
    ({"awsPrefixes": ["203.0.113.0/24"]}, {}, "the tunnel's outside address"),
    ({"awsPrefixes": ["169.254.0.0/16"]}, {}, "Leave that out"),
    ({"asn": 65011}, {}, "asn 65011 is not the customer gateway's 65010"),
    ({"asn": 65010}, {"static": True}, "has no BGP"),
    ({}, {"options": {"RemoteIpv4NetworkCidr": "10.0.0.0/8"}}, "BGP runs between the inside addresses"),
    ({}, {"static": True, "options": {"LocalIpv4NetworkCidr": "10.0.0.0/8"}}, "Widen that at AWS"),
    ({}, {"options": {"TunnelInsideIpVersion": "ipv6"}}, "only IPv4 can be configured"),
    ({}, {"options": {"OutsideIpAddressType": "Ipv6"}}, "only IPv4 can be configured"),
]


@pytest.mark.parametrize(("own", "shape", "sentence"), LOCAL)
def test_what_does_not_go_together_is_refused(own: dict[str, Any], shape: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Refused) as caught:
        design(from_description(describe(Shape(**shape))), router(None, local(**own)), version("7.20"))
    assert sentence in str(caught.value)


def test_behind_a_nat_the_router_says_who_it_is() -> None:
    own = local(natTraversal=True, wanAddress="192.168.1.2")
    text = script(design(from_description(describe()), router(None, own), version("7.20")), reveal=True)
    assert f"my-id=address:{CUSTOMER}" in text
    assert "local-address=192.168.1.2" in text


def test_a_backup_peer_cannot_be_forced_where_it_cannot_be() -> None:
    for family, two in (("6", {}), ("7.20", STRONG)):
        connection = from_description(describe(Shape(({"Phase2DHGroupNumbers": one(14)}, two))))
        with pytest.raises(Refused, match="backup peer"):
            design(connection, router(None, local()), version(family), "backup")


CHOICES: dict[str, tuple[Any, ...]] = {
    "IkeVersions": ("ikev1", "ikev2"),
    "Phase1EncryptionAlgorithms": CIPHERS,
    "Phase2EncryptionAlgorithms": CIPHERS,
    "Phase1IntegrityAlgorithms": HASHES,
    "Phase2IntegrityAlgorithms": HASHES,
    "Phase1DHGroupNumbers": GROUPS1,
    "Phase2DHGroupNumbers": GROUPS2,
}
LISTS = {name: st.lists(st.sampled_from(values), min_size=1, unique=True) for name, values in CHOICES.items()}
OPTIONS = st.fixed_dictionaries(
    {},
    optional={
        **{name: values.map(lambda listed: [{"Value": value} for value in listed]) for name, values in LISTS.items()},
        "Phase1LifetimeSeconds": st.integers(3601, 28800),
        "Phase2LifetimeSeconds": st.integers(900, 3600),
        "DpdTimeoutSeconds": st.integers(30, 100000),
        "StartupAction": st.sampled_from(["add", "start"]),
    },
)


@given(st.sampled_from(list(ROUTERS)), OPTIONS, OPTIONS, st.booleans(), st.booleans())
@settings(max_examples=20, deadline=None, phases=(Phase.explicit, Phase.generate))
def test_any_options_give_a_valid_script_or_a_refusal(
    family: str, first: dict[str, Any], second: dict[str, Any], static: bool, same: bool
) -> None:
    second = first if same else second
    try:
        made = make(family, first, second, static=static)
    except Refused as refused:
        unlike = [problem for problem in refused.problems if " allows only " not in problem]
    else:
        unlike = []
        _valid(family, made, (first, second))
    assert unlike == []


def _valid(family: str, made: Design, options: tuple[dict[str, Any], dict[str, Any]]) -> None:
    text = script(made, reveal=True)
    assert grammar.problems(rsc.parse(text), family) == []
    for tunnel, own in zip(made.tunnels, options, strict=True):
        _within(tunnel.phase1, tunnel.phase2, described(own))


def _within(one: Any, two: Any, options: TunnelOptions) -> None:
    """The choice is one that AWS accepts."""
    assert f"ikev{one.ike_version}" in options.ike_versions
    assert WORDS[one.cipher] in options.phase1_encryption
    assert WORDS[one.hash] in options.phase1_integrity
    assert NUMBERS[one.group] in options.phase1_groups
    assert WORDS[two.cipher] in options.phase2_encryption
    assert two.hash == "" if "gcm" in two.cipher else WORDS[two.hash] in options.phase2_integrity
    assert NUMBERS[two.group] in options.phase2_groups
    assert one.lifetime == options.phase1_seconds
    assert two.lifetime <= options.phase2_seconds


def _subsets(values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    return [found for size in range(1, len(values) + 1) for found in itertools.combinations(values, size)]


@pytest.mark.slow
@pytest.mark.parametrize("known", VERSIONS, ids=lambda known: known.name)
def test_every_combination_of_values_gives_a_choice_of_both_sides_or_a_refusal(known: Any) -> None:
    """All lists of ciphers and hashes, with every single group and pair of groups, for each phase."""
    tried = 0
    for ciphers, hashes in itertools.product(_subsets(CIPHERS), _subsets(HASHES)):
        for groups in (*itertools.combinations(GROUPS1, 1), *itertools.combinations(GROUPS1, 2)):
            options = TunnelOptions(phase1_encryption=ciphers, phase1_integrity=hashes, phase1_groups=groups)
            problems: list[str] = []
            found = phase1(options, known, (10, 3), problems)
            possible = (
                {"AES128", "AES256"} & set(ciphers)
                and set(known.phase1_hashes) & set(hashes)
                and set(known.phase1_groups) & set(groups)
            )
            assert (found is not None) is bool(possible) is (not problems)
            tried += 1
        for groups in (*itertools.combinations(GROUPS2, 1), *itertools.combinations(GROUPS2, 2)):
            options = TunnelOptions(phase2_encryption=ciphers, phase2_integrity=hashes, phase2_groups=groups)
            problems = []
            chosen = phase2([options], known, problems)
            cbc = {"AES128", "AES256"} & set(ciphers) and set(hashes) - {"SHA2-384"}
            gcm = {"AES128-GCM-16", "AES256-GCM-16"} & set(ciphers)
            possible = (cbc or gcm) and (set(NUMBERS.values()) - {18}) & set(groups)
            assert (chosen is not None) is bool(possible) is (not problems)
            tried += 1
    assert tried == 15 * 15 * (91 + 136)
