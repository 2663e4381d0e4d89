"""The only way to AWS from Python: one client factory, and AWS's refusals as errors that an operator can act on."""

from aws.account import caller_account
from aws.answers import PATIENCE, expect_answer
from aws.boto import client
from aws.errors import AwsError, asking
from aws.quotas import VcpuQuota, quota_value, vcpu_quota

__all__ = [
    "PATIENCE",
    "AwsError",
    "VcpuQuota",
    "asking",
    "caller_account",
    "client",
    "expect_answer",
    "quota_value",
    "vcpu_quota",
]
