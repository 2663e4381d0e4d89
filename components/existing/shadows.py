"""Routes of others that take the workload's packets from this stack's route: looked at before anything is registered.

`arrival` looks once more after the routes were led.
"""

from collections.abc import Sequence

import pulumi

from aws import AwsError
from components.existing.led_tables import expect_led_tables
from components.existing.other_gateway import look_at_other_gateway
from components.existing.road_in_vpc import look_at_vpc
from components.existing.situation import Situation
from components.existing.walked import Walked
from components.stack import Stack


def refuse_shadows(stack: Stack) -> None:
    """Refuse a first run, and a run in which this site takes over, for routes that would keep its packets away.

    A run that does neither is warned, and so is a site that stands down: what still runs there must be powered off
    first, and `Arrival` ends that run as failed. Raises pulumi.RunError.
    """
    now = Situation.of(stack)
    if now.table_id is None:
        return
    expect_led_tables(now)
    found = _looked(now)
    for sentence in (*found.warned, *(found.missing if now.takes_over else ())):
        pulumi.log.warn(sentence)
    if found.wrong and (now.is_first or now.takes_over):
        raise pulumi.RunError(
            listed(f"Refused, nothing was changed: {now.does} would not bring the packets here.", found.wrong)
        )
    for sentence in found.wrong:
        pulumi.log.warn(sentence)


def listed(subject: str, said: Sequence[str]) -> str:
    """The subject, and one line per sentence."""
    return subject + "".join(f"\n  {sentence}" for sentence in said)


def _makes_cluster(now: Situation) -> bool:
    """Whether the cluster, whose route of the workload NC2 writes, comes with this very run."""
    return now.takes_over and now.stack.site.zero_compute


def _looked(now: Situation) -> Walked:
    try:
        held = now.held()
        found = now.first(held) if now.is_first else now.walked(held)
    except AwsError as error:
        return Walked.unseen(f"{error} Whether a route of others takes the workload's packets was not checked.")
    if not now.is_first and not _makes_cluster(now):
        found += look_at_vpc(now)
    if now.takes_over:
        found += look_at_other_gateway(now)
    return found
