"""What can go wrong between us and a Prism Central.

    PrismError
    ├── ConfigurationError        an environment variable is missing, malformed or points at nothing
    ├── UnreachableError          no usable answer in time: refused, hung, cut off, TLS not trusted
    ├── AuthenticationError       401 or 403
    ├── NotFoundError             404
    ├── ConflictError             409: the object is in use, or in the way
    ├── PreconditionError         412: somebody else changed the object between our read and our write
    ├── ThrottledError            429 until the deadline
    ├── RequestError              any other 4xx: Prism Central refuses what was asked
    ├── ServerError               5xx, a redirect, or an answer that is not the API's
    ├── UnsupportedError          this Prism Central's API is older than what is needed
    ├── AmbiguousNameError        two objects carry the name that should be unique
    ├── TaskFailedError           a task ended FAILED or CANCELED
    └── TaskTimeoutError          a task still runs at our deadline

Every message is a sentence for an operator: the verb, the kind, the name and the id of the thing, the HTTP
status and Prism's own code where there are any, and what to do next. Messages never carry credentials or
cookies.
"""

from __future__ import annotations

from dataclasses import dataclass

from errors import OperatorError


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
    """The object is in use by another, or another is in its way."""


class PreconditionError(PrismError):
    """The object changed between the read and the write."""


class ThrottledError(PrismError):
    """Prism Central kept asking us to slow down until the deadline."""


class RequestError(PrismError):
    """Prism Central refuses the request as it is."""


class ServerError(PrismError):
    """Prism Central failed, or something that is not Prism Central answered."""


class UnsupportedError(PrismError):
    """The API of this Prism Central is too old."""


class AmbiguousNameError(PrismError):
    """More than one object carries the name."""


class TaskFailedError(PrismError):
    """A Prism task ended FAILED or CANCELED."""


class TaskTimeoutError(PrismError):
    """A Prism task had not ended at our deadline. It goes on without us."""


@dataclass(frozen=True)
class Subject:
    """What a call is about, in words.

    ``Subject("create", "subnet", "web")`` reads as "create subnet 'web'".
    """

    verb: str
    kind: str
    name: str = ""
    ext_id: str = ""

    def __str__(self) -> str:
        name = f" '{self.name}'" if self.name else ""
        ext_id = f" ({self.ext_id})" if self.ext_id else ""
        return f"{self.verb} {self.kind}{name}{ext_id}"


_BY_STATUS: dict[int, tuple[type[PrismError], str]] = {
    401: (AuthenticationError, "Check PRISM_USERNAME and PRISM_PASSWORD, or PRISM_API_KEY."),
    403: (AuthenticationError, "The user lacks the right to do this: give it the role, or use another user."),
    404: (NotFoundError, "It may have been deleted outside Pulumi: run pulumi refresh, then pulumi up."),
    409: (
        ConflictError,
        "Something else uses it or is in its way: look at it in Prism Central, then run again.",
    ),
    412: (PreconditionError, "Somebody else changed it meanwhile: run again."),
    423: (ConflictError, "It is locked by another operation: wait for that, then run again."),
    428: (
        PreconditionError,
        "Prism Central wants to know which version is meant: this is a defect, report it.",
    ),
    429: (ThrottledError, "Lower PRISM_RATE_LIMIT or wait, then run again."),
}


def without_object(subject: Subject) -> ServerError:
    """The error for an answer that should have been an object and is none."""
    return ServerError(
        f"Could not {subject}: Prism Central answered without an object. Check its health, and that PRISM_ENDPOINT "
        "is Prism Central itself. Then run again."
    )


def from_status(subject: Subject, status: int, detail: str, code: str | None) -> PrismError:
    """The error for an HTTP status, with what Prism said and what to do."""
    fallback = ServerError if status >= 500 or status < 400 else RequestError
    hint_of_fallback = (
        "Prism Central failed. Check its health, then run again."
        if fallback is ServerError
        else "Correct what is asked for, then run again."
    )
    kind, hint = _BY_STATUS.get(status, (fallback, hint_of_fallback))
    said = f": {detail}" if detail else ""
    shown_code = f", code {code}" if code else ""
    return kind(
        f"Could not {subject}{said} (HTTP {status}{shown_code}). {hint}".replace("..", "."),
        status=status,
        code=code,
    )
