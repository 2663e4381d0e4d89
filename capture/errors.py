"""What can go wrong while capturing, as a sentence."""

from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import BotoCoreError, ClientError


class CaptureError(Exception):
    """AWS refused or did not answer. `code` is AWS's own, if any."""

    def __init__(self, message: str, code: str = "") -> None:
        super().__init__(message)
        self.code = code


@contextmanager
def told(what: str, hint: str) -> Iterator[None]:
    """Turns what boto3 raises into "Could not <what>: <AWS's words>. <hint>"."""
    try:
        yield
    except ClientError as error:
        said = error.response.get("Error", {})
        code = str(said.get("Code", ""))
        raise CaptureError(f"Could not {what}: {said.get('Message') or code} ({code}). {hint}", code) from None
    except BotoCoreError as error:
        raise CaptureError(f"Could not {what}: {str(error).rstrip('.')}. {hint}") from None
