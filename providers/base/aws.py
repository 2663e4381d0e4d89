"""The AWS clients of the few providers that speak to AWS themselves; its errors told in a sentence."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from prism import PrismError

P = ParamSpec("P")
R = TypeVar("R")

_CONFIG = Config(connect_timeout=5, read_timeout=20, retries={"mode": "standard", "max_attempts": 6})


class AwsError(PrismError):
    """What AWS refused or did not answer."""


def client(service: str, region: str) -> Any:
    """A client by the environment's credentials and endpoint, as the AWS provider has them."""
    return boto3.client(service, region_name=region, config=_CONFIG)


def said_by_aws(call: Callable[P, R]) -> Callable[P, R]:
    """Turns boto3's exceptions into AwsError."""

    @wraps(call)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return call(*args, **kwargs)
        except (BotoCoreError, ClientError) as error:
            raise AwsError(f"AWS: {' '.join(str(error).split())} Correct that, then run pulumi up again.") from error

    return wrapper
