"""Every noun on the real engine, told as one story: each test goes on where the one before it ended.

One stack holds all of them. A new noun under the lifecycle recipe is in it without a word here.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from prism import Credentials, PrismCentral
from simulator import SiteSpec, World, serve
from simulator.prism.model import Record
from tests.providers._noun import Noun
from tests.providers._nouns import BY_NAME
from tests.providers._stack import PROJECT, STACK, EngineStack, Failed, Run, plain
from tests.providers.test_secrets import forms
from tools.engine import Cache, set_up
from tools.engine.environment import of_installation
from tools.provider_pages import documented

pytestmark = [pytest.mark.slow, pytest.mark.engine(minutes=3)]

PASSWORD, AWS = "pl4nted-p@ss w0rd/ü%", "pl4nted-aws-secret-key"
# A third site to be paired with, as the pairing of the other two is one of the nouns.
SITES = [SiteSpec(name, region) for name, region in (("tokyo", "x-1"), ("osaka", "x-2"), ("nagoya", "x-3"))]
SITE = {"prism_central": "pc-tokyo", "cluster": "nc2-tokyo", "transit_vpc": "transit-vpc"}
ROOT = Path(__file__).parents[2]
# Those that the stack makes and takes away; what is only looked up belongs to somebody else.
MADE = {name: noun for name, noun in BY_NAME.items() if not noun.looked_up}


@dataclass
class Story:
    """The stack, and for each noun what is declared and what will be declared instead."""

    world: World
    client: PrismCentral
    stack: EngineStack
    inputs: dict[str, dict[str, Any]]
    changes: dict[str, dict[str, Any]]
    printed: list[str]

    def declare(self, more: dict[str, dict[str, Any]] | None = None) -> None:
        """Declares the site and every noun, with ``more`` of some of them changed."""
        kinds = {one.provider: (one.noun, one.resource.__name__) for one in documented()}
        more = more or {}
        self.stack.declared = {"site": ("prism_site", "PrismSite", SITE)}
        for name, noun in BY_NAME.items():
            self.stack.declared[name] = (*kinds[noun.provider], {**self.inputs[name], **more.get(name, {})})

    def wanted(self, name: str) -> dict[str, Any]:
        """What is declared of a noun now."""
        return self.stack.declared[name][2]

    def run(self, verb: str, **options: Any) -> Run:
        """One verb of the engine; what it printed is kept."""
        run: Run = getattr(self.stack, verb)(**options)
        self.note(run)
        return run

    def note(self, run: Run) -> str:
        """Keeps what was printed, and answers it without line breaks."""
        self.printed.append(run.text)
        return plain(run.text)

    def agree(self) -> None:
        """Every noun is there, once, and is what the state says it is."""
        ids = self.stack.ids()
        for name, noun in BY_NAME.items():
            found = noun.ours(self.client, self.wanted(name), f"{PROJECT}/{STACK}/{name}")
            assert len(found) == (noun.parts or 1), name
            assert noun.parts is not None or found == [ids[name]], name

    def in_the_middle(self) -> Callable[[], bool]:
        """Says when some tasks that began after now are done and others are under way."""
        known = {task.ext_id for task in self.world.site("tokyo").store.all("task")}

        def reached() -> bool:
            with self.world.lock:
                self.world.advance()
                tasks = [t for t in self.world.site("tokyo").store.all("task") if t.ext_id not in known]
                done = [t for t in tasks if t.data["status"] == "SUCCEEDED"]
            return len(done) >= 3 and len(tasks) > len(done)

        return reached


def there_is(world: World) -> list[Record]:
    """What there is at the stack's site, but for the past."""
    store = world.site("tokyo").store
    return [record for kind in store.kinds() if kind != "task" for record in store.all(kind)]


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """Nothing is there yet but what the nouns need around them."""
    folder = tmp_path_factory.mktemp("engine")
    (folder / "state").mkdir()
    world = World(SITES, seed=1, task_clock="seconds:0", password=PASSWORD)
    with serve(world, folder / "tls") as running:
        client = PrismCentral(
            running.endpoints["tokyo"],
            Credentials(running.username, PASSWORD),
            ca_bundle=running.ca_bundle,
            rate_limit=10000,
        )
        environment = {
            **of_installation(set_up(Cache.of_user(), print), os.environ),
            "PULUMI_BACKEND_URL": f"file://{folder / 'state'}",
            "PULUMI_CONFIG_PASSPHRASE": "passphrase",
            "PYTHONPATH": str(ROOT),
            "PRISM_ENDPOINT": running.endpoints["tokyo"],
            "PRISM_USERNAME": running.username,
            "PRISM_PASSWORD": PASSWORD,
            "PRISM_PEER_USERNAME": running.username,
            "PRISM_PEER_PASSWORD": PASSWORD,
            "PRISM_CA_BUNDLE": str(running.ca_bundle),
            "PRISM_RATE_LIMIT": "10000",
            "AWS_SECRET_ACCESS_KEY": AWS,
        }
        inputs = {name: noun.inputs(client) for name, noun in BY_NAME.items()}
        changes = {name: noun.changes(client) for name, noun in BY_NAME.items()}
        story = Story(world, client, EngineStack(folder, environment), inputs, changes, [])
        story.declare()
        with pytest.MonkeyPatch.context() as patch:
            # Where the Automation API looks for `pulumi`.
            patch.setenv("PATH", environment["PATH"])
            yield story


