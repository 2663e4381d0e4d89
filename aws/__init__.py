"""The only way to AWS from Python: one client factory, and AWS's refusals as errors that an operator can act on."""

from aws.answers import PATIENCE, expect_answer
from aws.boto import client
from aws.errors import AwsError, asking

__all__ = ["PATIENCE", "AwsError", "asking", "client", "expect_answer"]
