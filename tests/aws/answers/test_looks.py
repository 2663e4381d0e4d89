"""Looks at AWS end within a bound that is told, and one that was in vain is not tried again by the next."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from aws import Kind, Looks, UnansweredError, partition_of
from simulator.aws import serve

REGION = "ap-northeast-3"
QUICK = Config(connect_timeout=0.2, read_timeout=0.4, retries={"total_max_attempts": 1})


def environment(endpoint: str) -> dict[str, str]:
    return {"AWS_ENDPOINT_URL": endpoint, "AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing"}


@pytest.fixture
def hanging() -> Iterator[str]:
    """An endpoint that accepts connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


class _Fails(BaseHTTPRequestHandler):
    asked = 0

    def do_GET(self) -> None:
        type(self).asked += 1
        error = b"<Error><Code>ServiceUnavailable</Code><Message>Try again.</Message></Error>"
        body = b"<ErrorResponse>" + error + b"</ErrorResponse>"
        self.send_response(503)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@pytest.fixture
def failing() -> Iterator[str]:
    """A service that answers every request with 503."""
    _Fails.asked = 0
    with ThreadingHTTPServer(("127.0.0.1", 0), _Fails) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.slow
def test_a_look_that_hangs_is_told_and_the_next_one_is_not_tried(hanging: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aws.looks.TELL_AFTER_SECONDS", 0.1)
    said: list[str] = []
    looks = Looks(REGION, said.append, environment(hanging), config=QUICK)
    with pytest.raises(UnansweredError, match="route53 does not answer: Read timeout"):
        looks.ask("route53", "get_hosted_zone", Id="Z1")
    assert said == [f"Waiting up to 20 s for route53 of AWS in {REGION} to say what is there."]
    started = time.monotonic()
    with pytest.raises(UnansweredError, match="route53 does not answer"):
        looks.ask("route53", "get_hosted_zone", Id="Z2")
    assert time.monotonic() - started < 0.2


@pytest.mark.slow
def test_a_service_that_fails_is_asked_once(failing: str) -> None:
    looks = Looks(REGION, print, environment(failing), config=QUICK)
    for zone in ("Z1", "Z2"):
        with pytest.raises(UnansweredError, match=r"route53 fails: ServiceUnavailable: Try again") as told:
            looks.ask("route53", "get_hosted_zone", Id=zone)
        assert told.value.silence is not None
        assert told.value.silence.kind is Kind.FAILS
    assert _Fails.asked == 1


@pytest.mark.slow
def test_what_aws_does_not_know_is_an_answer() -> None:
    with serve() as endpoint:
        looks = Looks(REGION, print, environment(endpoint))
        with pytest.raises(ClientError, match="NoSuchHostedZone"):
            looks.ask("route53", "get_hosted_zone", Id="Z0123456789")
        assert looks.ask("ec2", "describe_availability_zones")["AvailabilityZones"]


@pytest.mark.parametrize(
    ("region", "partition"), [("ap-northeast-3", "aws"), ("us-gov-west-1", "aws-us-gov"), ("moon-1", "aws")]
)
def test_the_partition_of_a_region(region: str, partition: str) -> None:
    assert partition_of(region) == partition
