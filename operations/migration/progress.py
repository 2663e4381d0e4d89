"""Every captured instance with what has become of it, as Prism Central and the table show it now. Reads only."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from capture import Table
from operations.errors import OperationsError
from operations.exit_code import ExitCode
from operations.look import Survivor
from providers.ip_retention import Captured, IpRetentionInputs, Verdict, plan_in_words, planned


@dataclass(frozen=True)
class Progress:
    """The verdicts by instance id: what retention would do next."""

    inputs: IpRetentionInputs
    plan: Mapping[str, Verdict]

    @property
    def exit_code(self) -> ExitCode:
        """A VM that a person must decide about fails; one that is not here, or not retained yet, waits."""
        kinds = {one.kind for one in self.plan.values()}
        if "refused" in kinds:
            return ExitCode.FAILED
        return ExitCode.DONE if kinds and kinds <= {"retained", "left out"} else ExitCode.WAITS

    def __str__(self) -> str:
        return plan_in_words(self.inputs, self.plan)

    def values(self) -> dict[str, Any]:
        """Plain values for JSON."""
        instances = {
            key: {"name": self.inputs.vms[key].name, "state": one.kind, "sentence": one.sentence}
            for key, one in sorted(self.plan.items())
        }
        return {"retention": self.inputs.mode, "instances": instances}


def look(site: Survivor) -> Progress:
    """Raises OperatorError where the site has no migration, and where its table or Prism Central does not answer."""
    migration, overlay = site.model.migration, site.outputs.get("overlayVpcId")
    if migration is None or migration.site != site.name:
        raise OperationsError(f"{site.name} has no migration. Name the site of ec2Vpc, and set migration for it.")
    if not overlay:
        raise OperationsError(f"The stack of {site.name} has no overlay yet. Run pulumi up --stack {site.name} first.")
    region = site.model.me.region
    inputs = IpRetentionInputs(
        owner=site.owner("migration-retention"),
        table=migration.table,
        region=region,
        vpc_id=str(overlay),
        subnets={subnet.name: subnet.cidr for subnet in site.model.overlay.subnets},
        vms={record.instance_id: Captured.of(record) for record in Table(migration.table, region).records()},
        mode=migration.retention.value,
    )
    return Progress(inputs, planned(site.prism, inputs))
