"""`--check`: a router's export against the configuration."""

import re
from typing import Any

import pytest

from mikrotik import MikrotikError, check, parse_export, script
from mikrotik.menus.configuration import configuration
from mikrotik.secret import Secret
from tests.mikrotik.cases import ROUTERS, designed
from tests.mikrotik.connections import KEYS
from tests.mikrotik.model_router import ModelRouter
from tests.mikrotik.test_import import ALL, on_site


def imported(name: str, family: str) -> tuple[Any, ModelRouter]:
    design = designed(name, family)
    router = on_site(family, design)
    router.run(script(design, reveal=True))
    return design, router


def problems(design: Any, router: ModelRouter) -> tuple[str, ...]:
    return check(design, parse_export(router.export())).problems


@pytest.mark.parametrize(("name", "family"), ALL)
def test_what_was_imported_is_found_as_it_should_be(name: str, family: str) -> None:
    design, router = imported(name, family)
    found = check(design, parse_export(router.export()))
    assert (found.problems, found.unknown) == ((), ())


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("static-narrow", "7.20"),
        *(pytest.param("asymmetric", family, marks=pytest.mark.slow) for family in ROUTERS),
    ],
)
def test_every_entry_that_is_missing_or_differs_in_any_argument_is_told(name: str, family: str) -> None:
    design, router = imported(name, family)
    alike = [item for item in configuration(design) if item.varies is not None]
    for item in configuration(design):
        if item in alike[1:]:
            continue
        entries = router.entries(item.menu)
        entry = next(one for one in entries if one.get(item.known_by) == item.identity)
        position = entries.index(entry)
        entries.remove(entry)
        assert f"{item.menu}: {item.role} is missing." in problems(design, router)
        entries.insert(position, entry)
        for argument, expected in item.arguments.items():
            if argument == item.known_by:
                continue
            kept, entry[argument] = entry[argument], "different"
            told = [line for line in problems(design, router) if line.startswith(f"{item.menu}: {item.role}: ")]
            entry[argument] = kept
            assert len(told) == 1, (item.menu, argument)
            assert argument in told[0] or isinstance(expected, Secret)
            assert not any(key in told[0] for key in KEYS)
    assert problems(design, router) == ()


def test_a_disabled_a_doubled_and_a_left_over_entry_are_told() -> None:
    design, router = imported("defaults", "7.20")
    peers = router.entries("/ip ipsec peer")
    peers[1]["disabled"] = "yes"
    peers.append({**peers[2], "name": "copy"})
    router.seed("/ip route", dst_address="10.9.0.0/16", comment=f"aws {design.connection.id}: announce 10.9.0.0/16")
    assert problems(design, router) == (
        "/ip ipsec peer: peer 1 is disabled.",
        "/ip ipsec peer: peer 2 exists 2 times.",
        "/ip route: announce 10.9.0.0/16 is left over. Import the script to remove it.",
    )


@pytest.mark.parametrize(
    ("menu", "action", "sentence"),
    [
        ("/ip firewall nat", "masquerade", "/ip firewall nat: no nat stands after a rule that translates"),
        ("/ip firewall filter", "drop", "/ip firewall filter: input ike stands after a rule that refuses"),
        ("/ip firewall filter", "fasttrack-connection", "no fasttrack out stands after a rule that fasttracks"),
    ],
)
def test_a_rule_of_others_above_ours_is_told(menu: str, action: str, sentence: str) -> None:
    design, router = imported("defaults", "7.20")
    entries = router.entries(menu)
    barrier = next(entry for entry in entries if entry["action"] == action)
    entries.remove(barrier)
    entries.insert(0, barrier)
    assert any(sentence in problem for problem in problems(design, router))


def test_policies_in_the_wrong_order_are_told() -> None:
    design, router = imported("defaults", "7.20")
    policies = router.entries("/ip ipsec policy")
    policies.insert(0, policies.pop())
    found = problems(design, router)
    assert any("none 10.1.0.0/16 stands after policy and has no effect" in problem for problem in found)
    assert any("192.168.77.0/24 stands below and is never reached" in problem for problem in found)


def test_another_policy_of_the_same_selector_is_told() -> None:
    design, router = imported("defaults", "7.20")
    policies = router.entries("/ip ipsec policy")
    policies.append({"src-address": "0.0.0.0/0", "dst-address": "0.0.0.0/0", "peer": "branch"})
    assert any("another policy has the selector" in problem for problem in problems(design, router))


def test_hidden_keys_are_not_taken_for_wrong_ones() -> None:
    design, router = imported("defaults", "7.20")
    found = check(design, parse_export(router.export(hide_keys=True)))
    assert found.problems == ()
    assert len(found.unknown) == 1
    assert "show-sensitive" in found.unknown[0]


