"""The only way to AWS from Python: one client factory, and AWS's refusals as errors that an operator can act on."""

from aws.account import caller_account
from aws.answers import PATIENCE, expect_answer
from aws.boto import client
from aws.errors import AwsError, asking
from aws.quotas import VcpuQuota, quota_value, vcpu_quota
from aws.transit_gateway_routes import Attached, Listing, attachments_of, routes_of, routes_within
from aws.vpc_tables import VpcTableRoute, vpc_routes

__all__ = [
    "PATIENCE",
    "Attached",
    "AwsError",
    "Listing",
    "VcpuQuota",
    "VpcTableRoute",
    "asking",
    "attachments_of",
    "caller_account",
    "client",
    "expect_answer",
    "quota_value",
    "routes_of",
    "routes_within",
    "vcpu_quota",
    "vpc_routes",
]
