"""Whether AWS answers at all, told within a bounded time: endpoints that hang, refuse, refuse us or answer."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator, Mapping

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from aws import AwsError, expect_answer
from aws.silence import EXPIRED
from simulator.aws import serve

REGION = "ap-northeast-3"


def environment(endpoint: str) -> Mapping[str, str]:
    return {"AWS_ENDPOINT_URL": endpoint, "AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing"}


@pytest.fixture
def hanging() -> Iterator[str]:
    """An endpoint that accepts connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    quick = Config(connect_timeout=0.2, read_timeout=0.4, retries={"total_max_attempts": 1})
    monkeypatch.setattr("aws.answers.PATIENCE", quick)
    monkeypatch.setattr("aws.answers.TELL_AFTER_SECONDS", 0.1)


@pytest.mark.slow
def test_an_endpoint_that_accepts_and_never_answers_ends_with_a_sentence_and_says_what_waits(hanging: str) -> None:
    said: list[str] = []
    started = time.monotonic()
    with pytest.raises(AwsError, match=f"AWS does not answer in {REGION} .*no failover was begun") as ended:
        expect_answer(REGION, said.append, environment(hanging))
    assert time.monotonic() - started < 10
    assert "sts: Read timeout" in str(ended.value)
    assert "ec2: Read timeout" in str(ended.value)
    assert said == [f"Waiting up to 45 s for sts and ec2 of AWS in {REGION} to answer. Nothing was begun."]


def test_an_endpoint_that_refuses_connections_is_told_as_well() -> None:
    with pytest.raises(AwsError, match="Could not connect to the endpoint URL"):
        expect_answer(REGION, print, environment("http://127.0.0.1:9"))


@pytest.mark.slow
def test_any_answer_will_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """Credentials and rights are another matter: whoever needs them tells."""
    monkeypatch.setattr("aws.answers.PATIENCE", Config(read_timeout=30))
    monkeypatch.setattr("aws.answers.TELL_AFTER_SECONDS", 30)
    said: list[str] = []
    with serve() as endpoint:
        expect_answer(REGION, said.append, environment(endpoint))
    assert said == []


@pytest.mark.parametrize("code", EXPIRED)
def test_expired_credentials_end_it_before_anything_is_begun(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    class Expired:
        def describe_availability_zones(self) -> None:
            raise ClientError({"Error": {"Code": code, "Message": "Request has expired."}}, "DescribeAvailabilityZones")

        def get_caller_identity(self) -> dict[str, str]:
            return {"Account": "123456789012"}

    monkeypatch.setattr("aws.answers.client", lambda *_, **__: Expired())
    with pytest.raises(AwsError, match=rf"{code}: Request has expired\).* The temporary credentials"):
        expect_answer(REGION, print)
