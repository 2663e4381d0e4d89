"""What the product relies on without having seen it: one registry, of which docs/assumptions.md is made.

To add a row: put it into the file of its subject, mark the code with `assumed:`, and run `python -m tools.generate`.
A row names what `python -m operations probe` looks at, with a function of the same id in `operations/probe/`, or says
why nothing can be looked at.
"""

from operations.assumptions.assumption import Assumption, Verdict
from operations.assumptions.aws import AWS
from operations.assumptions.estimates import ESTIMATES
from operations.assumptions.nc2 import NC2
from operations.assumptions.page import FILE, render
from operations.assumptions.prism_central import PRISM_CENTRAL
from operations.assumptions.recovery import RECOVERY
from operations.assumptions.routeros import ROUTEROS
from operations.assumptions.v3 import V3

SUBJECTS = {
    "Prism Central": PRISM_CENTRAL,
    "Protection and recovery": RECOVERY,
    "Prism Central by v3": V3,
    "NC2": NC2,
    "AWS": AWS,
    "RouterOS": ROUTEROS,
    "Estimates and choices": ESTIMATES,
}
ASSUMPTIONS = tuple(row for rows in SUBJECTS.values() for row in rows)

__all__ = ["ASSUMPTIONS", "FILE", "SUBJECTS", "Assumption", "Verdict", "page"]


def page() -> str:
    """The text of docs/assumptions.md."""
    return render(SUBJECTS)
