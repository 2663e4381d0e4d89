"""The migration from EC2: the table of captured machines, the way to ask their guests, retention and cut-over."""

from collections.abc import Mapping
from typing import Any, Self

import pulumi
from pulumi import Input, Output, ResourceOptions
from pulumi_aws import dynamodb, iam, ssm

from capture import LINUX, WINDOWS, document
from components.migration.source import MigrationSource
from components.names import Names
from components.overlay.overlay import Overlay
from providers.cut_over import CutOver
from providers.ip_retention import IpRetention
from providers.source_instances import SourceInstances
from topology import Migration as MigrationModel
from topology import SiteModel

# What an agent needs to be sent a command and to answer, and nothing else: not the parameters, inventory and patches of
# AmazonSSMManagedInstanceCore. These actions know no resource. assumed: the agent needs no other for Run Command.
_AGENT_ACTIONS = (
    "ssm:UpdateInstanceInformation",
    *(f"ssmmessages:{verb}{kind}Channel" for kind in ("Control", "Data") for verb in ("Create", "Open")),
    *(f"ec2messages:{verb}" for verb in ("AcknowledgeMessage", "DeleteMessage", "FailMessage", "GetEndpoint")),
    *(f"ec2messages:{verb}" for verb in ("GetMessages", "SendReply")),
)
_LOOKS = (
    "ec2:DescribeInstances",
    "ec2:DescribeSubnets",
    "ec2:DescribeVpcs",
    "ec2:DescribeDhcpOptions",
    "ssm:DescribeInstanceInformation",
    "ssm:GetCommandInvocation",
)


class Migration(pulumi.ComponentResource):
    """What a site needs to bring machines from EC2 to NC2 with their addresses.

    An instance gets the right to be asked, and none to write: its document prints, and whoever captures writes.
    """

    cut_over: CutOver
    """What must be done before the workload's routes may follow `workloadPlatform`."""
    shown: Mapping[str, Input[Any]]
    """For people and scripts: names to capture with, and what became of each machine."""

    @classmethod
    def of(
        cls,
        model: SiteModel,
        name: str,
        *,
        source: MigrationSource | None,
        overlay: Overlay | None,
        names: Names,
        opts: ResourceOptions,
    ) -> Self | None:
        """The site's migration, or None where the configuration puts none here."""
        if model.migration is None or source is None or overlay is None:
            return None
        where = {
            "table": model.migration.table,
            "region": model.me.region,
            "vpc_id": overlay.vpc_id,
            "subnets": {subnet.name: subnet.cidr for subnet in model.overlay.subnets},
            "vms": overlay.captured.machines,
        }
        made = cls(name, migration=model.migration, region=model.me.region, source=source, names=names, opts=opts)
        made._finish(where, model.platform.value, model.migration.retention.value, overlay)
        return made

    def __init__(
        self,
        name: str,
        *,
        migration: MigrationModel,
        region: str,
        source: MigrationSource,
        names: Names,
        opts: ResourceOptions | None = None,
    ) -> None:
        super().__init__("nc2dr:index:Migration", name, None, opts)
        self._name, self._names = name, names
        self._child = ResourceOptions(parent=self)
        self._table = self._new_table(migration.table)
        documents = {kind: self._new_document(kind) for kind in (LINUX, WINDOWS)}
        profile = self._new_role()
        policy = self._new_operator_policy(documents)
        tags = dict(migration.tags)
        SourceInstances(f"{name}-instances", region=region, vpc_id=source.vpc_id, tags=tags, opts=self._child)
        self.shown = {
            "table": self._table.name,
            "ec2VpcId": source.vpc_id,
            "tags": tags,
            "documents": {kind: one.name for kind, one in documents.items()},
            "instanceProfile": profile.name,
            "operatorPolicyArn": policy.arn,
        }

    def _new_table(self, table: str) -> dynamodb.Table:
        return dynamodb.Table(
            f"{self._name}-table",
            name=table,
            billing_mode="PAY_PER_REQUEST",
            hash_key="InstanceId",
            attributes=[{"name": "InstanceId", "type": "S"}],
            # Beside the captured addresses it holds the NICs to roll back to.
            point_in_time_recovery={"enabled": True},
            server_side_encryption={"enabled": True},
            tags=self._names.tag("migration"),
            opts=self._child,
        )

    def _new_document(self, platform: str) -> ssm.Document:
        key = f"capture-{platform.lower()}"
        return ssm.Document(
            f"{self._name}-{key}",
            name=self._names.tag(key)["Name"],
            document_type="Command",
            document_format="JSON",
            content=document(platform),
            tags=self._names.tag(key),
            opts=self._child,
        )

    def _new_role(self) -> iam.InstanceProfile:
        role = iam.Role(
            f"{self._name}-instance",
            assume_role_policy=_policy(_allow("sts:AssumeRole", Principal={"Service": "ec2.amazonaws.com"})),
            description="Lets Systems Manager ask an instance for its network",
            tags=self._names.tag("capture"),
            opts=self._child,
        )
        iam.RolePolicy(
            f"{self._name}-agent",
            role=role.name,
            policy=_policy(_allow(*_AGENT_ACTIONS, Resource="*")),
            opts=self._child,
        )
        return iam.InstanceProfile(
            f"{self._name}-instance", role=role.name, tags=self._names.tag("capture"), opts=self._child
        )

    def _new_operator_policy(self, documents: Mapping[str, ssm.Document]) -> iam.Policy:
        """What whoever captures and retains needs."""
        statements = [
            _allow("dynamodb:Scan", "dynamodb:UpdateItem", Resource=self._table.arn),
            _allow(*_LOOKS, Resource="*"),
            _allow("ssm:SendCommand", Resource=[one.arn for one in documents.values()]),
            _allow("ssm:SendCommand", Resource="arn:*:ec2:*:*:instance/*"),
        ]
        return iam.Policy(
            f"{self._name}-capture", policy=_policy(*statements), tags=self._names.tag("capture"), opts=self._child
        )

    def _finish(self, where: Mapping[str, Any], platform: str, mode: str, overlay: Overlay) -> None:
        after = ResourceOptions(parent=self, depends_on=[overlay, self._table])
        retention = IpRetention(f"{self._name}-retention", mode=mode, **where, opts=after)
        done = ResourceOptions(parent=self, depends_on=[overlay, retention])
        self.cut_over = CutOver(f"{self._name}-cut-over", platform=platform, **where, opts=done)
        self.shown = {**self.shown, "machines": retention.status, "waiting": retention.waiting}
        self.register_outputs({})


def cut_over(migration: Migration | None) -> list[CutOver]:
    """What the workload's routes wait for beside the failover: nothing, where nothing is migrated."""
    return [migration.cut_over] if migration else []


def _allow(*actions: str, **rest: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": list(actions), **rest}


def _policy(*statements: Mapping[str, Any]) -> Output[str]:
    return Output.json_dumps({"Version": "2012-10-17", "Statement": list(statements)})
