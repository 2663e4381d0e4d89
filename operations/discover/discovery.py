"""Both sites looked through side by side, and the configuration that says what was found."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from aws import client
from operations.discover.aws_facts import AwsFacts, read_aws
from operations.discover.draft import Draft, nested
from operations.discover.finding import Finding, Outcome
from operations.discover.front import tell_connections, tell_front
from operations.discover.gateway import choose_gateway, peerings, tell_routes, tell_routes_to_other
from operations.discover.nc2_network import choose_subnets, choose_vpc
from operations.discover.overlay import choose_overlay
from operations.discover.prism_facts import PrismFacts, read_prism
from operations.discover.protection import choose_protection, protected_vms
from operations.errors import OperationsError
from prism import PrismCentral
from topology import ConfigurationError, build

_SERVICES = ("sts", "ec2", "elbv2", "route53")


@dataclass(frozen=True)
class Access:
    """A site by the environment that reaches it: AWS_REGION, PRISM_ENDPOINT and the credentials of both."""

    site: str
    environment: Mapping[str, str]

    @property
    def region(self) -> str:
        """Raises OperationsError where the environment names none."""
        found = self.environment.get("AWS_REGION") or self.environment.get("AWS_DEFAULT_REGION")
        if not found:
            raise OperationsError(
                f"The environment of {self.site} does not set AWS_REGION. Add it to .env.{self.site}."
            )
        return found

    @property
    def prism_host(self) -> str:
        return urlsplit(self.environment.get("PRISM_ENDPOINT", "")).hostname or ""


@dataclass(frozen=True)
class Seen:
    """What a site's AWS region and Prism Central hold."""

    access: Access
    aws: AwsFacts
    prism: PrismFacts


@dataclass(frozen=True)
class Discovery:
    """`values` and `seen` by dotted path of the configuration; `problems`: what the program would refuse in them."""

    sites: tuple[str, str]
    values: Mapping[str, Any]
    seen: Mapping[str, str]
    findings: Sequence[Finding]
    problems: Sequence[str]

    @property
    def undecided(self) -> bool:
        """Whether somebody has to act before the first preview."""
        return any(one.outcome in (Outcome.UNDECIDED, Outcome.CONFLICT) for one in self.findings)


def look_at(accesses: Sequence[Access], progress: Callable[[str], None]) -> list[Seen]:
    """Both sites, read at the same time. Raises what the clients raise."""
    with ThreadPoolExecutor(2 * len(accesses)) as pool:
        aws = [pool.submit(_aws, one, progress) for one in accesses]
        prism = [pool.submit(_prism, one, progress) for one in accesses]
        return [
            Seen(*parts) for parts in zip(accesses, [a.result() for a in aws], [p.result() for p in prism], strict=True)
        ]


def _aws(access: Access, progress: Callable[[str], None]) -> AwsFacts:
    progress(f"{access.site}: AWS in {access.region}")
    return read_aws({name: client(name, access.region, access.environment) for name in _SERVICES})


def _prism(access: Access, progress: Callable[[str], None]) -> PrismFacts:
    return read_prism(
        PrismCentral.from_environment(access.environment), lambda what: progress(f"{access.site}: {what}")
    )


def discovered(seen: Sequence[Seen], project: str) -> Discovery:
    """The configuration of two sites that were seen. Pure."""
    first, second = seen
    pair = Draft()
    home = _home(pair, first, second)
    drafts = {one.access.site: _site(one, other) for one, other in ((first, second), (second, first))}
    _join(pair, seen, drafts)
    facts = {one.access.site: one.prism for one in seen}
    choose_overlay(pair, facts, home)
    choose_protection(pair, facts, home)
    for one, other in ((first, second), (second, first)):
        _tell_rest(drafts[one.access.site], one, pair, drafts[other.access.site])
    values, sources, findings = dict(pair.values), dict(pair.seen), list(pair.findings)
    for draft in drafts.values():
        values.update(draft.values)
        sources.update(draft.seen)
        findings.extend(draft.findings)
    sites = (first.access.site, second.access.site)
    return Discovery(sites, values, sources, findings, _problems(values, sites, project))


