"""What Failover and StoreRecovery share: the VMs of a site and their copies, the guard, transitions, risks and jobs."""

from providers.recovery import copies, when, words
from providers.recovery.acceptance import Acceptance, AcceptedRisks, accepted, open_risks, told, verdict
from providers.recovery.address_repair import Repaired, repair
from providers.recovery.category import CategoryName, category_ids, of_categories
from providers.recovery.copies import created, running, stale
from providers.recovery.foreseen import SCHEMA, Foreseen, ForeseenVm, Network, Room
from providers.recovery.in_step import OutOfStep, out_of_step
from providers.recovery.jobs import PlanJobs
from providers.recovery.kept_addresses import Astray, Destination, Target, astray, is_assigned, of_guest
from providers.recovery.lineage import NOT_KNOWN, Lineage
from providers.recovery.making_way import makes_way, split
from providers.recovery.not_brought import captured_parts, not_brought
from providers.recovery.own_site import OwnSite, expect_own_prism_central
from providers.recovery.risk import Objective, RecoverableVm, Risk, address_risks, missing_point, stale_point
from providers.recovery.same_vm import Ended, goes_on, is_another
from providers.recovery.standby import Awake, awake_at
from providers.recovery.standing_down import stand_down
from providers.recovery.transition import Baseline, Count, Quiet, Refuse, StandDown, Stay, TakeOver, Transition
from providers.recovery.when import BOUND, clock_problem, instant, now, now_at, reference_time_problems, span, utc
from providers.recovery.words import gib, listed

__all__ = [
    "BOUND",
    "NOT_KNOWN",
    "SCHEMA",
    "Acceptance",
    "AcceptedRisks",
    "Astray",
    "Awake",
    "Baseline",
    "CategoryName",
    "Count",
    "Destination",
    "Ended",
    "Foreseen",
    "ForeseenVm",
    "Lineage",
    "Network",
    "Objective",
    "OutOfStep",
    "OwnSite",
    "PlanJobs",
    "Quiet",
    "RecoverableVm",
    "Refuse",
    "Repaired",
    "Risk",
    "Room",
    "StandDown",
    "Stay",
    "TakeOver",
    "Target",
    "Transition",
    "accepted",
    "address_risks",
    "astray",
    "awake_at",
    "captured_parts",
    "category_ids",
    "clock_problem",
    "copies",
    "created",
    "expect_own_prism_central",
    "gib",
    "goes_on",
    "instant",
    "is_another",
    "is_assigned",
    "listed",
    "makes_way",
    "missing_point",
    "not_brought",
    "now",
    "now_at",
    "of_categories",
    "of_guest",
    "open_risks",
    "out_of_step",
    "reference_time_problems",
    "repair",
    "running",
    "span",
    "split",
    "stale",
    "stale_point",
    "stand_down",
    "told",
    "utc",
    "verdict",
    "when",
    "words",
]
