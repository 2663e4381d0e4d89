"""A stack works in the AWS account that it has begun in, and reads the other stack of its own organization."""

from collections.abc import Mapping
from typing import Any

import pulumi
import pytest
from pulumi.runtime.settings import get_root_resource
from pulumi.runtime.sync_await import _sync_await

from aws import Kind, Silence
from components.existing.own_routes import own_routes
from components.published import outputs_of
from operations.run import Project
from tests.components.conftest import Program
from tests.components.living import PUBLISHED, living

pytestmark = pytest.mark.slow

OURS, THEIRS = "123456789012", "210987654321"
DEFAULT = "organization/nc2-dr/osaka"
SITES = Project.here().configuration()["sites"]


def facts(**accounts: str) -> dict[str, Any]:
    return {"sites": {name: {**SITES[name], "awsAccount": account} for name, account in accounts.items()}}


def recorded() -> Any:
    root: Any = get_root_resource()
    found: Any = pulumi.Output.from_input(root.outputs.get("awsAccount")).future()
    return _sync_await(found)


def refused(account: str, own: Mapping[str, Any], preview: bool = True, **changes: Any) -> str:
    program = Program("tokyo", PUBLISHED["tokyo"], own=own, account=account, preview=preview)
    with pytest.raises(pulumi.RunError) as told:
        program.run(**changes)
    assert [one for one in program.names if one != "aws"] == []
    return str(told.value)


def test_the_account_is_recorded_by_a_first_run_and_by_that_of_an_older_stack() -> None:
    Program("tokyo", {}).run()
    assert recorded() == OURS
    Program("tokyo", PUBLISHED["tokyo"], own=living("tokyo")).run()
    assert recorded() == OURS


@pytest.mark.parametrize("preview", [True, False])
def test_credentials_of_another_account_are_refused_before_anything_is_registered(preview: bool) -> None:
    text = refused(THEIRS, {**living("tokyo"), "awsAccount": OURS}, preview)
    assert f"Refused, nothing was changed: the AWS credentials are of account {THEIRS}." in text
    assert f"The stack of tokyo works in account {OURS} (recorded by its first pulumi up)" in text


def test_an_account_of_the_configuration_is_held_from_the_first_run_on_and_the_other_site_s_is_named() -> None:
    text = refused(THEIRS, {}, **facts(tokyo=OURS, osaka=THEIRS))
    assert f"account {THEIRS}, which is the account of osaka." in text
    assert f"works in account {OURS} (sites.tokyo.awsAccount)" in text
    Program("tokyo", {}, account=OURS).run(**facts(tokyo=OURS, osaka=THEIRS))


def test_an_account_that_sts_does_not_tell_stops_no_failover_and_is_not_forgotten(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told: list[str] = []
    monkeypatch.setattr("pulumi.log.warn", lambda line, *_, **__: told.append(line))
    own = {**living("tokyo"), "awsAccount": OURS, "activeRegion": "osaka"}
    silent = {"sts": Silence(Kind.SILENT, "Read timeout")}
    Program("tokyo", PUBLISHED["tokyo"], own=own, bears=silent).run(failoverMode="unplanned")
    assert recorded() == OURS
    assert any("sts of AWS in ap-northeast-1 does not answer" in line for line in told)


@pytest.mark.parametrize(("organization", "asked"), [("acme", "acme/nc2-dr/osaka"), (None, DEFAULT)])
def test_the_other_stack_is_read_from_our_own_organization(organization: str | None, asked: str) -> None:
    names: list[str] = []

    class Asked(pulumi.runtime.Mocks):
        def new_resource(self, args: pulumi.runtime.MockResourceArgs) -> tuple[str, dict[str, Any]]:
            return "", {}

        def call(self, args: pulumi.runtime.MockCallArgs) -> tuple[dict[str, Any], None]:
            names.append(str(args.args.get("name") or args.args["stackName"]))
            raise RuntimeError(f'unknown stack "{names[-1]}"')

    pulumi.runtime.set_mocks(Asked(), project="nc2-dr", stack="tokyo", preview=True, organization=organization)
    assert outputs_of("osaka") == {}
    assert own_routes("osaka") == frozenset()
    assert names == [asked, asked]
