"""The workload's routes on a site's transit gateway. `topology.routes` decides where they lead."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pulumi
from pulumi import Input, Output, ResourceOptions
from pulumi_aws import ec2
from pulumi_aws import ec2transitgateway as tgw

from components.gateway.route_targets import RouteTargets
from components.gateway.routes import not_yet
from components.stack import Stack
from topology import SiteModel, Target, TgwRoute

RoutesOf = Callable[[SiteModel], Sequence[TgwRoute]]


class WorkloadRoutes(pulumi.ComponentResource):
    """The workload's routes on the transit gateway: one list of its prefixes, and a reference to it in each table.

    AWS points a reference at another attachment in place, for all prefixes at once, so a failover leaves no moment in
    which they lead nowhere. A static route would have to be deleted first: a table holds a prefix once.

    `after` is what must be done before any prefix is led elsewhere: the recovery of the VMs on the site that becomes
    active, the power-off of stale copies on the other one. Routes come last, so no packet is led to a VM that is not
    there.

    `after` holds in a run of everything. A run of the reference alone (`--target`) would not wait for it, so a
    reference leads where the site has come (`reached`), not where the configuration wants it.

    What is `left_alone` stays wherever it leads, and is pending: the other site's routes lead here, so a loop would be
    closed. A reference that there is not yet is led to this site then.
    """

    reached: Output[SiteModel]
    """How far the site has come, as the routes see it."""
    leads_to: Output[Mapping[str, str]]
    """Prefix -> target, for people. Known once the references lead there."""
    led: list[Output[str]]
    """For each reference an empty text, or what is wrong with where it leads once this run has passed it.

    None where they are left alone."""
    pending: tuple[str, ...]

    def __init__(
        self,
        name: str,
        stack: Stack,
        *,
        table_id: Output[str],
        route_targets: RouteTargets,
        reached: Output[SiteModel],
        after: Sequence[pulumi.Resource],
        left_alone: bool = False,
    ) -> None:
        super().__init__("nc2dr:index:WorkloadRoutes", name, None, stack.aws)
        self._model, self._targets, self.left_alone, self.led = stack.model, route_targets, left_alone, []
        self.reached = reached.apply(_led_here) if left_alone else reached
        tags, routes = stack.tags.named("workload"), stack.model.routes.workload
        prefixes = stack.model.overlay.externally_routable_prefixes
        self._list = ec2.ManagedPrefixList(
            name,
            name=tags["Name"],
            address_family="IPv4",
            entries=[ec2.ManagedPrefixListEntryArgs(cidr=prefix) for prefix in prefixes],
            # A reference counts against the table's quota with what the list may hold, not with what it holds.
            max_entries=len(prefixes),
            tags=tags,
            opts=ResourceOptions(parent=self, protect=True),
        )
        made = self.refer(name, lambda model: model.routes.workload, table_id, after=after, parent=self, protect=True)
        self.leads_to = self._leads_to(made) if made else Output.from_input({})
        self.pending = () if made and not left_alone else not_yet(routes)
        self.register_outputs({})

    def lead_in(self, table_ids: Sequence[str], *, after: Sequence[pulumi.Resource]) -> None:
        """Lead the list in tables of others, too. A table is known by its id, whatever its place in the list."""
        for id in table_ids:
            self.refer(
                f"workload-{id}", lambda model: model.routes.workload, Output.from_input(id), after=after, parent=self
            )

    @property
    def list_id(self) -> Output[str]:
        """The prefix list, by which a look at the tables knows this stack's own routes."""
        return self._list.id

    def _leads_to(self, made: Sequence[tgw.PrefixListReference]) -> Output[Mapping[str, str]]:
        """A preview tells it before anything of a new reference is known."""
        if self.left_alone:
            prefixes = self._model.overlay.externally_routable_prefixes
            targets = {target.value: one.id for target, one in self._targets.items()}
            ends: Output[list[Any]] = Output.all(made[0].transit_gateway_attachment_id, targets)
            return ends.apply(lambda both: dict.fromkeys(prefixes, _name_of(both[0], both[1])))
        led = [] if pulumi.runtime.is_dry_run() else [made[0].transit_gateway_attachment_id, *self.led]
        known: Output[list[Any]] = Output.all(self.reached, *led)
        return known.apply(lambda found: _as_led(found[0], *found[1:]))

    def refer(
        self,
        name: str,
        routes_of: RoutesOf,
        table_id: Output[str],
        *,
        after: Sequence[pulumi.Resource],
        parent: pulumi.Resource,
        protect: bool = False,
    ) -> list[tgw.PrefixListReference]:
        """Lead the whole list where the routes lead, all to one target; nothing where they lead nowhere yet.

        `protect`: the reference stays as long as the stack. One that goes with a connection, or with a key of the
        configuration, cannot be protected.
        """
        targets = {route.target for route in routes_of(self._model) if route.target in self._targets}
        stays = any(route.target in self._targets for route in routes_of(_standing_by(self._model)))
        # Nor can one that goes when the site stands down.
        opts = ResourceOptions(parent=parent, protect=protect and stays)
        made = [self._reference(name, routes_of, table_id, target, after, opts) for target in targets]
        if made and not stays:
            HeldWhileActive(name, ResourceOptions(parent=parent, depends_on=made))
        return made

    def _reference(
        self,
        name: str,
        routes_of: RoutesOf,
        table_id: Output[str],
        target: Target,
        after: Sequence[pulumi.Resource],
        opts: ResourceOptions,
    ) -> tgw.PrefixListReference:
        needed = [*after, *self._targets[target].ready]
        left = ["transit_gateway_attachment_id"] if self.left_alone else None
        attachment = self.reached.apply(lambda model: _attachment(name, model, routes_of, self._targets))
        made = tgw.PrefixListReference(
            name,
            # assumed: traffic goes on while AWS changes a reference; it documents that it is changed, not how.
            prefix_list_id=self._list.id,
            transit_gateway_route_table_id=table_id,
            transit_gateway_attachment_id=attachment,
            opts=ResourceOptions.merge(opts, ResourceOptions(depends_on=needed, ignore_changes=left)),
        )
        if self.left_alone:
            return made
        ends = Output.all(made.transit_gateway_attachment_id, attachment)
        self.led.append(
            ends.apply(lambda both: "" if both[0] == both[1] else f"route {name} leads to {both[0]}, not to {both[1]}")
        )
        return made


