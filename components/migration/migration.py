"""The migration from EC2: the table of captured instances, how their guests are asked, retention and cut-over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

import pulumi
from pulumi import Input, Output, ResourceOptions
from pulumi_aws import dynamodb, iam, ssm

from capture import LINUX, WINDOWS, document
from components.migration.ec2_vpc import Ec2Vpc
from components.overlay import Overlay
from components.stack import Stack
from providers.base import RETAINED_IN_PART
from providers.cut_over import CutOver
from providers.ip_retention import IpRetention
from providers.source_instances import SourceInstances
from topology import Migration as MigrationModel

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
    """What a site needs to bring instances from EC2 to NC2 with their addresses.

    An instance gets the permission to be asked, and none to write: its document prints, and whoever captures writes.
    """

    cut_over: CutOver
    """The check that the workload's routes wait for before they follow `workloadPlatform`."""
    shown: Mapping[str, Input[Any]]
    """For people and scripts: names to capture with, and what became of each instance."""

    @classmethod
    def of(cls, name: str, stack: Stack, *, ec2_vpc: Ec2Vpc | None, overlay: Overlay | None) -> Self | None:
        """The site's migration, or None where the configuration puts none here."""
        migration = stack.model.migration
        if migration is None or ec2_vpc is None or overlay is None:
            return None
        return cls(name, stack, migration, ec2_vpc=ec2_vpc, overlay=overlay)

    def __init__(
        self, name: str, stack: Stack, migration: MigrationModel, *, ec2_vpc: Ec2Vpc, overlay: Overlay
    ) -> None:
        super().__init__("nc2dr:index:Migration", name, None, stack.aws)
        self._name, self._stack, self._tags = name, stack, stack.tags
        self._child = ResourceOptions(parent=self)
        self._table = self._new_table(migration.table)
        documents = {kind: self._new_document(kind) for kind in (LINUX, WINDOWS)}
        profile = self._new_role()
        policy = self._new_operator_policy(documents)
        tags = dict(migration.tags)
        region = stack.site.region
        SourceInstances(f"{name}-instances", region=region, vpc_id=ec2_vpc.vpc_id, tags=tags, opts=self._child)
        self.shown = {
            "table": self._table.name,
            "ec2VpcId": ec2_vpc.vpc_id,
            "tags": tags,
            "documents": {kind: one.name for kind, one in documents.items()},
            "instanceProfile": profile.name,
            "operatorPolicyArn": policy.arn,
        }
        self._finish(migration, overlay)

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
            tags=self._tags.named("migration"),
            opts=self._child,
        )

    def _new_document(self, platform: str) -> ssm.Document:
        key = f"capture-{platform.lower()}"
        return ssm.Document(
            f"{self._name}-{key}",
            name=self._tags.name(key),
            document_type="Command",
            document_format="JSON",
            content=document(platform),
            tags=self._tags.named(key),
            opts=self._child,
        )

    def _new_role(self) -> iam.InstanceProfile:
        role = iam.Role(
            f"{self._name}-instance",
            assume_role_policy=_policy(_allow("sts:AssumeRole", Principal={"Service": "ec2.amazonaws.com"})),
            description="Lets Systems Manager ask an instance for its network",
            tags=self._tags.named("capture"),
            opts=self._child,
        )
        iam.RolePolicy(
            f"{self._name}-agent",
            role=role.name,
            policy=_policy(_allow(*_AGENT_ACTIONS, Resource="*")),
            opts=self._child,
        )
        return iam.InstanceProfile(
            f"{self._name}-instance", role=role.name, tags=self._tags.named("capture"), opts=self._child
        )

    def _new_operator_policy(self, documents: Mapping[str, ssm.Document]) -> iam.Policy:
        """The permissions of whoever captures and retains."""
        statements = [
            _allow("dynamodb:Scan", "dynamodb:UpdateItem", Resource=self._table.arn),
            _allow(*_LOOKS, Resource="*"),
            _allow("ssm:SendCommand", Resource=[one.arn for one in documents.values()]),
            _allow("ssm:SendCommand", Resource="arn:*:ec2:*:*:instance/*"),
        ]
        return iam.Policy(
            f"{self._name}-capture", policy=_policy(*statements), tags=self._tags.named("capture"), opts=self._child
        )

    def _finish(self, migration: MigrationModel, overlay: Overlay) -> None:
        """Retention once the overlay stands, then the cut-over that the workload's routes wait for."""
        model = self._stack.model
        where: dict[str, Any] = {
            "table": migration.table,
            "region": self._stack.site.region,
            "vpc_id": overlay.vpc_id,
            "subnets": {subnet.name: subnet.cidr for subnet in model.overlay.subnets},
            "vms": overlay.captured.instances,
        }
        # What nobody knows stays as the state has it.
        kept = None if overlay.captured.known else ["vms"]
        after = ResourceOptions(parent=self, depends_on=[overlay, self._table], ignore_changes=kept)
        retention = IpRetention(f"{self._name}-retention", mode=migration.retention.value, **where, opts=after)
        done = ResourceOptions(parent=self, depends_on=[overlay, retention], ignore_changes=kept)
        self.cut_over = CutOver(f"{self._name}-cut-over", platform=model.platform.value, **where, opts=done)
        # States of earlier releases hold no `failed`.
        self._failed = retention.failed.apply(lambda found: found or {})
        told = {"machines": retention.status, "waiting": retention.waiting, "failed": self._failed}
        self.shown = {**self.shown, **told}
        self.register_outputs({})

    def expect_all_retained(self) -> None:
        """End the run as failed, by name, if a VM has not got its addresses. Nothing waits for this.

        Everything else of the run is done by then, and its outputs are published: one of many stops no other. A preview
        does not know yet.
        """
        self._failed.apply(_expect_none)


def _expect_none(failed: Mapping[str, str]) -> None:
    if failed:
        lines = "".join(f"\n  {name}: {why}" for name, why in sorted(failed.items()))
        raise pulumi.RunError(
            f"{RETAINED_IN_PART} ({len(failed)}). Everything else of this run is done, and its outputs are published. "
            f"Correct what is named; the next pulumi up tries again:{lines}"
        )


def _allow(*actions: str, **rest: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": list(actions), **rest}


def _policy(*statements: Mapping[str, Any]) -> Output[str]:
    return Output.json_dumps({"Version": "2012-10-17", "Statement": list(statements)})
