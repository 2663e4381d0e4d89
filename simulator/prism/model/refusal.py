"""What the simulated Prism Central says no with: AppMessage lists and schema errors, without any HTTP.

assumed: error codes are `<PREFIX>-<number>`; apart from VMM-30303 the numbers are ours, the groups are what tells
refusals apart.
"""

from __future__ import annotations

from collections.abc import Mapping

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
    """A request or a task that Prism refuses: HTTP status (of a direct answer), error group and a sentence."""

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
        """The AppMessage object, its code prefixed as the namespace does."""
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
    """A request whose shape is wrong (400): one (attribute path, sentence) for each fault found."""

    status = 400

    def __init__(self, *faults: tuple[str, str], location: str = "body"):
        super().__init__("; ".join(f"{path}: {message}" for path, message in faults))
        self.faults = faults
        self.location = location

    def error(self, namespace: str, path: str, at: str) -> Json:
        """The SchemaValidationError object for the request path, at this RFC 3339 time."""
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
    """The answer to a look-up of something that is not there."""
    return Refusal(
        404, "ENTITY_NOT_FOUND", f"The {what} with extId {ext_id} does not exist.", arguments={"extId": ext_id}
    )


def in_use(message: str, **arguments: str) -> Refusal:
    """The answer to a delete of something that others still need."""
    return Refusal(409, "ENTITY_IN_USE", message, arguments=arguments)


def invalid(message: str, group: str = "INVALID_ARGUMENT", **arguments: str) -> Refusal:
    """The answer to a well-formed request that cannot be carried out as it stands."""
    return Refusal(400, group, message, arguments=arguments)
