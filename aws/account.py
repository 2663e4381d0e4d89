"""Whose account the credentials of this process are of."""

from collections.abc import Mapping

from botocore.config import Config

from aws.boto import client
from aws.errors import asking

_BRIEFLY = Config(connect_timeout=2, read_timeout=5, retries={"total_max_attempts": 1})
"""A failover does not wait for this."""


def caller_account(region: str, environment: Mapping[str, str] | None = None) -> str:
    """The id of the account. Raises AwsError."""
    with asking(f"find out whose AWS account this is, in {region}", "Check the AWS credentials."):
        return str(client("sts", region, environment, config=_BRIEFLY).get_caller_identity()["Account"])
