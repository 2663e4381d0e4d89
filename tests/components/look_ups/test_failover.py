"""A failover looks up nothing that it does not change; any other run says in one line what AWS did not tell."""

from collections.abc import Callable, Mapping
from typing import Any

import pulumi
import pytest
from botocore.exceptions import ClientError

from aws import Kind, Silence
from prism import UnreachableError
from tests.components.conftest import Program
from tests.components.test_existing import (
    ATTACHMENT,
    EXISTING,
    EXISTING_GATEWAY,
    NO_FRONT,
    OTHER,
    TABLE,
    TOKYO,
    aws,
)

pytestmark = pytest.mark.slow

ALL = {**EXISTING, **EXISTING_GATEWAY, "transitGatewayAttachmentId": ATTACHMENT}
SITES = {"tokyo": {**TOKYO, "existing": ALL}}
BEFORE = {"transitGatewayRouteTableId": TABLE, "activeRegion": "osaka", "activeSite": "osaka", "generation": "1"}
SAID = {**OTHER, "generation": "1", "activeSite": "osaka"}


def fails(args: pulumi.runtime.MockCallArgs) -> dict[Any, Any]:
    """AWS whose services answer with failures."""
    answer = {"Error": {"Code": "ServiceUnavailable", "Message": "Try again."}}
    raise ClientError({**answer, "ResponseMetadata": {"HTTPStatusCode": 503}}, args.token)


def works(**changes: Mapping[str, Any]) -> Callable[[pulumi.runtime.MockCallArgs], dict[Any, Any]]:
    def answer(args: pulumi.runtime.MockCallArgs) -> dict[Any, Any]:
        if args.token.endswith("getAvailabilityZones"):
            return {"names": ["ap-northeast-1a", "ap-northeast-1c"]}
        return aws(**changes)(args)

    return answer


def of_another_region(args: pulumi.runtime.MockCallArgs) -> dict[Any, Any]:
    if args.token.endswith("getAvailabilityZones"):
        return {"names": ["us-east-1a", "us-east-1b"]}
    return fails(args)