class HeldWhileActive(pulumi.ComponentResource):
    """Needs a reference that this site has only while it is active, and goes with it when the site stands down.

    Without a way to the other site, a configuration that makes that one active has no reference here any more. A run of
    the reference alone (`--target`) would delete it, whatever the failover has done. The engine refuses to delete what
    another resource needs that is no target.
    """

    def __init__(self, name: str, opts: ResourceOptions) -> None:
        super().__init__("nc2dr:index:HeldWhileActive", name, None, opts)
        self.register_outputs({})


def _standing_by(model: SiteModel) -> SiteModel:
    return replace(model, active=model.other)


def _led_here(model: SiteModel) -> SiteModel:
    return replace(model, active=model.me)


def _as_led(model: SiteModel, attachment: str = "", *wrong: str) -> Mapping[str, str]:
    """Prefix -> target. A reference that does not lead where the site has come is told by its attachment."""
    return {one.prefix: attachment if any(wrong) else one.target.value for one in model.routes.workload}


def _name_of(attachment: str, targets: Mapping[str, str]) -> str:
    """The target with this id; an attachment of somebody else's by its id."""
    return next((name for name, id in targets.items() if id == attachment), attachment)


def _attachment(name: str, model: SiteModel, routes_of: RoutesOf, targets: RouteTargets) -> Input[str]:
    """Where the site's routes lead as far as it has come."""
    for route in routes_of(model):
        if route.target in targets:
            return targets[route.target].id
    raise pulumi.RunError(
        f"Refused, route {name} was not changed: {model.active.name} is still active, on {model.platform}. Run pulumi "
        f"up --stack {model.me.name} without --target: the failover or the cut-over comes before the route."
    )
