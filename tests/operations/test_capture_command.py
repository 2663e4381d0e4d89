"""What the command `capture` takes from the stack's outputs."""

import pytest

from operations import OperationsError
from operations.capture import Wanted, from_outputs

REGION = "ap-northeast-1"


def test_without_a_migration_in_the_outputs_it_says_what_to_do() -> None:
    with pytest.raises(OperationsError, match="Set migration and ec2Vpc"):
        from_outputs({}, REGION, "ssm", {"table": "t", "vpc": "vpc-1"})
    wanted: Wanted = from_outputs({}, REGION, "api", {"table": "t", "tags": {"Wave": "1"}})
    assert (wanted.selection.vpc_id, wanted.selection.tags) == ("", {"Wave": "1"})
