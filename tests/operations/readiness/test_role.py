"""Readiness looks at the failover from the site that is active, whatever the line in Pulumi.yaml asks for since."""

import pytest

from operations import OperationsError
from operations.look import Status
from operations.readiness import recovery, role
from operations.run import Stack
from tests.operations._estate import HOME, OTHER, Estate

pytestmark = pytest.mark.slow


def test_the_role_is_what_the_stack_has_published_and_not_the_edited_line(
    sites: Estate, monkeypatch: pytest.MonkeyPatch
) -> None:
    published = {"activeSite": HOME, "generation": "0"}
    monkeypatch.setattr(Stack, "published", lambda self, seconds=None: published)
    sites.changes = {"activeRegion": OTHER}
    survivor = sites.survivor().as_published()
    asked = next(check for check in role.look(survivor) if check.name == "activeRegion")
    assert (asked.status, asked.found) == (Status.WARN, "Pulumi.yaml asks for osaka; not applied yet")
    assert {check.subject for check in recovery.look(survivor) if check.name == "replication age"} == {
        "web-1",
        "web-2",
        "db-1",
    }, "the failover that is asked for is looked at"
    published["activeSite"] = OTHER
    assert [check.found for check in role.look(sites.survivor().as_published())] == ["the active site"]


@pytest.mark.parametrize("outputs", [{}, {"activeSite": "nagoya"}, OperationsError("no end within 20 s")])
def test_without_a_published_word_the_configuration_is_gone_by(
    sites: Estate, monkeypatch: pytest.MonkeyPatch, outputs: dict[str, str] | OperationsError
) -> None:
    def published(_: Stack, seconds: float | None = None) -> dict[str, str]:
        if isinstance(outputs, OperationsError):
            raise outputs
        return outputs

    monkeypatch.setattr(Stack, "published", published)
    survivor = sites.survivor().as_published()
    assert (survivor.model.active.name, survivor.asked) == (HOME, "")
