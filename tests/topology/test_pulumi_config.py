"""Reading the project's configuration the way the engine hands it over: everything as text."""

import ast
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pulumi
import pytest
from pulumi.runtime import config as runtime

import topology


class _NoResources(pulumi.runtime.Mocks):
    def new_resource(self, args: pulumi.runtime.MockResourceArgs) -> tuple[str, dict[str, Any]]:
        raise AssertionError(f"{args.name} was made while configuration was read")

    def call(self, args: pulumi.runtime.MockCallArgs) -> tuple[dict[Any, Any], list[tuple[str, str]] | None]:
        raise AssertionError(f"{args.token} was called while configuration was read")


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.delenv("PULUMI_CONFIG", raising=False)
    pulumi.runtime.set_mocks(_NoResources(), project="shop-dr", stack="south")
    before = dict(runtime.CONFIG.get())
    yield
    pulumi.runtime.set_all_config(before, [])


def _as_text(config: dict[str, Any]) -> dict[str, str]:
    texts = {
        key: value if isinstance(value, str) else json.dumps(value, sort_keys=True) for key, value in config.items()
    }
    return {f"shop-dr:{key}": text for key, text in texts.items()}


@pytest.mark.usefixtures("engine")
def test_the_stack_reads_its_own_project(config: dict[str, Any]) -> None:
    pulumi.runtime.set_all_config({**_as_text(config), "aws:region": "eu-west-1", "other:activeRegion": "x"}, [])
    assert topology.load() == topology.build(config, "south", "shop-dr")


@pytest.mark.usefixtures("engine")
def test_configuration_may_come_in_the_environment(config: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    pulumi.runtime.set_all_config({}, [])
    monkeypatch.setenv("PULUMI_CONFIG", json.dumps(_as_text(config)))
    assert topology.load().me.name == "south"


@pytest.mark.usefixtures("engine")
def test_an_unknown_key_is_seen(config: dict[str, Any]) -> None:
    pulumi.runtime.set_all_config(_as_text({**config, "activeregion": "south"}), [])
    with pytest.raises(topology.ConfigurationError, match="did you mean activeRegion"):
        topology.load()


@pytest.mark.usefixtures("engine")
def test_an_encrypted_value_is_never_shown(config: dict[str, Any]) -> None:
    secret = {**config, "peering": "hunter2", "prismPassword": "hunter2"}
    pulumi.runtime.set_all_config(_as_text(secret), ["shop-dr:peering", "shop-dr:prismPassword"])
    with pytest.raises(topology.ConfigurationError) as refused:
        topology.load()
    assert "PRISM_PASSWORD" in str(refused.value)
    assert "hunter2" not in str(refused.value)


def test_only_one_file_knows_pulumi() -> None:
    def imports(path: Path) -> set[str]:
        nodes = list(ast.walk(ast.parse(path.read_text())))
        plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
        return plain | {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}

    folder = Path(topology.__file__).parent
    knowing = {path.name for path in folder.rglob("*.py") if any(name.startswith("pulumi") for name in imports(path))}
    assert knowing == {"pulumi_config.py"}
