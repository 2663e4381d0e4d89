"""What is assumed of Prism Central's v3 API."""

from operations.assumptions.assumption import Assumption, Verdict

V3 = (
    Assumption(
        "v3-validation-errors",
        "In v3, validation errors have the types of v4's groups",
        ("prism/v3/validation_error.py",),
        "a refusal shows only Prism Central's words",
        unprobed="it needs a plan whose validation fails by v3",
    ),
    Assumption(
        "v3-plans",
        "In v3, plans name a zone by its `management_url`, which both Prism Centrals show alike. A zone whose URL or "
        "uuid is no known id is the other Prism Central's where it is the only one",
        ("prism/v3/availability_zone.py",),
        "with several pairs, refused by name; create recovery plans below v4.2 by hand",
        Verdict.SHARPENED,
        "a published script that ran against a real Prism Central: a plan takes `management_url`, is not found for up "
        "to 30 s after its creation, and always came with a stage",
        probe="the availability zones that v3 plans name",
    ),
)
