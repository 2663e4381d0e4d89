"""What is told of routes of others that take a workload's packets elsewhere than the active site."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from ipaddress import IPv4Address

from topology.routes.effective import Shadow


def led_elsewhere(found: Iterable[Shadow], wanted: Collection[str], accepted: Collection[str]) -> tuple[Shadow, ...]:
    """Those that lead elsewhere than to `wanted`, ids of attachments or of what is attached, and are not `accepted`.

    `accepted`: prefixes of routes that the configuration takes as they are. A blackhole always leads elsewhere.
    """
    return tuple(
        one
        for one in found
        if str(one.route.destination) not in accepted
        and not (one.route.leads and {one.route.attachment_id, one.route.resource_id} & {*wanted})
    )


def with_addresses(found: Iterable[Shadow], known: Mapping[str, str]) -> tuple[Shadow, ...]:
    """Each with the known addresses that it takes. `known`: VM names by address, empty where no name is known."""
    return tuple(
        replace(
            one,
            addresses=tuple(
                f"{name} ({address})" if name else address
                for address, name in sorted(known.items(), key=lambda item: IPv4Address(item[0]))
                if IPv4Address(address) in one.route.destination
            ),
        )
        for one in found
    )


def shadow_sentences(found: Iterable[Shadow], table_id: str, site: str, region: str) -> Iterator[str]:
    """One per route: what it is, whose packets it takes, and the command that takes it away."""
    for one in found:
        yield (
            f"In {table_id}, {one}. It wins over this stack's route of {one.prefix} (the longest prefix wins, then "
            f"static, then prefix lists), and takes the packets of {one.takes}. Remove it: "
            f"`{one.command(table_id, region)}`. If it is meant, name {one.route.destination} in "
            f"sites.{site}.existing.acceptedRoutes."
        )


def taken_sentences(found: Iterable[Shadow], table_id: str, site: str, region: str) -> Iterator[str]:
    """One per route of others that has a prefix which a first `up` would lead for the first time."""
    for one in found:
        yield (
            f"In {table_id}, {one}. It is not this stack's, and this first `up` would lead {one.prefix} anew beside "
            f"it. Somebody may use it now, for {one.takes}. Once nobody does, remove it: "
            f"`{one.command(table_id, region)}`. If both are meant, name {one.route.destination} in "
            f"sites.{site}.existing.acceptedRoutes."
        )


def foreign_sentences(
    found: Iterable[Shadow], table_id: str, used_by: str, site: str, region: str, *, to: str, ours: str
) -> Iterator[str]:
    """One per route in a table that this project does not manage. `used_by`: what comes in by it.

    `to`: the attachment that the workload should be led to; `ours`: the table of this project.
    """
    for one in found:
        lead = f", and run `{one.command_to(table_id, region, to)}` once the workload is in {site}" if to else ""
        yield (
            f"In {table_id}, which routes what comes in by {used_by} and which no stack manages, {one}. No failover "
            f"moves it, and it takes the packets of {one.takes}. Have failovers move it: name {table_id} in "
            f"sites.{site}.existing.ledRouteTableIds, run pulumi up, which leads the workload there as in {ours}, and "
            f"remove the route: `{one.command(table_id, region)}`. If it is meant, name {one.route.destination} in "
            f"sites.{site}.existing.acceptedRoutes{lead}."
        )
