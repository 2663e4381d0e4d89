"""Whose account the credentials of this process are of."""

from collections.abc import Mapping

from aws.answers import PATIENCE
from aws.boto import client
from aws.errors import asking


def caller_account(region: str, environment: Mapping[str, str] | None = None) -> str:
    """The id of the account. Raises AwsError."""
    with asking(f"find out whose AWS account this is, in {region}", "Check the AWS credentials."):
        return str(client("sts", region, environment, config=PATIENCE).get_caller_identity()["Account"])
