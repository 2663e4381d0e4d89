"""boto3 clients, by the endpoint and the credentials of this process or of one site's environment."""

import threading
from collections.abc import Mapping
from functools import cache
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import UnknownRegionError

_LOCK = threading.Lock()
ONE_TRY = Config(connect_timeout=2, read_timeout=3, retries={"total_max_attempts": 1})
"""For a look that a run does without if it fails: a failover must not wait for it."""
# A region that is gone answers nothing: a call gives up within minutes, and never within the first lost packet.
_CONFIG = Config(connect_timeout=5, read_timeout=20, retries={"mode": "standard", "max_attempts": 6})


def client(
    service: str, region: str | None, environment: Mapping[str, str] | None = None, *, config: Config = _CONFIG
) -> Any:
    """A boto3 client of `service` in `region`.

    `environment` holds one site's AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN and
    AWS_PROFILE. Without it, the client uses the environment of this process, as every AWS tool does.
    """
    if environment is None:
        # A session makes one client at a time; making the session anew takes longer than most calls.
        with _LOCK:
            return _session().client(service, region_name=region, config=config)
    session = boto3.Session(
        aws_access_key_id=environment.get("AWS_ACCESS_KEY_ID"),
        aws_secret_access_key=environment.get("AWS_SECRET_ACCESS_KEY"),
        aws_session_token=environment.get("AWS_SESSION_TOKEN"),
        profile_name=environment.get("AWS_PROFILE"),
    )
    endpoint = environment.get("AWS_ENDPOINT_URL")
    return session.client(service, region_name=region, endpoint_url=endpoint, config=config)


@cache
def _session() -> boto3.Session:
    return boto3.Session()


def partition_of(region: str) -> str:
    """The partition that the region is in, such as aws or aws-cn; aws for a region that boto3 does not know yet."""
    try:
        return str(_session().get_partition_for_region(region))
    except UnknownRegionError:
        return "aws"
