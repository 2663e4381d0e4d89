"""Nothing acts on a VM before it has looked whose Prism Central this is."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path

import pytest

import providers
from prism import NotFoundError
from providers.recovery import OwnSite, copies, expect_own_prism_central, stand_down
from tests.providers.conftest import Cloud

_ACTS = {
    "power_off",
    "power_on",
    "delete",
    "begin_power_off",
    "begin_describe",
    "describe",
    "redescribe",
    "add_category",
    "remove_category",
}
_PACKAGES = ("recovery", "failover", "store_recovery")


def test_only_the_guard_makes_an_own_site(cloud: Cloud) -> None:
    client = cloud.client("tokyo")
    with pytest.raises(TypeError, match="expect_own_prism_central"):
        OwnSite(client, "pc-tokyo", "id")
    own = expect_own_prism_central(client, "pc-tokyo", "tokyo")
    assert (own.client, own.name) == (client, "pc-tokyo")
    assert own.domain_manager_id == cloud.world.site("tokyo").domain_manager_id


def test_another_site_s_prism_central_is_refused_by_name(cloud: Cloud) -> None:
    with pytest.raises(NotFoundError, match=r"is not 'pc-tokyo'\. Nothing was changed\. Set PRISM_ENDPOINT"):
        expect_own_prism_central(cloud.client("osaka"), "pc-tokyo", "tokyo")


@pytest.mark.parametrize("act", [stand_down, copies.start, copies.remove, copies.revive])
def test_every_act_on_copies_takes_an_own_site(act: object) -> None:
    assert callable(act)
    first = next(iter(inspect.signature(act).parameters.values()))
    assert first.annotation == "OwnSite"


def test_no_other_module_of_a_recovery_powers_off_marks_or_deletes_vms() -> None:
    """What is restored is powered on, and gets categories, in restore.py and categories.py: at an OwnSite, too."""
    root = Path(next(iter(providers.__path__)))
    found = {
        f"{path.parent.name}/{path.name}: {node.func.attr}"
        for package in _PACKAGES
        for path in sorted((root / package).glob("*.py"))
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _ACTS
    }
    assert found == {
        "recovery/standing_down.py: begin_power_off",
        "recovery/standing_down.py: power_off",
        "recovery/standing_down.py: begin_describe",
        "recovery/copies.py: power_on",
        "recovery/copies.py: delete",
        "recovery/copies.py: describe",
        "store_recovery/restore.py: power_on",
        "store_recovery/restore.py: add_category",
        "store_recovery/categories.py: add_category",
    }
