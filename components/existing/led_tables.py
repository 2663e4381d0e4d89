"""Tables of others in which this stack leads the workload, too: that they are there, and whose packets that would take.

Looked at before anything is registered: AWS would refuse a wrong id in the middle of the run.
"""

from collections.abc import Iterator

import pulumi

from aws import AwsError
from components.existing.held import HeldGateway, tables_of
from components.existing.situation import Situation
from topology import taken, taken_sentences


def expect_led_tables(now: Situation) -> None:
    """Raises pulumi.RunError for a table that the gateway does not have, and for routes of others in a new one.

    A site that stands down is warned: what still runs there must be powered off first.
    """
    site = now.stack.site
    named = site.existing.led_route_table_ids
    if not named or not now.gateway_id:
        return
    try:
        known = tables_of(site.region, now.gateway_id)
        strange = [one for one in named if one not in known]
        said = [] if strange else list(_taken(now, now.held()))
    except AwsError as error:
        pulumi.log.warn(f"{error} The tables of ledRouteTableIds were not checked.")
        return
    key = f"sites.{site.name}.existing.ledRouteTableIds"
    wrong = f"expected route tables of {now.gateway_id}, found {', '.join(strange)}." if strange else " ".join(said)
    if wrong and (now.takes_over or not now.stack.changes_active_site):
        raise pulumi.RunError(f"{key}: {wrong}")
    if wrong:
        pulumi.log.warn(f"{key}: {wrong}")


def _taken(now: Situation, held: HeldGateway) -> Iterator[str]:
    """Routes of others in a table that has no reference yet. One that leads as this stack does now is no matter."""
    site = now.stack.site
    ends = {one.attachment_id for one in held.tables[str(now.table_id)].references(held.our_list)}
    for id in site.existing.led_route_table_ids:
        table = held.tables[id]
        if not table.references(held.our_list):
            found = now.elsewhere(taken(table.routes, now.prefixes, held.our_list), ends)
            yield from taken_sentences(found, id, site.name, site.region)
