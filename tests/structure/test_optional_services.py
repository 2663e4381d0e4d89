"""The program loads no module of an AWS service that its configuration may leave out: each takes up to a second."""

import subprocess
import sys

import pytest

OPTIONAL = {"directconnect", "dynamodb", "iam", "s3", "ssm", "wafv2"}
_LOADED = """
import sys
import components
print(*{name.split(".")[1] for name in sys.modules if name.startswith("pulumi_aws.") and name.count(".") > 1})
"""


@pytest.mark.slow
def test_what_may_be_left_out_is_loaded_by_whoever_uses_it() -> None:
    loaded = subprocess.run([sys.executable, "-c", _LOADED], capture_output=True, text=True, check=True).stdout.split()
    assert "ec2" in loaded
    assert not OPTIONAL & set(loaded), "add `from __future__ import annotations` to the module that imports it"
