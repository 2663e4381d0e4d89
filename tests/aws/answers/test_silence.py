"""What AWS did not say, by kind, and what is an answer all the same."""

import pytest
from botocore.exceptions import ClientError, ConnectTimeoutError, EndpointConnectionError, NoCredentialsError

from aws import AwsError, Kind, asking, silence_of


def refusal(code: str, status: int = 400) -> ClientError:
    return ClientError(
        {"Error": {"Code": code, "Message": "Words."}, "ResponseMetadata": {"HTTPStatusCode": status}}, "DescribeVpcs"
    )


@pytest.mark.parametrize(
    ("error", "kind", "says"),
    [
        (EndpointConnectionError(endpoint_url="https://ec2"), Kind.SILENT, "Could not connect to the endpoint URL"),
        (ConnectTimeoutError(endpoint_url="https://ec2"), Kind.SILENT, "does not answer: Connect timeout"),
        (refusal("ServiceUnavailable", 503), Kind.FAILS, "fails: ServiceUnavailable: Words"),
        (refusal("RequestLimitExceeded", 400), Kind.FAILS, "fails: RequestLimitExceeded"),
        (refusal("UnauthorizedOperation", 403), Kind.DENIES, "does not allow it: UnauthorizedOperation"),
        (refusal("ExpiredToken"), Kind.CREDENTIALS, "does not take the credentials: ExpiredToken"),
        (refusal("AuthFailure", 401), Kind.CREDENTIALS, "does not take the credentials: AuthFailure"),
        (NoCredentialsError(), Kind.CREDENTIALS, "Unable to locate credentials"),
    ],
)
def test_the_kind_and_the_words(error: Exception, kind: Kind, says: str) -> None:
    silence = silence_of(error)
    assert silence is not None
    assert silence.kind is kind
    assert says in str(silence)
    assert bool(silence.hint) == (kind is Kind.CREDENTIALS)


@pytest.mark.parametrize("code", ["InvalidVpcID.NotFound", "NoSuchHostedZone", "TargetGroupNotFound"])
def test_a_refusal_of_the_thing_itself_is_an_answer(code: str) -> None:
    assert silence_of(refusal(code, 404)) is None


def test_credentials_that_have_expired_and_a_wrong_clock_have_hints_of_their_own() -> None:
    hints = {code: getattr(silence_of(refusal(code)), "hint", "") for code in ("ExpiredToken", "RequestTimeTooSkewed")}
    assert "have expired" in hints["ExpiredToken"]
    assert "clock of this machine" in hints["RequestTimeTooSkewed"]


def test_an_error_that_is_told_keeps_why_there_was_no_answer() -> None:
    with pytest.raises(AwsError) as told, asking("look", "Look again."):
        raise refusal("ServiceUnavailable", 503)
    assert told.value.silence is not None
    assert told.value.silence.kind is Kind.FAILS
    with pytest.raises(AwsError) as refused, asking("look", "Look again."):
        raise refusal("TargetGroupNotFound")
    assert refused.value.silence is None
