"""The only way to AWS from Python: one client factory, and AWS's refusals as errors that an operator can act on."""

from aws.answers import PATIENCE, Answers, expect_answer
from aws.boto import ONE_TRY, client, partition_of
from aws.errors import AwsError, asking
from aws.looks import Looks, UnansweredError
from aws.quotas import VcpuQuota, quota_value, vcpu_quota
from aws.silence import Kind, Silence, silence_of
from aws.transit_gateway_routes import Attached, Listing, attachments_of, routes_of, routes_within
from aws.vpc_tables import VpcTableRoute, vpc_routes

__all__ = [
    "ONE_TRY",
    "PATIENCE",
    "Answers",
    "Attached",
    "AwsError",
    "Kind",
    "Listing",
    "Looks",
    "Silence",
    "UnansweredError",
    "VcpuQuota",
    "VpcTableRoute",
    "asking",
    "attachments_of",
    "client",
    "expect_answer",
    "partition_of",
    "quota_value",
    "routes_of",
    "routes_within",
    "silence_of",
    "vcpu_quota",
    "vpc_routes",
]
