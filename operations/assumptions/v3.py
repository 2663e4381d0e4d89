"""What is assumed of Prism Central's v3 API."""

from operations.assumptions.assumption import Assumption, Verdict

V3 = (
    Assumption(
        "v3-registration",
        "In v3, a registration's URL is the other domain manager's id",
        ("prism/v3/registration.py", "prism/v3/__init__.py"),
        "the other site is not found",
        Verdict.SHARPENED,
        "a published script that ran against a real Prism Central: the field is `management_url` of "
        "`availability_zones/list`; whether it equals the id is not said",
        probe="`management_url` of each availability zone beside the registrations of v4",
    ),
    Assumption(
        "v3-validation-errors",
        "In v3, validation errors have the types of v4's groups",
        ("prism/v3/validation_error.py",),
        "a refusal shows only Prism Central's words",
        unprobed="it needs a plan whose validation fails by v3",
    ),
    Assumption(
        "v3-plans",
        "In v3, the URL of an availability zone is its domain manager's id, and a plan can be created without stages",
        ("prism/v3/recovery_plan.py",),
        "create recovery plans below v4.2 by hand",
        Verdict.REFUTED,
        "the same script: a plan takes `management_url`, is not found for up to 30 s after its creation, and always "
        "came with a stage",
        probe="the availability zones that v3 plans name",
    ),
)