def test_another_version_is_told() -> None:
    design, router = imported("defaults", "7.20")
    router.version = "7.22.1"
    assert problems(design, router) == (
        "The router has RouterOS 7.22.1, but the configuration is for 7.20. Give the router's version with --routeros.",
    )


def test_spellings_that_mean_the_same_are_the_same() -> None:
    design, router = imported("odd-lifetimes", "7.20")
    text = router.export().replace("dpd-interval=25s", "dpd-interval=00:00:25")
    text = re.sub(r"(remote\.address=[0-9.]+)", r"\1/32", text)
    assert text != router.export()
    assert check(design, parse_export(text)).problems == ()


@pytest.mark.parametrize(
    "transform", [str.upper, lambda text: text.replace("\n", "\r\n"), lambda text: "\ufeff" + text]
)
def test_line_ends_and_a_byte_order_mark_do_not_matter(transform: Any) -> None:
    design, router = imported("defaults", "7.20")
    if transform is str.upper:
        # One line a command, as /export terse prints it.
        menu, lines = "", []
        for line in re.sub(r"\\\n +", "", router.export()).splitlines():
            if line.startswith("/"):
                menu = line
            else:
                lines.append(line if line.startswith("#") else f"{menu.replace(' ', '/').replace('//', '/')} {line}")
        assert check(design, parse_export("\n".join(lines))).problems == ()
    else:
        assert check(design, parse_export(transform(router.export()))).problems == ()


def test_fields_without_their_parent_are_read_as_fields_of_the_last_one_named() -> None:
    text = "/x\nadd local.address=10.0.0.2 .role=ebgp multihop=yes remote.address=10.0.0.1/32 .as=65001 .listen"
    (entry,) = parse_export(text).entries
    assert entry.arguments == {
        "local.address": "10.0.0.2",
        "local.role": "ebgp",
        "multihop": "yes",
        "remote.address": "10.0.0.1/32",
        "remote.as": "65001",
        "remote.listen": "yes",
    }


def test_whole_names_as_older_releases_print_them_are_read_too() -> None:
    design, router = imported("defaults", "7.20")
    text = re.sub(r"\\\n +", "", router.export())
    assert " .role=" in text
    assert check(design, parse_export(text.replace(" .role=", " local.role="))).problems == ()


FOREIGN = """
[admin@MikroTik] > /export show-sensitive
/interface wifi
set [ find default-name=wifi1 ] channel.band=5ghz-ax .width=20/40mhz configuration.mode=ap .ssid="a b" disabled=no
# error exporting "/interface/lte" (timeout)
/system script
add name=x source=":if ([:len \\$a] > 0) do={\\r\\n    :put \\"[x]\\" }"
add name=unfinished source="no end
:global table {1;2="x"}
/certificate
add [ find common-name
"""


def test_lines_that_are_not_ours_are_passed_over_wherever_they_stand() -> None:
    design, router = imported("defaults", "7.20")
    head, _, rest = router.export().partition("/interface bridge")
    found = check(design, parse_export(f"{head}{FOREIGN}/interface bridge{rest}{FOREIGN}"))
    assert (found.problems, found.unknown) == ((), ())


def test_a_line_that_cannot_be_read_in_a_menu_of_ours_is_told_and_one_of_ours_is_not_called_missing() -> None:
    design, router = imported("defaults", "7.20")
    text = re.sub(r"\\\n +", "", router.export())
    found = check(design, parse_export(text + '/ip firewall nat\nadd chain=srcnat comment="s3cret\n'))
    assert found.problems == ()
    assert [one for one in found.unknown if "(/ip firewall nat) cannot be read at character 26" in one]
    assert "s3cret" not in "".join(found.unknown)
    broken = text.replace(
        f'comment="aws {design.connection.id}: peer 1"', f'comment="aws {design.connection.id}: peer 1'
    )
    with pytest.raises(MikrotikError, match=f"It is an entry of {design.connection.id}. Export the router again"):
        check(design, parse_export(broken))


@pytest.mark.parametrize(
    "text", ["", "# nothing", "add name=x", '/ip ipsec peer\nadd name="unfinished', "/ip ipsec peer\nadd [ find"]
)
def test_what_is_no_export_is_refused_without_quoting_it(text: str) -> None:
    with pytest.raises(MikrotikError) as caught:
        parse_export(text)
    assert "unfinished" not in str(caught.value)


def test_escapes_are_read_back() -> None:
    (entry,) = parse_export('/x\nadd comment="a\\"b\\\\c\\$d\\?e\\_f\\0A\\C3\\A9\\\n    g" name=y flag').entries
    assert entry.arguments == {"comment": 'a"b\\c$d?e f\né' + "g", "name": "y", "flag": "yes"}


def test_nothing_of_it_is_there_on_a_new_router() -> None:
    design = designed("defaults", "7.20")
    found = problems(design, on_site("7.20", design))
    assert len(found) == len(configuration(design))
    assert all(problem.endswith("is missing.") for problem in found)
