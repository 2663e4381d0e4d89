"""What AWS refused or did not answer, told in one message."""

from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import BotoCoreError, ClientError

from aws.silence import Silence, silence_of
from errors import OperatorError
from plain_text import one_line


class AwsError(OperatorError):
    """AWS refused or did not answer. `code` is AWS's own error code, if there is one; `silence` is why it did not."""

    def __init__(self, message: str, code: str = "", silence: Silence | None = None) -> None:
        super().__init__(message)
        self.code, self.silence = code, silence


@contextmanager
def asking(what: str, hint: str) -> Iterator[None]:
    """Turns an exception of boto3 into AwsError "Could not <what>: <AWS's words>. <hint>"."""
    try:
        yield
    except ClientError as error:
        said = error.response.get("Error", {})
        code = str(said.get("Code", ""))
        silence = silence_of(error)
        todo = silence.hint if silence and silence.hint else hint
        words = one_line(said.get("Message") or code).rstrip(".")
        raise AwsError(f"Could not {what}: {words} ({code}). {todo}", code, silence) from None
    except BotoCoreError as error:
        message = f"Could not {what}: {one_line(str(error)).rstrip('.')}. {hint}"
        raise AwsError(message, silence=silence_of(error)) from None
