"""What an operator reads beside AWS's own words."""

import pytest

from operations.run import hints
from operations.run.aws_hints import HINTS


def test_a_refusal_in_the_engine_s_output_gets_its_hint() -> None:
    printed = "operation error EC2: CreateVpc, api error VpcLimitExceeded: The maximum number of VPCs has been reached."
    (hint,) = hints(printed)
    assert hint.startswith("AWS says VpcLimitExceeded: ")
    assert "existing.vpcId" in hint


def test_what_is_no_refusal_gets_none() -> None:
    assert hints("Resources: 12 created") == []


@pytest.mark.parametrize("code", HINTS)
def test_a_hint_is_a_sentence_without_its_full_stop(code: str) -> None:
    assert not HINTS[code].endswith(".")
