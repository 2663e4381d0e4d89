"""Why AWS has not said what was asked: it is silent, it fails, or it does not take the credentials."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectionError,
    CredentialRetrievalError,
    HTTPClientError,
    NoAuthTokenError,
    NoCredentialsError,
    PartialCredentialsError,
    ProfileNotFound,
    SSOError,
)

from plain_text import one_line

# The common error codes of AWS's APIs, and those of EC2, S3 and STS beside them (docs.aws.amazon.com, "Common Errors").
EXPIRED = ("ExpiredToken", "ExpiredTokenException", "RequestExpired")
"""The codes for temporary credentials that have expired. EC2 says RequestExpired, other services the others."""
_CLOCK = ("RequestTimeTooSkewed",)
_UNKNOWN = (
    "AuthFailure",
    "IncompleteSignature",
    "InvalidAccessKeyId",
    "InvalidClientTokenId",
    "InvalidSignatureException",
    "MissingAuthenticationToken",
    "SignatureDoesNotMatch",
    "UnrecognizedClientException",
)
_DENIED = ("AccessDenied", "AccessDeniedException", "403", "UnauthorizedOperation")
_THROTTLED = ("RequestLimitExceeded", "Throttling", "ThrottlingException", "TooManyRequestsException")
_FAILS = 500
_WITHOUT = (
    CredentialRetrievalError,
    NoAuthTokenError,
    NoCredentialsError,
    PartialCredentialsError,
    ProfileNotFound,
    SSOError,
)


class Kind(StrEnum):
    """What an operator does about it differs by kind."""

    SILENT = "does not answer"
    FAILS = "fails"
    DENIES = "does not allow it"
    CREDENTIALS = "does not take the credentials"


@dataclass(frozen=True)
class Silence:
    """Nothing is known of what was asked. `why`: the words of AWS or of boto3; `hint`: what to do about credentials."""

    kind: Kind
    why: str
    hint: str = ""

    def __str__(self) -> str:
        return f"{self.kind}: {self.why}"


def silence_of(error: Exception) -> Silence | None:
    """None for an answer: a refusal is one, of the thing that was asked for."""
    if isinstance(error, ClientError):
        return _of_answer(error)
    if isinstance(error, _WITHOUT):
        hint = (
            "Give this shell the credentials of this site's AWS account: AWS_PROFILE, or AWS_ACCESS_KEY_ID and others."
        )
        return Silence(Kind.CREDENTIALS, one_line(str(error)).rstrip("."), hint)
    if isinstance(error, ConnectionError | HTTPClientError | BotoCoreError):
        return Silence(Kind.SILENT, one_line(str(error)).rstrip("."))
    return None


def _of_answer(error: ClientError) -> Silence | None:
    said = error.response.get("Error", {})
    code, status = str(said.get("Code", "")), error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    why = one_line(f"{code}: {said.get('Message')}" if said.get("Message") else code).rstrip(".")
    for codes, hint in _HINTS:
        if code in codes:
            return Silence(Kind.CREDENTIALS, why, hint)
    if code in _DENIED:
        return Silence(Kind.DENIES, why)
    return Silence(Kind.FAILS, why) if status >= _FAILS or code in _THROTTLED else None


_HINTS: tuple[tuple[Collection[str], str], ...] = (
    (
        EXPIRED,
        "The temporary credentials have expired, or this machine's clock is wrong. Get new credentials, for a session "
        "that is longer than a run, then run again: it goes on where it stopped.",
    ),
    (_CLOCK, "The clock of this machine is wrong: check its time service."),
    (
        _UNKNOWN,
        "They are none of this account and partition, or were deleted: check AWS_PROFILE and the AWS_ variables.",
    ),
)