def steps_of(noun: Noun, fields: list[str]) -> list[str]:
    """The engine's steps for a change of these fields."""
    if not noun.replaces & set(fields):
        return ["update"]
    if noun.new_first & set(fields) == noun.replaces & set(fields):
        return ["create-replacement", "replace", "delete-replaced"]
    return ["delete-replaced", "replace", "create-replacement"]


def test_a_preview_from_nothing_makes_nothing(story: Story) -> None:
    preview = story.run("preview")
    assert preview.changed() == {name: ["create"] for name in ("site", *BY_NAME)}
    for name, noun in MADE.items():
        assert noun.ours(story.client, story.inputs[name], f"{PROJECT}/{STACK}/{name}") == [], name


def test_an_up_that_is_killed_in_the_middle_is_finished_by_the_next_and_makes_nothing_twice(story: Story) -> None:
    story.world.clock.task_seconds = 1.5
    story.stack.killed_up(story.in_the_middle())
    pending = story.stack.state().get("pending_operations", [])
    assert pending, "it was not killed in the middle"
    story.world.clock.task_seconds = 0
    story.stack.cancel()
    story.run("up")
    story.agree()
    # Pulumi goes on warning of creates whose end it did not see until it is told that they are in the state.
    assert story.run("refresh", clear_pending_creates=True).outcomes == {}
    assert "pending_operations" not in story.stack.state()


def test_a_second_up_changes_nothing(story: Story) -> None:
    assert story.run("up").changed() == {}


def test_a_preview_of_any_changed_field_names_it_and_says_update_or_replace_as_documented(story: Story) -> None:
    in_place = {name: sorted(story.changes[name].keys() - noun.replaces) for name, noun in BY_NAME.items()}
    alone = [{name: [field] for name, field in one.items()} for one in by_turns(story)]
    for fields in ({name: some for name, some in in_place.items() if some}, *alone):
        story.declare({name: {key: story.changes[name][key] for key in some} for name, some in fields.items()})
        preview = story.run("preview")
        assert preview.changed() == {name: steps_of(BY_NAME[name], some) for name, some in fields.items()}
        # After a refresh the engine also shows a default that the state spells out and the program leaves out.
        assert {name: set(some) - preview.fields(name) for name, some in fields.items()} == {
            name: set() for name in fields
        }
    story.declare()


def by_turns(story: Story) -> Iterator[dict[str, str]]:
    """The fields whose change replaces, so that each noun's come one after the other."""
    turns = {name: sorted(noun.replaces & story.changes[name].keys()) for name, noun in BY_NAME.items()}
    for number in range(max(map(len, turns.values()))):
        yield {name: fields[number] for name, fields in turns.items() if len(fields) > number}


def test_the_preview_names_each_member_of_a_set(story: Story) -> None:
    story.declare({name: story.changes[name] for name in ("floating_ips", "category_members")})
    said = story.note(story.stack.preview())
    for sentence in (
        "Floating IP 'other' will be added and will lead to VM 'app-2' at 172.30.1.12.",
        "Floating IP 'spare' will be released; it leads to nothing.",
        "Floating IP 'web' will move from VM 'app-1' at 172.30.1.11 to nothing.",
        "member-3",
    ):
        assert sentence in said
    assert re.search(r"Floating IP 'api' will move from NIC [0-9a-f-]{36} to VM 'app-1' at 172.30.1.11\.", said)
    story.declare()


