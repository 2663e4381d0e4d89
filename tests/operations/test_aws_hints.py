"""What an operator reads beside AWS's own words."""

import pytest

from operations.run import hints
from operations.run.aws_hints import HINTS


def test_a_refusal_in_the_engine_s_output_gets_its_hint() -> None:
    printed = "operation error EC2: CreateVpc, api error VpcLimitExceeded: The maximum number of VPCs has been reached."
    (hint,) = hints(printed)
    assert hint.startswith("AWS says VpcLimitExceeded: ")
    assert "existing.vpcId" in hint


@pytest.mark.parametrize("code", ["InvalidAssociation.NotFound", "Resource.NotFound"])
def test_either_word_for_a_peering_that_the_other_site_has_deleted_leads_on(code: str) -> None:
    printed = f"disassociating EC2 Transit Gateway Route Table Association: api error {code}: it does not exist."
    (hint,) = hints(printed)
    assert "pulumi destroy --refresh" in hint


@pytest.mark.parametrize("code", ["ExpiredToken", "ExpiredTokenException", "RequestExpired"])
def test_credentials_that_have_expired_are_told_as_such(code: str) -> None:
    (hint,) = hints(f"ModifyTransitGatewayPrefixListReference, api error {code}: Request has expired.")
    assert "get new ones, for a session that is longer than a run" in hint


def test_a_state_that_the_engine_does_not_read_gets_the_command_that_mends_it() -> None:
    (hint,) = hints("error: The Pulumi CLI encountered a snapshot integrity error. This is a bug!")
    assert "`pulumi state repair`" in hint


def test_a_run_without_a_state_backend_is_told_which_variable_names_it() -> None:
    (hint,) = hints("error: PULUMI_ACCESS_TOKEN must be set for login during non-interactive CLI sessions")
    assert "set PULUMI_BACKEND_URL" in hint


def test_what_is_no_refusal_gets_none() -> None:
    assert hints("Resources: 12 created") == []


@pytest.mark.parametrize("code", HINTS)
def test_a_hint_is_a_sentence_without_its_full_stop(code: str) -> None:
    assert not HINTS[code].endswith(".")
