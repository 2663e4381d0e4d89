"""`python -m operations mikrotik`: what it writes, prints and answers."""

import json
import stat
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from mikrotik import VpnConnection, design, from_description, router, script, svg, text, version
from mikrotik.__main__ import main as alone
from operations.cli import main
from operations.run import Stack
from tests.mikrotik.cases import local
from tests.mikrotik.connections import ID, INSIDE, KEYS, OUTSIDE, STRONG, Shape, describe
from tests.mikrotik.foreign_router import foreign


@pytest.fixture
def saved(tmp_path: Path) -> list[str]:
    """Arguments with a saved connection and a router's file."""
    (tmp_path / "vpn.json").write_text(json.dumps({"VpnConnections": [describe()]}))
    (tmp_path / "router.yaml").write_text(json.dumps(local()))
    return ["--file", str(tmp_path / "vpn.json"), "--router", str(tmp_path / "router.yaml"), "--routeros", "7.20.1"]


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["operations", "mikrotik", *arguments])
    return main()


def test_files_are_the_owners_alone_and_the_screen_has_no_key(
    saved: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "out"
    for _ in range(2):
        assert run(monkeypatch, *saved, "--output", str(output), "--show") == 0
    files = {file.name: file for file in output.iterdir()}
    assert sorted(files) == [f"{ID}-remove.rsc", f"{ID}.rsc"]
    assert all(stat.S_IMODE(file.stat().st_mode) == 0o600 for file in files.values())
    assert all(key in files[f"{ID}.rsc"].read_text() for key in KEYS)
    printed = capsys.readouterr()
    assert not any(key in printed.out + printed.err for key in KEYS)
    assert "/ip ipsec peer add" in printed.out


def test_keys_are_shown_to_who_asks(
    saved: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, *saved, "--show-keys") == 0
    printed = capsys.readouterr().out
    assert all(key in printed for key in KEYS)


def test_nothing_is_written_when_something_is_refused(
    saved: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "out"
    refused = describe(Shape(({"Phase1EncryptionAlgorithms": [{"Value": "AES256-GCM-16"}]}, STRONG)))
    (tmp_path / "vpn.json").write_text(json.dumps(refused))
    assert run(monkeypatch, *saved, "--output", str(output), "--diagram", str(tmp_path / "x.svg")) == 1
    assert not output.exists()
    assert not (tmp_path / "x.svg").exists()
    printed = capsys.readouterr()
    assert "Phase1EncryptionAlgorithms" in printed.err
    assert not any(key in printed.out + printed.err for key in KEYS)


def test_check_answers_whether_the_router_differs_and_otherwise_why_not(
    saved: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made = design(from_description(describe()), router(None, local()), version("7.20.1"))
    site = foreign("7.20.1")
    site.run(script(made, reveal=True))
    export = tmp_path / "export.rsc"
    export.write_text(site.export())
    assert run(monkeypatch, *saved, "--check", str(export)) == 0
    assert f"{ID}: no differences." in capsys.readouterr().out
    site.entries("/ip ipsec identity")[-1]["secret"] = "another"
    export.write_text(site.export())
    assert run(monkeypatch, *saved, "--check", str(export)) == 2
    printed = capsys.readouterr().out
    assert "identity 2: the key is different." in printed
    assert not any(key in printed for key in (*KEYS, "another$key"))
    export.write_text("<html/>")
    assert run(monkeypatch, *saved, "--check", str(export)) == 1
    assert run(monkeypatch, *saved, "--check", str(tmp_path / "none.rsc")) == 1
    assert "none.rsc cannot be read: No such file" in capsys.readouterr().err


def test_keys_in_secrets_manager_are_named_and_taken_from_a_file(
    saved: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    arn = f"arn:aws:secretsmanager:ap-northeast-1:111122223333:secret:s2svpn!{ID}-AbCdEf"
    redacted = {**describe(keys=("REDACTED", "REDACTED")), "PreSharedKeyArn": arn}
    (tmp_path / "vpn.json").write_text(json.dumps({"VpnConnections": [redacted]}))
    assert run(monkeypatch, *saved, "--show-keys") == 1
    told = capsys.readouterr()
    assert "tunnel 1 of the XML: ike/pre_shared_key is not a key" in told.err
    assert f"get-secret-value --region ap-northeast-1 --secret-id '{arn}'" in told.err
    assert "--keys keys.json" in told.err
    assert told.out == ""
    keys = tmp_path / "keys.json"
    keys.write_text(json.dumps(dict(zip(OUTSIDE, KEYS, strict=True))))
    assert run(monkeypatch, *saved, "--show-keys", "--keys", str(keys)) == 0
    printed = capsys.readouterr().out
    assert all(f'secret="{key}"' in printed or f"secret={key}" in printed for key in KEYS)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ({OUTSIDE[0]: KEYS[0]}, "tunnel 1 of the XML: ike/pre_shared_key is not a key"),
        ({OUTSIDE[0]: KEYS[0], "192.0.2.9": KEYS[1]}, "a key is given for 192.0.2.9, which is not an outside address"),
        ({OUTSIDE[0]: KEYS[0], OUTSIDE[1]: "<hidden>"}, "keys.json: a value is not a key"),
        ({"tunnel1": KEYS[0]}, "keys.json is not a JSON object with one key per outside address"),
        (list(KEYS), "keys.json is not a JSON object with one key per outside address"),
    ],
)
def test_wrong_keys_are_refused_without_showing_one(
    content: object,
    sentence: str,
    saved: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "vpn.json").write_text(json.dumps(describe(keys=("REDACTED", "REDACTED"))))
    keys = tmp_path / "keys.json"
    keys.write_text(json.dumps(content))
    assert run(monkeypatch, *saved, "--show-keys", "--keys", str(keys)) == 1
    told = capsys.readouterr().err
    assert sentence in told
    assert not any(key in told for key in KEYS)


def test_options_without_a_file_are_enough(
    saved: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    own = ["--wan-interface", "sfp1", "--wan-address", "198.51.100.7", "--lan-prefix", "192.168.1.0/24"]
    own += ["--aws-prefix", "10.0.0.0/16", "--aws-prefix", "10.2.0.0/16", "--asn", "65010", "--primary", "2"]
    assert run(monkeypatch, *saved[:2], "--routeros", "6.49", *own) == 0
    printed = capsys.readouterr().out
    assert "sfp1 198.51.100.7" in printed
    assert "tunnel 2 (preferred)" in printed
    assert "assumes: Failover: one policy per tunnel" in printed


@pytest.mark.parametrize("outputs", [{"vpnConnectionId": ID}, {}])
def test_a_stacks_connection_is_looked_for_in_its_sites_region(
    outputs: dict[str, str], saved: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[tuple[str, str]] = []

    def from_aws(region: str, connection_id: str, **_: object) -> VpnConnection:
        asked.append((region, connection_id))
        return from_description(describe())

    monkeypatch.setattr(Stack, "outputs", lambda _: outputs)
    monkeypatch.setattr("mikrotik.command.from_aws", from_aws)
    answer = run(monkeypatch, "--stack", "osaka", *saved[2:])
    assert (answer, asked) == ((0, [("ap-northeast-3", ID)]) if outputs else (1, []))
    assert ("no output vpnConnectionId" in capsys.readouterr().err) is not bool(outputs)


@pytest.mark.parametrize("name", ["picture.svg", "picture.txt"])
def test_the_diagram_is_written(name: str, saved: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(monkeypatch, *saved, "--diagram", str(tmp_path / name)) == 0
    drawn = (tmp_path / name).read_text()
    for address in (*OUTSIDE, *INSIDE[0], *INSIDE[1], "192.168.10.0/24", "10.0.0.0/16", "AS 65010", "AS 64512"):
        assert address in drawn
    assert not any(key in drawn for key in KEYS)


@pytest.mark.parametrize("static", [True, False])
def test_the_picture_is_one_well_formed_file_whatever_the_names(static: bool) -> None:
    own = router(None, local(wanInterface="<script>&\"'"))
    made = design(from_description(describe(Shape(static=static))), own, version("7.20"))
    root = ElementTree.fromstring(svg(made))
    words = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert "<script>&\"' 198.51.100.7" in words
    assert not list(root.iter("{http://www.w3.org/2000/svg}image"))
    assert ("BGP" in text(made)) is not static


@pytest.mark.parametrize(
    ("left_out", "missing"),
    [("--file", "the VPN connection"), ("--router", "the router's own side"), ("--routeros", "the version")],
)
def test_what_is_missing_is_named_with_an_example(
    left_out: str, missing: str, saved: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    at = saved.index(left_out)
    assert run(monkeypatch, *saved[:at], *saved[at + 2 :]) == 1
    told = capsys.readouterr().err
    assert f"Missing: {missing}. Example:\n  mikrotik --stack tokyo" in told


def test_it_runs_without_the_operator_s_commands(
    saved: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["mikrotik", *saved])
    assert alone() == 0
    assert ID in capsys.readouterr().out
    monkeypatch.setattr(sys, "argv", ["mikrotik", "--stack", "osaka", *saved[2:]])
    assert alone() == 1
    assert "Name the connection with --id" in capsys.readouterr().err