def test_drift_is_seen_by_refresh_and_repaired_by_the_next_up(story: Story) -> None:
    ids, drifted = story.stack.ids(), {}
    for name, noun in BY_NAME.items():
        for what, drift in list(noun.drifts.items())[-1:]:
            drift(story.client, ids[name], story.inputs[name])
            drifted[name] = what
    assert story.run("refresh").outcomes == dict.fromkeys(drifted, "update"), drifted
    repaired = story.run("up").changed()
    assert {name: "replace" if "replace" in steps else "update" for name, steps in repaired.items()} == {
        name: BY_NAME[name].repair for name in drifted
    }, drifted
    story.agree()


def test_what_was_deleted_outside_leaves_the_state_at_refresh_and_is_made_again(story: Story) -> None:
    ids = story.stack.ids()
    for name, noun in MADE.items():
        noun.take_away(story.client, ids[name], story.inputs[name])
    assert story.run("refresh").outcomes == dict.fromkeys(MADE, "delete")
    assert story.run("up").changed() == {name: ["create"] for name in MADE}
    story.agree()


def test_a_change_of_everything_that_is_killed_in_the_middle_is_finished_by_the_next_up(story: Story) -> None:
    story.declare(story.changes)
    story.world.clock.task_seconds = 1.5
    story.stack.killed_up(story.in_the_middle())
    story.world.clock.task_seconds = 0
    story.stack.cancel()
    story.run("up")
    story.agree()
    for name, noun in MADE.items():
        if noun.live is not None and noun.replaces:
            assert noun.ours(story.client, story.inputs[name], f"{PROJECT}/{STACK}/{name}") == [], f"old {name}"
    assert story.run("up", refresh=True).changed() == {}


def test_what_is_missing_is_told_in_sentences(story: Story) -> None:
    gone = "99999999-9999-4999-8999-999999999999"
    members = {
        "floating_ips": {"members": {"web": {"vm": "nowhere", "private_ip": "172.30.1.9"}}},
        "category_members": {**story.changes["category_members"], "vms": ["nobody", "member-2"]},
    }
    nobody = "there is no VM 'nowhere' in this Prism Central", "there is no VM of this name in this Prism Central"
    story.declare({**story.changes, "vm_nic": {**story.changes["vm_nic"], "vm_id": gone}})
    told(story, "preview", f"is {gone}, but the Prism Central at", "has no such VM")
    story.declare({**story.changes, **members})
    said = story.note(story.stack.preview())
    for member, why in zip(("web", "nobody"), nobody, strict=True):
        assert f"'{member}' would fail now: {why}" in said
    told(story, "up", *(f"'{member}': {why}" for member, why in zip(("web", "nobody"), nobody, strict=True)))


def told(story: Story, verb: str, *sentences: str) -> None:
    """The verb fails, and says these, without a traceback."""
    with pytest.raises(Failed) as failed:
        story.run(verb, **({"continue_on_error": True} if verb == "up" else {}))
    said = story.note(failed.value.run)
    assert "Traceback" not in said
    for sentence in sentences:
        assert sentence in said


def test_after_destroy_nothing_of_ours_is_left_and_no_secret_was_let_out(story: Story) -> None:
    state = json.dumps(story.stack.state(), ensure_ascii=False)
    story.printed += [state, *[path.read_text() for path in (story.stack.directory / "state").rglob("*.json*")]]
    story.run("destroy", log_to_std_err=True, log_verbosity=9, debug=True)
    assert story.stack.ids() == {}
    for name, noun in MADE.items():
        for inputs in (story.inputs[name], story.wanted(name)):
            assert noun.ours(story.client, inputs, f"{PROJECT}/{STACK}/{name}") == [], name
    left = [f"{r.kind} {r.name}" for r in there_is(story.world) if f"nc2-dr:{PROJECT}/" in json.dumps(r.data)]
    assert left == []
    planted = [form for secret in (PASSWORD, AWS) for form in forms(secret)]
    assert len(story.printed) > 10
    assert [form for form in planted if any(form in text for text in story.printed)] == []
