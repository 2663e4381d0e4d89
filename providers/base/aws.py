"""What AWS refuses, told by a provider that speaks to AWS itself."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from botocore.exceptions import BotoCoreError, ClientError

from aws import AwsError

P = ParamSpec("P")
R = TypeVar("R")


def said_by_aws(call: Callable[P, R]) -> Callable[P, R]:
    """Turns boto3's exceptions into AwsError."""

    @wraps(call)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return call(*args, **kwargs)
        except (BotoCoreError, ClientError) as error:
            raise AwsError(f"AWS: {' '.join(str(error).split())} Correct that, then run pulumi up again.") from error

    return wrapper
