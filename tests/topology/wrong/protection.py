"""Faults of the protection, its tiers and the recovery point store."""

from tests.topology.wrong.parts import STORE, Wrong, tier

PROTECTION: Wrong = {
    # protection
    "no protection": ({"protection": ...}, "protection", "is missing: expected a mapping"),
    "an RPO of 90 seconds": ({"protection.rpoSeconds": 90}, "protection.rpoSeconds", "whole minutes"),
    "an RPO of 30 minutes": ({"protection.rpoSeconds": 1800}, "protection.rpoSeconds", "from 60 to 900"),
    "an RPO of an hour and a half": ({"protection.rpoSeconds": 5400}, "protection.rpoSeconds", "whole hours"),
    "an RPO below zero": ({"protection.rpoSeconds": -3600}, "protection.rpoSeconds", "found -3600"),
    "an RPO with its unit": ({"protection.rpoSeconds": "1h"}, "protection.rpoSeconds", "found '1h'"),
    "an RPO that is not whole": ({"protection.rpoSeconds": 3600.5}, "protection.rpoSeconds", "found 3600.5"),
    "no recovery point kept here": (
        {"protection.retention.local": 0},
        "protection.retention.local",
        "1 or more",
    ),
    "no recovery point kept there": (
        {"protection.retention.remote": 0},
        "protection.retention.remote",
        "1 or more",
    ),
    "retention of one side only": (
        {"protection.retention": {"local": 1}},
        "protection.retention.remote",
        "is missing: expected how many",
    ),
    "retention as a number": (
        {"protection.retention": 2},
        "protection.retention",
        "expected a mapping, found 2",
    ),
    "a policy name too long": ({"protection.policy": "p" * 257}, "protection.policy", "1 to 256 characters"),
    "a plan name with blanks around": (
        {"protection.recoveryPlan": " plan"},
        "protection.recoveryPlan",
        "blanks",
    ),
    "a category key too long": ({"protection.category.key": "k" * 65}, "protection.category.key", "1 to 64"),
    "a category value with a forbidden first character": (
        {"protection.category.value": "$gold"},
        "protection.category.value",
        "whose first character is none of",
    ),
    "a category as text": (
        {"protection.category": "Recovery:Shop"},
        "protection.category",
        "expected a mapping, found 'Recovery:Shop'",
    ),
    # tiers
    "no tiers in the list": (
        {"protection.tiers": [], **STORE},
        "protection.tiers",
        "is an empty list. Add a tier, or remove the key if there are no further tiers",
    ),
    "a tier without a destination": (tier(destination=...), "protection.tiers[0].destination", "cluster or recovery"),
    "a tier to nowhere": (tier(destination="s3"), "protection.tiers[0].destination", "expected cluster or recovery"),
    "a tier without the store": (
        tier(store=False),
        "protection.tiers[0].destination",
        "expected cluster, or a section recoveryPointStore, which names the bucket",
    ),
    "a tier in a store every minute": (tier(rpoSeconds=60), "protection.tiers[0].rpoSeconds", "expected 3600 or more"),
    "a synchronous tier in a store": (
        tier(rpoSeconds=0),
        "protection.tiers[0].rpoSeconds",
        "expected 3600 or more with destination: recovery-point-store, which takes at most one",
    ),
    "a tier in a store with clusters": (tier(clusterIds=["a"]), "protection.tiers[0].clusterIds", "is not a known key"),
    "a tier of a category that has one": (
        tier(category={"key": "Recovery", "value": "Shop"}),
        "protection.tiers[0].category",
        "each category in one tier",
    ),
    "a tier of a stage's category": (
        tier(category={"key": "Tier", "value": "Web"}),
        "protection.tiers[0].category",
        "each category in one tier",
    ),
    "a tier with another's policy": (
        tier(policy="shop-policy"),
        "protection.tiers[0].policy",
        "expected a policy that no other tier has",
    ),
    "a tier with another's plan": (
        tier(recoveryPlan="shop-plan"),
        "protection.tiers[0].recoveryPlan",
        "expected a plan that no other tier has",
    ),
    "a tier with a name in capitals": (tier(name="Long"), "protection.tiers[0].name", "lower-case letters"),
    "a tier without stages in the list": (
        tier(stages=[]),
        "protection.tiers[0].stages",
        "is an empty list. Add a stage, or remove the key to start everything at once",
    ),
    "a tier on a cluster with a plan": (
        tier(destination="cluster", recoveryPlan="home"),
        "protection.tiers[0].recoveryPlan",
        "expected no such key with destination: cluster, because protection.recoveryPlan",
    ),
    "a tier on a cluster every half hour": (
        tier(destination="cluster", rpoSeconds=1800),
        "protection.tiers[0].rpoSeconds",
        "whole minutes from 60 to 900",
    ),
    # recovery point store
    "a store without a name": ({"recoveryPointStore": {}}, "recoveryPointStore.name", "is missing"),
    "a lock on somebody's bucket": (
        {"recoveryPointStore": {"name": "s", "bucket": "theirs", "objectLockDays": 7}},
        "recoveryPointStore.objectLockDays",
        "expected no such key with bucket: this project does not change the settings of an",
    ),
    "a role for nobody": (
        {"recoveryPointStore": {"name": "s", "access": "role"}},
        "recoveryPointStore.trustedPrincipal",
        "is missing: expected the ARN",
    ),
    "somebody without a role": (
        {"recoveryPointStore": {"name": "s", "trustedPrincipal": "arn:aws:iam::123456789012:role/mst"}},
        "recoveryPointStore.trustedPrincipal",
        "expected only with access: role",
    ),
    "a role for everybody": (
        {"recoveryPointStore": {"name": "s", "access": "role", "trustedPrincipal": "*"}},
        "recoveryPointStore.trustedPrincipal",
        "expected the ARN of a role",
    ),
    "no stages in the list": (
        {"protection.stages": []},
        "protection.stages",
        "is an empty list. Add a stage, or remove the key to start everything at once",
    ),
    "a category in two stages": (
        {"protection.stages[1].category.value": "Database"},
        "protection.stages[1].category",
        "in one stage",
    ),
    "a negative delay": (
        {"protection.stages[0].delaySeconds": -1},
        "protection.stages[0].delaySeconds",
        "from 0 to 86400",
    ),
    "addresses kept by a word": ({"protection.keepAddresses": "perhaps"}, "protection.keepAddresses", "true or false"),
    "a timeout of nothing": ({"protection.timeoutMinutes": 0}, "protection.timeoutMinutes", "from 1 to 1440"),
    # accepted changes
    "a change nobody knows": (
        {"acceptedChanges": {"category": "Recovery:Shop"}},
        "acceptedChanges.category",
        "is not a known key (did you mean categories?)",
    ),
    "a change without its name": ({"acceptedChanges": True}, "acceptedChanges", "expected a mapping"),
    "a home site nobody knows": (
        {"acceptedChanges": {"homeSite": "west"}},
        "acceptedChanges.homeSite",
        "north or south",
    ),
    "a lost state of nobody": (
        {"acceptedChanges": {"lostState": "west"}},
        "acceptedChanges.lostState",
        "north or south",
    ),
    "given up things as a word": (
        {"acceptedChanges": {"policies": "all"}},
        "acceptedChanges.policies",
        "expected a list",
    ),
}
