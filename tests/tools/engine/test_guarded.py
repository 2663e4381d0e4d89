"""What `DestroyGuard` goes by: one refusal at what everything precedes ends a destroy before anything has gone."""

import json
from pathlib import Path

import pytest

from tests.tools.engine.tiny import environment_of, pulumi, run
from tools.engine import Installation

pytestmark = [pytest.mark.engine, pytest.mark.slow]

PROGRAM = """
import os
import pulumi
from pulumi.dynamic import CreateResult, Resource, ResourceProvider

class Plain(ResourceProvider):
    def create(self, props):
        return CreateResult("1", {})

class Guard(Plain):
    def delete(self, id, props):
        if not os.path.exists("empty"):
            raise Exception("Refused, nothing was deleted: 2 VMs run here.")

class Thing(Resource):
    def __init__(self, provider, name, **opts):
        super().__init__(provider, name, {}, pulumi.ResourceOptions(**opts))

network = Thing(Plain(), "network")
kept = Thing(Plain(), "kept", depends_on=[network], protect=True)
route = Thing(Plain(), "route", depends_on=[kept])
listener = Thing(Plain(), "listener")
Thing(Guard(), "guard", depends_on=[network, kept, route, listener], protect=True)
"""
EVERYTHING = {"network", "kept", "route", "listener", "guard"}


def test_a_guard_that_depends_on_everything_ends_a_destroy_before_anything_has_gone(
    installed_engine: Installation, tmp_path: Path
) -> None:
    environment = environment_of(installed_engine, "http://127.0.0.1:1", tmp_path)
    (tmp_path / "Pulumi.yaml").write_text("name: tiny\nruntime: python\n")
    (tmp_path / "__main__.py").write_text(PROGRAM)
    pulumi(tmp_path, environment, "stack", "init", "test")
    pulumi(tmp_path, environment, "up", "--yes", "--skip-preview", "--stack", "test")

    def there() -> set[str]:
        state = json.loads(pulumi(tmp_path, environment, "stack", "export", "--stack", "test"))
        resources = state["deployment"].get("resources", [])
        return {one["urn"].rpartition("::")[2] for one in resources if "dynamic:Resource" in one["type"]} - {"default"}

    def refused(*more: str) -> str:
        done = run(tmp_path, environment, "destroy", "--yes", "--stack", "test", "--color", "never", *more)
        assert done.returncode != 0, done.stdout
        assert there() == EVERYTHING
        return done.stdout

    for more in ((), ("--skip-preview",)):
        told = refused(*more)
        assert "dynamic:Resource::guard" in told
        assert "cannot be deleted" in told
        assert "::kept" not in told, "whatever an error depends on is not tried, so one resource is named"
    pulumi(tmp_path, environment, "state", "unprotect", "--all", "--yes", "--stack", "test")
    assert "Refused, nothing was deleted: 2 VMs run here." in refused()
    (tmp_path / "empty").touch()
    pulumi(tmp_path, environment, "destroy", "--yes", "--stack", "test")
    assert there() == set()
