"""boto3's clients. One session a process: reading what AWS's services look like takes longer than most calls."""

import threading
from functools import cache
from typing import Any

import boto3

_LOCK = threading.Lock()


@cache
def _session() -> boto3.Session:
    return boto3.Session()


def client(service: str, region: str) -> Any:
    """A client of the service; endpoint and credentials are the environment's."""
    # A session makes one client at a time.
    with _LOCK:
        return _session().client(service, region_name=region)
