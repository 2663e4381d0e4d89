"""The parts of every provider: inputs models, verbs, ownership markers, resource classes and plain errors.

A noun imports them from this package, and not from its modules.
"""

from providers.base import signatures
from providers.base.client import PREVIEW, central, forget_clients, tell_silence
from providers.base.fields import Address, Cidr, Inputs, Part, changed_fields, coerce, in_order_of, known, plain
from providers.base.marker import (
    clear_member,
    clear_owner,
    clear_superseded,
    describe,
    is_handed_over,
    is_member,
    is_superseded,
    mark_member,
    mark_restored,
    mark_superseded,
    memberships,
    owner_of,
    restoration_of,
)
from providers.base.members import (
    DONE_IN_PART,
    LED_ELSEWHERE,
    RETAINED_IN_PART,
    SERVED_IN_PART,
    MembersFailedError,
    for_each,
    foresee,
    raise_failed,
    serve_the_others,
    tell_of_failed,
)
from providers.base.names import not_there
from providers.base.progress import Progress
from providers.base.provider import CheckedProvider, PrismProvider
from providers.base.resource import PrismResource, declared
from providers.base.sentences import in_a_sentence
from providers.base.shared import SharedProvider
from providers.base.subnet import SubnetProvider, dhcp_options, ip_config, seen_addresses

__all__ = [
    "DONE_IN_PART",
    "LED_ELSEWHERE",
    "PREVIEW",
    "RETAINED_IN_PART",
    "SERVED_IN_PART",
    "Address",
    "CheckedProvider",
    "Cidr",
    "Inputs",
    "MembersFailedError",
    "Part",
    "PrismProvider",
    "PrismResource",
    "Progress",
    "SharedProvider",
    "SubnetProvider",
    "central",
    "changed_fields",
    "clear_member",
    "clear_owner",
    "clear_superseded",
    "coerce",
    "declared",
    "describe",
    "dhcp_options",
    "for_each",
    "foresee",
    "forget_clients",
    "in_a_sentence",
    "in_order_of",
    "ip_config",
    "is_handed_over",
    "is_member",
    "is_superseded",
    "known",
    "mark_member",
    "mark_restored",
    "mark_superseded",
    "memberships",
    "not_there",
    "owner_of",
    "plain",
    "raise_failed",
    "restoration_of",
    "seen_addresses",
    "serve_the_others",
    "signatures",
    "tell_of_failed",
    "tell_silence",
]
