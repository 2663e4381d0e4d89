"""Both sites served in process, and the SDK side run once a namespace against a world of its own."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from simulator import SiteSpec, World, serve
from simulator.prism.http import response_type
from simulator.prism.model import nouns
from tests.sdk import _environment
from tests.simulator.estate import build
from tests.simulator.harness import Prism

SIDE = Path(__file__).parent / "side"
ROOT = Path(__file__).parents[2]
_SITES = (SiteSpec("tokyo", "ap-northeast-1"), SiteSpec("osaka", "ap-northeast-3"))
Outcomes = dict[str, str | None]


@pytest.fixture(scope="session")
def outcomes() -> Iterator[Callable[[str], Outcomes]]:
    """By namespace: what each check of its SDK side came to, None or what went wrong."""
    known: dict[str, Outcomes] = {}
    with ExitStack() as stack:

        def of(namespace: str) -> Outcomes:
            if namespace not in known:
                known[namespace] = _run(namespace, stack)
            return known[namespace]

        yield of


def _run(namespace: str, stack: ExitStack) -> Outcomes:
    cookies = 900.0 if namespace == "transport" else None
    running = stack.enter_context(serve(World(_SITES, session_seconds=cookies)))
    given: dict[str, Any] = {
        "types": _types(),
        "endpoints": running.endpoints,
        "ca_bundle": running.ca_bundle,
        "username": running.username,
        "password": running.password,
    }
    if namespace == "dataprotection":
        estate = build(Prism(running, "tokyo"), Prism(running, "osaka"))
        stack.callback(estate.close)
        given |= {"plan": estate.plan, "vm": estate.add_vm("app-1", "172.30.1.10"), "category": estate.category}
    command = [str(_environment.python()), "-m", "tests.sdk.side._run", namespace]
    done = subprocess.run(
        command, input=json.dumps(given), capture_output=True, text=True, timeout=120, check=False, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def _types() -> list[str]:
    """The objectType of every entity and every reply of the simulator, of nouns that are v4."""
    found = set()
    for noun in nouns().values():
        found |= {response_type(noun, verb) for verb in noun.verbs}
        found |= {response_type(noun, "act", action) for action in noun.actions}
        if noun.verbs:
            found.add(noun.object_type)
    # And those of objects inside of them, as the source spells them.
    for path in (ROOT / "simulator").glob("*.py"):
        found |= set(re.findall(r"\"((?:[a-z]+\.)+v[14](?:\.[a-z0-9]+)+\.[A-Z]\w+)\"", path.read_text()))
    return sorted(found - {noun.object_type for noun in nouns().values() if not noun.verbs})
