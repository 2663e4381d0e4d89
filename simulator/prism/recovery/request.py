"""What was asked of a recovery plan."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.prism.model import Json, Record, Refusal, Site


@dataclass(frozen=True)
class RecoveryRequest:
    """One run of a plan.

    target     the site that was asked, which recovers the VMs
    source     the other site
    job        extId of the job that carries it out; empty while it is asked for
    reference  the past time (RFC 3339) whose recovery points are wanted; None = the newest points
    """

    target: Site
    source: Site
    plan: Record
    action: str
    reference: str | None = None
    ignore_warnings: bool = False
    job: str = ""

    @property
    def forward(self) -> bool:
        """Whether the recovery goes from the plan's primary location to its recovery location."""
        return bool(self.plan.data["primaryLocation"]["domainManagerExtId"] == self.source.domain_manager_id)

    @property
    def test(self) -> bool:
        """Whether the recovery goes to the test networks and leaves the source alone."""
        return self.action == "TEST_FAILOVER"

    @property
    def planned(self) -> bool:
        """Whether the source's own VMs are moved. A validation is of this kind if the source can be reached.

        "When not provided, the system automatically determines the validation type based on source cluster
        reachability", says the API: with a lost source it validates an unplanned failover.
        """
        return self.action == "PLANNED_FAILOVER" or (self.action == "VALIDATE" and self.connected)

    @property
    def connected(self) -> bool:
        """Whether the target can reach the source."""
        return self.target.world.connected(self.target, self.source)


def request_of(site: Site, plan: Record, action: str, body: Json, job: str = "") -> RecoveryRequest:
    """The request that a body makes; raises Refusal when the direction fits neither the plan nor the site."""
    direction = body["failoverDirections"][0]
    source_id, target_id = direction["sourceDomainManagerExtId"], direction["targetDomainManagerExtId"]
    ends = {plan.data[side]["domainManagerExtId"] for side in ("primaryLocation", "recoveryLocation")}
    source = site.world.site_of(source_id)
    if {source_id, target_id} != ends or source is None:
        raise Refusal(
            400, "INVALID_FAILOVER_DIRECTION", f"The failover direction is not between the locations of {plan.name}."
        )
    if target_id != site.domain_manager_id:  # assumed: a plan is run at the side that recovers
        message = f"Recovery plan {plan.name} must be run from the Prism Central of the target location."
        raise Refusal(400, "INVALID_FAILOVER_DIRECTION", message)
    reference = body.get("recoveryReferenceTime")
    return RecoveryRequest(site, source, plan, action, reference, bool(body.get("shouldIgnoreWarnings", False)), job)
