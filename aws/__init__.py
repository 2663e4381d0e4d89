"""The only way to AWS from Python: one client factory, and AWS's refusals as errors that an operator can act on."""

from aws.answers import PATIENCE, Answers, expect_answer
from aws.boto import client, partition_of
from aws.errors import AwsError, asking
from aws.looks import Looks, UnansweredError
from aws.quotas import VcpuQuota, quota_value, vcpu_quota
from aws.silence import Kind, Silence, silence_of

__all__ = [
    "PATIENCE",
    "Answers",
    "AwsError",
    "Kind",
    "Looks",
    "Silence",
    "UnansweredError",
    "VcpuQuota",
    "asking",
    "client",
    "expect_answer",
    "partition_of",
    "quota_value",
    "silence_of",
    "vcpu_quota",
]
