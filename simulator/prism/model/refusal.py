"""How the simulated Prism Central refuses: AppMessage lists and schema errors, without HTTP.

assumed: error codes are `<PREFIX>-<number>`. Apart from VMM-30303 the numbers are ours; the error group tells refusals
apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from simulator.prism.model.json import Json

_PREFIXES = {
    "networking": "NETWORKING",
    "vmm": "VMM",
    "prism": "PRISM",
    "datapolicies": "DATAPOLICIES",
    "dataprotection": "DATAPROTECTION",
    "clustermgmt": "CLUSTERMGMT",
}


class Refusal(Exception):
    """A request or a task that is refused: HTTP status (of a direct answer), error group and message."""

    def __init__(
        self,
        status: int,
        group: str,
        message: str,
        *,
        number: int | None = None,
        arguments: Mapping[str, str] | None = None,
    ):
        super().__init__(message)
        self.status = status
        self.group = group
        self.message = message
        self.number = number if number is not None else status * 100
        self.arguments = dict(arguments or {})

    def app_message(self, namespace: str) -> Json:
        """The AppMessage object. The namespace determines the prefix of its code."""
        return {
            "$objectType": f"{namespace}.v4.error.AppMessage",
            "$reserved": {},
            "message": self.message,
            "severity": "ERROR",
            "code": f"{_PREFIXES.get(namespace, namespace.upper())}-{self.number}",
            "locale": "en_US",
            "errorGroup": self.group,
            "argumentsMap": self.arguments,
        }


class SchemaRefusal(Exception):
    """A request of the wrong shape (400): one (attribute path, message) per fault."""

    status = 400

    def __init__(self, *faults: tuple[str, str], location: str = "body"):
        super().__init__("; ".join(f"{path}: {message}" for path, message in faults))
        self.faults = faults
        self.location = location

    def error(self, namespace: str, path: str, at: str) -> Json:
        """The SchemaValidationError object for the request path and this RFC 3339 time."""
        return {
            "$objectType": f"{namespace}.v4.error.SchemaValidationError",
            "$reserved": {},
            "timestamp": at,
            "statusCode": self.status,
            "error": "Bad Request",
            "path": path,
            "validationErrorMessages": [
                {
                    "$objectType": f"{namespace}.v4.error.SchemaValidationErrorMessage",
                    "$reserved": {},
                    "location": self.location,
                    "message": message,
                    "attributePath": attribute,
                }
                for attribute, message in self.faults
            ],
        }


def not_found(what: str, ext_id: str) -> Refusal:
    """The refusal of an extId that no entity has."""
    return Refusal(
        404, "ENTITY_NOT_FOUND", f"The {what} with extId {ext_id} does not exist.", arguments={"extId": ext_id}
    )


def in_use(message: str, **arguments: str) -> Refusal:
    """The refusal to delete an entity that others still need."""
    return Refusal(409, "ENTITY_IN_USE", message, arguments=arguments)


def invalid(message: str, group: str = "INVALID_ARGUMENT", **arguments: str) -> Refusal:
    """The refusal of a well-formed request that cannot be carried out."""
    return Refusal(400, group, message, arguments=arguments)


def missing(*paths: str) -> SchemaRefusal:
    """The refusal of a body without required attributes."""
    return SchemaRefusal(*((path, "This attribute is required.") for path in paths))


def require(body: Mapping[str, object], *names: str, within: str = "") -> None:
    """Raise SchemaRefusal for a body, or an object `within` it, that lacks an attribute."""
    absent = [f"{within}.{name}" if within else name for name in names if name not in body]
    if absent:
        raise missing(*absent)


def not_one_of(path: str, known: Iterable[str]) -> SchemaRefusal:
    """The refusal of an attribute whose value is not one of those known."""
    return SchemaRefusal((path, f"Must be one of {', '.join(known)}."))
