"""What AWS refused or did not answer, told in one message."""

from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import BotoCoreError, ClientError

from errors import OperatorError
from plain_text import one_line

EXPIRED = ("ExpiredToken", "ExpiredTokenException", "RequestExpired")
"""The codes for temporary credentials that have expired. EC2 says RequestExpired, other services the others."""
_RENEW = (
    "The temporary credentials have expired, or this machine's clock is wrong. Get new credentials, for a session that "
    "is longer than a run, then run again: it goes on where it stopped."
)


class AwsError(OperatorError):
    """AWS refused or did not answer. `code` is AWS's own error code, if there is one."""

    def __init__(self, message: str, code: str = "") -> None:
        super().__init__(message)
        self.code = code


@contextmanager
def asking(what: str, hint: str) -> Iterator[None]:
    """Turns an exception of boto3 into AwsError "Could not <what>: <AWS's words>. <hint>"."""
    try:
        yield
    except ClientError as error:
        said = error.response.get("Error", {})
        code = str(said.get("Code", ""))
        todo = _RENEW if code in EXPIRED else hint
        words = one_line(said.get("Message") or code).rstrip(".")
        raise AwsError(f"Could not {what}: {words} ({code}). {todo}", code) from None
    except BotoCoreError as error:
        raise AwsError(f"Could not {what}: {one_line(str(error)).rstrip('.')}. {hint}") from None
