"""The errors of Prism Central's client.

    PrismError
    ├── ConfigurationError        an environment variable is missing, malformed or points at nothing
    ├── UnreachableError          no usable answer in time: refused, hung, cut off, TLS not trusted
    ├── AuthenticationError       401 or 403
    ├── NotFoundError             404
    ├── ConflictError             409: the object is in use, or in the way
    ├── PreconditionError         412: someone else changed the object between our read and our write
    ├── ThrottledError            429 until the deadline
    ├── RequestError              any other 4xx: Prism Central refuses the request
    ├── ServerError               5xx, a redirect, or an answer that is not the API's
    ├── UnsupportedError          this Prism Central's API is older than what is needed
    ├── AmbiguousNameError        two objects carry the name that should be unique
    ├── TaskFailedError           a task ended FAILED or CANCELED
    └── TaskTimeoutError          a task is still running at our deadline

Every message tells an operator the verb, the kind, the name and the id of the object, the HTTP status and Prism's own
code if there are any, and what to do next. Messages never carry credentials or cookies.
"""

from __future__ import annotations

from dataclasses import dataclass

from errors import OperatorError
from plain_text import plain


class PrismError(OperatorError):
    """Root of everything this package raises.

    ``status`` is the HTTP status and ``code`` Prism's code, if any.
    """

    def __init__(self, message: str, *, status: int | None = None, code: str | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.code = code


class ConfigurationError(PrismError):
    """The environment does not say, or says wrongly, which Prism Central to talk to and how."""


class UnreachableError(PrismError):
    """Prism Central gave no usable answer before the deadline."""


class AuthenticationError(PrismError):
    """Prism Central does not accept the credentials, or they lack a right."""


class NotFoundError(PrismError):
    """The object does not exist (any more)."""


class ConflictError(PrismError):
    """Something else uses the object, or another object is in its way."""


class PreconditionError(PrismError):
    """The object changed between the read and the write."""


class ThrottledError(PrismError):
    """Prism Central asked us to slow down until the deadline."""


class RequestError(PrismError):
    """Prism Central refuses the request."""


class ServerError(PrismError):
    """Prism Central failed, or another server answered."""


class UnsupportedError(PrismError):
    """The API of this Prism Central is too old."""


class AmbiguousNameError(PrismError):
    """More than one object carries the name."""


class TaskFailedError(PrismError):
    """A Prism task ended FAILED or CANCELED."""


class TaskTimeoutError(PrismError):
    """A task had not ended at our deadline. It continues in Prism Central."""


@dataclass(frozen=True)
class Subject:
    """What a call does, for messages: ``Subject("create", "subnet", "web")`` is "create subnet 'web'"."""

    verb: str
    kind: str
    name: str = ""
    ext_id: str = ""

    def __str__(self) -> str:
        name = f" '{plain(self.name)}'" if self.name else ""
        ext_id = f" ({self.ext_id})" if self.ext_id else ""
        return f"{self.verb} {self.kind}{name}{ext_id}"


_BY_STATUS: dict[int, tuple[type[PrismError], str]] = {
    401: (AuthenticationError, "Check PRISM_USERNAME and PRISM_PASSWORD, or PRISM_API_KEY."),
    403: (AuthenticationError, "The user lacks the right to do this. Give the user the role, or use another user."),
    404: (NotFoundError, "It may have been deleted outside Pulumi. Run pulumi refresh, then pulumi up."),
    409: (
        ConflictError,
        "Something else uses it or is in its way. Check it in Prism Central, then run again.",
    ),
    412: (PreconditionError, "Someone else changed it meanwhile. Run again."),
    423: (ConflictError, "Another operation locks it. Wait until that ends, then run again."),
    428: (
        PreconditionError,
        "Prism Central requires a version that was not sent. This is a defect: report it.",
    ),
    429: (ThrottledError, "Lower PRISM_RATE_LIMIT or wait, then run again."),
}


def without_object(subject: Subject) -> ServerError:
    """The error for an answer without the expected object."""
    return ServerError(
        f"Could not {subject}: Prism Central answered without an object. Check its health, and that PRISM_ENDPOINT "
        "is Prism Central itself. Then run again."
    )


def from_status(subject: Subject, status: int, detail: str, code: str | None) -> PrismError:
    """The error for an HTTP status: Prism's own words, and what to do."""
    fallback = ServerError if status >= 500 or status < 400 else RequestError
    hint_of_fallback = (
        "Prism Central failed. Check its health, then run again."
        if fallback is ServerError
        else "Correct the request, then run again."
    )
    kind, hint = _BY_STATUS.get(status, (fallback, hint_of_fallback))
    said = f": {detail}" if detail else ""
    shown_code = f", code {code}" if code else ""
    return kind(
        f"Could not {subject}{said} (HTTP {status}{shown_code}). {hint}".replace("..", "."),
        status=status,
        code=code,
    )
