"""What is assumed of durations, and what is our own choice."""

from operations.assumptions.assumption import Assumption, Verdict

ESTIMATES = (
    Assumption(
        "recovery-times",
        "How long recovery plans, restores and the manual work on a new cluster take",
        ("costs/standby.py",),
        "the RTOs of `dr-cost` are wrong. Measure them in a [drill](drills.md)",
        probe="the durations of the failover jobs that this Prism Central remembers",
    ),
    Assumption(
        "tiers-share-an-objective",
        "Recovery points of every tier on the cluster are compared with the first tier's objective",
        ("providers/failover/inputs.py",),
        "a tier with a longer one needs `acceptedRisks`",
        Verdict.OWN,
        unprobed="it is how this project compares them",
    ),
)
