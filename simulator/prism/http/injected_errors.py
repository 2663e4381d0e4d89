"""The error that a namespace gives with a status that a fault orders.

assumed: groups and messages are ours. VM_ETAG_MISMATCH is known, with its number and message.
"""

from __future__ import annotations

from types import MappingProxyType

from simulator.prism.model import Refusal

_GROUPS = MappingProxyType(
    {
        400: ("INVALID_ARGUMENT", "The request is not valid."),
        401: ("UNAUTHENTICATED", "Authentication failed."),
        403: ("UNAUTHORIZED", "The user may not do this."),
        404: ("ENTITY_NOT_FOUND", "The entity does not exist."),
        409: ("CONCURRENT_MODIFICATION", "Another operation on this entity is in progress; try again."),
        412: ("ETAG_MISMATCH", "The If-Match header value passed does not match the current ETag."),
        423: ("ENTITY_LOCKED", "The entity is locked by another operation."),
        429: ("RATE_LIMIT_EXCEEDED", "Too many requests."),
        500: ("INTERNAL_ERROR", "Internal error."),
        503: ("SERVICE_UNAVAILABLE", "The service is not available for now."),
    }
)
# Statuses for which the service of a namespace has its own error.
_OF_NAMESPACE = MappingProxyType(
    {
        ("vmm", 409): ("VM_CONCURRENT_UPDATE", "The VM is being updated by another operation."),
        ("vmm", 412): ("VM_ETAG_MISMATCH", "If-Match header value passed does not match the current ETag of the VM."),
        ("vmm", 423): ("VM_LOCKED", "The VM is locked by another operation."),
        ("networking", 409): ("NETWORK_CONFLICT", "The network entity is being changed by another operation."),
        ("dataprotection", 409): ("RECOVERY_PLAN_JOB_IN_PROGRESS", "The recovery plan is busy with another job."),
        ("dataprotection", 423): ("RECOVERY_PLAN_LOCKED", "The recovery plan is locked by a running job."),
        ("datapolicies", 423): ("POLICY_LOCKED", "The policy is locked while it is being synchronised."),
    }
)
_NUMBERS = MappingProxyType({("vmm", 412): 30303})


def refusal(namespace: str, status: int, message: str | None) -> Refusal:
    """The refusal with this status, with the message ordered or else the usual one of the namespace."""
    group, usual = _OF_NAMESPACE.get((namespace, status), _GROUPS.get(status, ("INJECTED_FAULT", "Injected fault.")))
    return Refusal(status, group, message or usual, number=_NUMBERS.get((namespace, status)))
