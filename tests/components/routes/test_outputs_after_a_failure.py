"""No output tells what was meant where a resource has failed: it is not given, so the engine keeps all old ones."""

from dataclasses import dataclass
from typing import Any

import pulumi
import pytest
from pulumi.runtime.settings import get_root_resource
from pulumi.runtime.sync_await import _sync_await

from tests.components.conftest import NoRoutes
from tests.components.test_on_premises import DX, LINES
from tests.components.test_on_premises import run as with_on_premises
from tests.components.test_order import REQUESTED, TAKEN_OVER, Partial

pytestmark = pytest.mark.slow

WORD = {"activeSite", "activeRegion", "generation"}
ROUTES = {"workloadRoutes", "workloadArrival"}


@pytest.fixture(autouse=True)
def aws_after_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    """What waits for nothing that was refused goes on once the program has ended."""
    monkeypatch.setattr("components.existing.held.client", lambda *_, **__: NoRoutes())


@dataclass
class Refusing(Partial):
    """A run of osaka's takeover in which AWS or Prism Central refuses one resource."""

    refused: str = ""

    def new_resource(self, args: pulumi.runtime.MockResourceArgs) -> tuple[str, dict[str, Any]]:
        if args.name == self.refused:
            raise RuntimeError("ExpiredToken: The security token included in the request is expired")
        return super().new_resource(args)


def not_given(refused: str) -> set[str]:
    """The outputs that the program does not give where this resource is refused."""
    made = Refusing("osaka", REQUESTED, kept={"failover": TAKEN_OVER}, refused=refused)
    with pytest.raises(Exception, match="ExpiredToken"):
        with_on_premises(made, DX, LINES, activeRegion="osaka")
    root: Any = get_root_resource()
    return {name for name, value in root.outputs.items() if not _is_given(value)}


def _is_given(value: Any) -> bool:
    try:
        _sync_await(pulumi.Output.from_input(value).future())
    except Exception:
        return False
    return True


@pytest.mark.parametrize(
    ("refused", "missing"),
    [
        ("failover", {*WORD, *ROUTES, "announcedPrefixes", "state", "recovered"}),
        ("workload", {*WORD, *ROUTES}),
        ("on-premises-workload", WORD),
        ("on-premises-dx", {*WORD, "announcedPrefixes"}),
    ],
)
def test_what_a_refused_resource_would_have_done_is_not_told(refused: str, missing: set[str]) -> None:
    assert not_given(refused) >= missing