def _home(draft: Draft, first: Seen, second: Seen) -> str:
    """Where the protected VMs run; the first site where nobody can tell."""
    running = {one.access.site: len(protected_vms(one.prism)) for one in (first, second)}
    active = [site for site, count in running.items() if count]
    if len(active) == 1:
        draft.put("activeRegion", active[0], f"{running[active[0]]} protected VMs run there, none at the other site")
        draft.put("homeSite", active[0], "where they run now")
        return active[0]
    reasons = {site: f"{count} protected VMs run there" for site, count in running.items()}
    draft.decide("activeRegion", "the active site", reasons)
    draft.decide("homeSite", "the home site", reasons)
    return first.access.site


def _site(seen: Seen, other: Seen) -> Draft:
    draft, key = Draft(seen.access.site), f"sites.{seen.access.site}"
    draft.put(f"{key}.region", seen.access.region, "AWS_REGION of its environment")
    draft.put(f"{key}.prismCentral", seen.prism.name, "its own name")
    if other.prism.id not in seen.prism.paired:
        draft.tell(
            Outcome.CONFLICT,
            f"Prism Central '{seen.prism.name}'",
            f"not paired with '{other.prism.name}'",
            "Pair them.",
        )
    if len(seen.prism.clusters) == 1:
        draft.put(f"{key}.cluster", seen.prism.clusters[0], "the one cluster of its Prism Central")
    else:
        draft.decide(f"{key}.cluster", "cluster", dict.fromkeys(seen.prism.clusters, "a cluster of its Prism Central"))
    if seen.prism.transit is not None:
        draft.put(f"{key}.transitVpc", seen.prism.transit.label, "the VPC of type TRANSIT")
    else:
        draft.decide(f"{key}.transitVpc", "transit VPC", {})
    vpc = choose_vpc(draft, seen.aws, seen.prism, seen.access.prism_host)
    if vpc:
        blocks = seen.aws.vpcs[vpc].cidrs
        draft.put(f"{key}.vpcCidr", blocks[0], f"of {vpc}")
        for block in blocks[1:]:
            draft.tell(Outcome.LEFT, f"block {block} of {vpc}", "the configuration names one block a VPC")
        choose_subnets(draft, seen.aws, seen.prism, vpc, seen.access.prism_host)
        choose_gateway(draft, seen.aws, vpc)
    return draft


def _join(pair: Draft, seen: Sequence[Seen], drafts: Mapping[str, Draft]) -> None:
    """What joins the sites' transit gateways."""
    gateways = [draft.values.get(f"sites.{site}.existing.transitGatewayId", "") for site, draft in drafts.items()]
    found = {id for one in seen for id in peerings(one.aws, gateways[0], gateways[1])} if all(gateways) else set()
    for id in sorted(found):
        for draft in drafts.values():
            key = f"sites.{draft.site}.existing.transitGatewayPeeringId"
            draft.put(key, id, "the peering of the two transit gateways")
        pair.tell(Outcome.USED, f"transit gateway peering {id}", "between the two transit gateways")


def _tell_rest(draft: Draft, seen: Seen, pair: Draft, other: Draft) -> None:
    key = f"sites.{draft.site}.existing"
    vpc, gateway = draft.values.get(f"{key}.vpcId", ""), draft.values.get(f"{key}.transitGatewayId", "")
    prefixes = pair.values.get("overlay.externallyRoutablePrefixes", [])
    tell_routes(draft, seen.aws, seen.access.region, prefixes)
    there = other.values.get(f"sites.{other.site}.vpcCidr", "")
    if vpc and there:
        tell_routes_to_other(draft, seen.aws, vpc, there)
    tell_front(draft, seen.aws, seen.prism, vpc)
    tell_connections(draft, seen.aws, gateway)


def _problems(values: Mapping[str, Any], sites: tuple[str, str], project: str) -> list[str]:
    """What each stack's program would refuse, each once."""
    found: dict[str, None] = {}
    for site in sites:
        try:
            build(nested(values), site, project)
        except ConfigurationError as error:
            found.update(dict.fromkeys(str(problem) for problem in error.problems))
    return list(found)