@pytest.fixture
def warned(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    said: list[str] = []
    monkeypatch.setattr("pulumi.log.warn", lambda sentence, *_, **__: said.append(sentence))
    return said


@pytest.fixture
def known() -> Mapping[str, Any]:
    """The outputs of a run that has looked everything up."""
    made = Program("tokyo", SAID, aws=works(), own=BEFORE)
    return {**BEFORE, **made.run(sites=SITES, activeRegion="osaka", **NO_FRONT).shown}


def resources(program: Program) -> dict[str, Any]:
    """What a program registers but for what a failover changes."""
    kept = [one for one in program.resources if one.name not in ("failover", "workload")]
    return {f"{one.typ} {one.name}": dict(one.inputs) for one in kept if not one.typ.startswith("pulumi:")}


@pytest.mark.parametrize("preview", [True, False], ids=["preview", "up"])
@pytest.mark.parametrize("answers", [fails, of_another_region])
def test_a_failover_goes_by_what_the_last_run_knew_and_asks_for_nothing(
    known: Mapping[str, Any], warned: list[str], preview: bool, answers: Any
) -> None:
    made = Program("tokyo", SAID, aws=answers, own=known, preview=preview)
    made.run(sites=SITES, activeRegion="tokyo", failoverMode="unplanned", **NO_FRONT)
    assert made.asked == []
    if not preview:  # where ids are not known
        before = Program("tokyo", SAID, aws=works(), own=known).run(sites=SITES, activeRegion="osaka", **NO_FRONT)
        assert resources(made) == resources(before)
    assert made.shown["existingFacts"] == known["existingFacts"]
    assert not [line for line in warned if "existing" in line]


def test_ids_that_the_last_run_did_not_know_are_looked_up(known: Mapping[str, Any]) -> None:
    other = {**ALL, "vpcId": "vpc-00000000000000000"}
    made = Program("tokyo", SAID, aws=fails, own=known)
    with pytest.raises(pulumi.RunError) as refused:
        made.run(sites={"tokyo": {**TOKYO, "existing": other}}, activeRegion="tokyo", **NO_FRONT)
    told = str(refused.value)
    assert "AWS did not say in ap-northeast-1 what exists for tokyo: sites.tokyo.existing.vpcId" in told
    assert "(ec2 fails: ServiceUnavailable: Try again)" in told
    assert "\n" not in told


def test_what_does_not_fit_is_a_warning_in_a_failover_and_refused_in_any_other_run(warned: list[str]) -> None:
    wrong = works(vpc={"enableDnsHostnames": False})
    made = Program("tokyo", SAID, aws=wrong, own=BEFORE)
    made.run(sites=SITES, activeRegion="tokyo", failoverMode="unplanned", **NO_FRONT)
    (line,) = [one for one in warned if "DNS host names" in one]
    assert line.endswith("This run changes the active site and not that, so it goes on.")
    with pytest.raises(pulumi.RunError, match="DNS host names"):
        Program("tokyo", SAID, aws=wrong, own=BEFORE).run(sites=SITES, activeRegion="osaka", **NO_FRONT)


def test_another_run_warns_in_one_line_and_goes_by_what_was_known(known: Mapping[str, Any], warned: list[str]) -> None:
    Program("tokyo", SAID, aws=fails, own=known, preview=True).run(sites=SITES, activeRegion="osaka", **NO_FRONT)
    (line,) = [one for one in warned if "AWS did not say" in one]
    assert "sites.tokyo.existing.vpcId, sites.tokyo.existing.transitGatewayId" in line
    assert "sites.tokyo.availabilityZones" in line
    assert "\n" not in line


def test_a_new_stack_is_not_made_unchecked() -> None:
    made = Program("tokyo", OTHER, aws=fails, preview=True)
    with pytest.raises(pulumi.RunError, match=r"did not say .*\.availabilityZones .*Nothing was made"):
        made.run(sites={"tokyo": TOKYO}, **NO_FRONT)
    assert [one.typ for one in made.resources if not one.typ.startswith("pulumi:")] == []


@pytest.mark.parametrize(
    ("active", "mode", "own", "without"),
    [
        ("tokyo", "unplanned", BEFORE, {"sts": Kind.SILENT, "ec2": Kind.FAILS}),
        ("tokyo", "planned", BEFORE, {"sts": Kind.SILENT}),
        ("osaka", "planned", {**BEFORE, "activeRegion": "tokyo"}, {"sts": Kind.SILENT, "ec2": Kind.FAILS}),
        ("osaka", "planned", BEFORE, {}),
        ("tokyo", "unplanned", {}, {}),
    ],
    ids=["takes over", "takes from a site that serves", "stands down", "no failover", "a new stack"],
)
def test_which_services_a_run_can_do_without(active: str, mode: str, own: Any, without: Mapping[str, Kind]) -> None:
    made = Program("tokyo", SAID, aws=works(), own=own)
    made.run(sites=SITES, activeRegion=active, failoverMode=mode, **NO_FRONT)
    assert made.without == without


def test_the_provider_asks_nobody_who_it_is_where_sts_is_silent(known: Mapping[str, Any], warned: list[str]) -> None:
    silent = {"sts": Silence(Kind.SILENT, "Read timeout")}
    made = Program("tokyo", SAID, aws=fails, own=known, bears=silent)
    made.run(sites=SITES, activeRegion="tokyo", failoverMode="unplanned", **NO_FRONT)
    (provider,) = [one.inputs for one in made.resources if one.typ == "pulumi:providers:aws"]
    assert str(provider["skipRequestingAccountId"]) == str(provider["skipCredentialsValidation"]) == "true"
    (line,) = [one for one in warned if one.startswith("sts of AWS")]
    assert "sts of AWS in ap-northeast-1 does not answer: Read timeout. The failover goes on" in line


def test_the_preview_of_a_failover_fails_without_prism_central_and_another_does_not(known: Mapping[str, Any]) -> None:
    gone = UnreachableError("The preview of activeRegion: tokyo fails in tokyo: refused.")
    made = Program("tokyo", SAID, aws=works(), own=known, preview=True, prism_silent=gone)
    with pytest.raises(pulumi.RunError, match="The preview of activeRegion: tokyo fails"):
        made.run(sites=SITES, activeRegion="tokyo", failoverMode="unplanned", **NO_FRONT)
    Program("tokyo", SAID, aws=works(), own=known, preview=True, prism_silent=gone).run(
        sites=SITES, activeRegion="osaka", **NO_FRONT
    )
