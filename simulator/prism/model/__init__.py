"""What a simulated Prism Central is made of: sites with their records, the world they share, and nouns.

Nothing here knows a particular noun of the API, nor HTTP. All other packages build on this one.
"""

from simulator.prism.model import hidden, order_types
from simulator.prism.model.address_book import AddressBook, nic_address
from simulator.prism.model.agenda import POINT, VM
from simulator.prism.model.changes import Changes
from simulator.prism.model.clock import Clock
from simulator.prism.model.events import Events
from simulator.prism.model.faults import KINDS as FAULT_KINDS
from simulator.prism.model.faults import STEPS as FAULT_STEPS
from simulator.prism.model.faults import Fate, Fault, Faults
from simulator.prism.model.hidden import PointHidden, Snapshot
from simulator.prism.model.json import Json, cleaned, reference, seconds_of, timestamp
from simulator.prism.model.noun import FULL, PAGED, DerivedNoun, Done, Noun, fields
from simulator.prism.model.record import Record
from simulator.prism.model.refusal import (
    Refusal,
    SchemaRefusal,
    in_use,
    invalid,
    missing,
    not_found,
    not_one_of,
    require,
)
from simulator.prism.model.registry import nouns, register
from simulator.prism.model.replies import Answer, Key, Replies
from simulator.prism.model.sessions import Sessions
from simulator.prism.model.site import Site, WorldOptions, WorldState
from simulator.prism.model.spec import (
    NAMESPACES,
    NEWEST,
    AwsSubnet,
    AwsVpc,
    RecoveryPointStore,
    SiteSpec,
    check_versions,
)
from simulator.prism.model.store import Store
from simulator.prism.model.throttle import Throttle

__all__ = [
    "FAULT_KINDS",
    "FAULT_STEPS",
    "FULL",
    "NAMESPACES",
    "NEWEST",
    "PAGED",
    "POINT",
    "VM",
    "AddressBook",
    "Answer",
    "AwsSubnet",
    "AwsVpc",
    "Changes",
    "Clock",
    "DerivedNoun",
    "Done",
    "Events",
    "Fate",
    "Fault",
    "Faults",
    "Json",
    "Key",
    "Noun",
    "PointHidden",
    "Record",
    "RecoveryPointStore",
    "Refusal",
    "Replies",
    "SchemaRefusal",
    "Sessions",
    "Site",
    "SiteSpec",
    "Snapshot",
    "Store",
    "Throttle",
    "WorldOptions",
    "WorldState",
    "check_versions",
    "cleaned",
    "fields",
    "hidden",
    "in_use",
    "invalid",
    "missing",
    "nic_address",
    "not_found",
    "not_one_of",
    "nouns",
    "order_types",
    "reference",
    "register",
    "require",
    "seconds_of",
    "timestamp",
]
