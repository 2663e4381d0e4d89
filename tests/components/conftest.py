"""The whole program on Pulumi's mocks: what it registers, for any configuration, in milliseconds."""

import json
import runpy
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

import pulumi
import pytest
from pulumi.runtime.proto import source_pb2
from pulumi.runtime.settings import get_root_resource, set_root_resource

from aws import Answers, Kind, Silence
from operations.run import ROOT, Project
from prism import UnreachableError
from tests.components.look_ups.data_sources import DataSources

OTHER_PUBLISHED = {
    "vpcId": "vpc-other",
    "transitGatewayId": "tgw-other",
    "domainManagerId": "dm-other",
    "overlayVpcId": "overlay-other",
}

DIRECT_CONNECT_ATTACHMENT = "aws:ec2transitgateway/getDirectConnectGatewayAttachment:getDirectConnectGatewayAttachment"


def asks_nothing(args: pulumi.runtime.MockCallArgs) -> dict[Any, Any]:
    raise AssertionError(f"the program should ask nothing but the state backend; it asked for {args.token}")


@dataclass(frozen=True)
class Paged:
    """A paginator of boto3 with these pages."""

    pages: list[dict[str, Any]]

    def paginate(self, **_: Any) -> list[dict[str, Any]]:
        return self.pages


class NoRoutes:
    """An EC2 client of a region whose transit gateway's tables are empty."""

    def describe_transit_gateway_attachments(self, **_: Any) -> dict[str, Any]:
        return {"TransitGatewayAttachments": []}

    def describe_transit_gateway_vpc_attachments(self, **_: Any) -> dict[str, Any]:
        return {"TransitGatewayVpcAttachments": []}

    def get_paginator(self, _: str) -> Any:
        return Paged([{"RouteTables": []}])

    def describe_managed_prefix_lists(self, **_: Any) -> dict[str, Any]:
        return {"PrefixLists": []}

    def search_transit_gateway_routes(self, **_: Any) -> dict[str, Any]:
        return {"Routes": []}

    def describe_transit_gateways(self, **_: Any) -> dict[str, Any]:
        return {"TransitGateways": []}

    def describe_vpcs(self, **_: Any) -> dict[str, Any]:
        return {"Vpcs": []}


class NoRecords:
    """A hosted zone without a record."""

    def list_resource_record_sets(self, **_: Any) -> dict[str, Any]:
        return {"ResourceRecordSets": []}


class NoPrismCentral:
    """One that does not answer."""

    def __getattr__(self, name: str) -> Any:
        raise UnreachableError(f"No Prism Central answers {name}.")


@dataclass
class Program(pulumi.runtime.Mocks):
    """One run of the program. `other`, `own`: the outputs of the last runs of both stacks; `aws`: what AWS answers."""

    stack: str
    other: Mapping[str, str]
    aws: Callable[[pulumi.runtime.MockCallArgs], dict[Any, Any]] = asks_nothing
    asked: list[pulumi.runtime.MockCallArgs] = field(default_factory=list)
    account: str = "123456789012"
    """The AWS account of the credentials."""
    silent: Exception | None = None
    """Why AWS does not answer; None where it does."""
    bears: Mapping[str, Silence] = field(default_factory=dict)
    """Services of AWS that do not answer, by what the run does without."""
    prism_silent: Exception | None = None
    preview: bool = False
    own: Mapping[str, Any] = field(default_factory=dict)
    held: Sequence[Mapping[str, Any]] = ()
    """What the state of this stack holds: type and outputs of each resource."""
    instead: Mapping[str, Any] = field(default_factory=dict)
    """Keys that take the place of those of the project's configuration, whole."""
    remembered: Mapping[str, str] = field(default_factory=dict)
    """What this run leaves for the next one, to be given to it as `own`."""
    ec2: Any = field(default_factory=NoRoutes)
    """What is asked for the routes of the transit gateway's table, without the engine."""
    elsewhere: Mapping[str, Any] = field(default_factory=dict)
    """What is asked in its place in a region."""
    route53: Any = field(default_factory=NoRecords)
    """What is asked for the records of the name in an existing zone."""
    prism: Any = field(default_factory=NoPrismCentral)
    """What is asked for the names that are taken, without the engine."""
    resources: list[pulumi.runtime.MockResourceArgs] = field(default_factory=list)
    without: Mapping[str, Kind] = field(default_factory=dict)
    """What the run said that it can do without."""
    shown: Mapping[str, str] = field(default_factory=dict)
    """What this run leaves for the next one, with what it knows of existing things."""

    def new_resource(self, args: pulumi.runtime.MockResourceArgs) -> tuple[str, dict[str, Any]]:
        self.resources.append(args)
        outputs = {"arn": f"arn:aws:mock:::{args.name}", **args.inputs}
        if args.typ.endswith("prism:FloatingIps"):
            outputs["addresses"] = {
                name: f"10.101.4.{150 + at}" for at, name in enumerate(sorted(args.inputs["members"]))
            }
        return f"{args.name}-id", outputs

    def call(self, args: pulumi.runtime.MockCallArgs) -> tuple[dict[Any, Any], list[tuple[str, str]] | None]:
        if args.token == "pulumi:pulumi:readStackOutputs":
            said = self.own if args.args["name"].endswith(f"/{self.stack}") else self.other
            return {"name": args.args["name"], "outputs": dict(said)}, []
        if args.token == "pulumi:pulumi:readStackResourceOutputs":
            return {"outputs": {f"urn:{at}": one for at, one in enumerate(self.held)}}, []
        if args.token == DIRECT_CONNECT_ATTACHMENT:
            return {"id": "tgw-attach-dx"}, []
        self.asked.append(args)
        return self.aws(args), []

    def _shown(self, token: str, **args: Any) -> Mapping[Any, Any]:
        """What AWS shows as a data source of the AWS provider would; the program asks AWS itself."""
        asked = pulumi.runtime.MockCallArgs(token=token, args=args, provider="")
        self.asked.append(asked)
        return self.aws(asked)

    def _answers(self, *_: Any, without: Mapping[str, Kind], **__: Any) -> Answers:
        if self.silent:
            raise self.silent
        self.without = without
        return Answers("" if "sts" in self.bears else self.account, self.bears)

    def _expect_prism_central(self, _: Any) -> None:
        if self.prism_silent:
            raise self.prism_silent

    def _environment(self) -> ExitStack:
        """AWS and Prism Central as they answer this run, where it asks them itself."""
        answers = (
            patch("components.answers.expect_answer", self._answers),
            patch("components.answers.expect_prism_central", self._expect_prism_central),
            patch("components.existing.peering.client", lambda *_, **__: self.ec2),
            patch("components.existing.records.client", lambda *_, **__: self.route53),
            patch("components.existing.names.central", lambda _: self.prism),
            patch("components.existing.gateway_owner.client", lambda *_, **__: self.ec2),
            patch("components.existing.held.client", lambda _, region, **__: self.elsewhere.get(region, self.ec2)),
            patch("aws.looks.client", lambda service, *_, **__: DataSources(service, self._shown)),
        )
        patched = ExitStack()
        for one in answers:
            patched.enter_context(one)
        return patched

    def run(self, **changes: Any) -> "Program":
        """Run __main__.py with the project's configuration and these keys changed; a dict changes what it names."""
        configuration = Project.here().configuration() | dict(self.instead)
        for key, value in changes.items():
            configuration[key] = configuration.get(key, {}) | value if isinstance(value, dict) else value
        set_root_resource(None)  # type: ignore[arg-type]  # what an earlier run has noted is not of this one
        pulumi.runtime.set_mocks(self, project="nc2-dr", stack=self.stack, preview=self.preview)
        # The root resource is that of all runs of this process, with what they have exported.
        root: Any = get_root_resource()
        root.outputs.clear()
        pulumi.runtime.set_all_config(
            {
                f"nc2-dr:{key}": value if isinstance(value, str) else json.dumps(value)
                for key, value in configuration.items()
            }
        )
        run: Any = pulumi.runtime.test
        ran: dict[str, Any] = {}
        with self._environment():
            run(lambda: ran.update(runpy.run_path(str(ROOT / "__main__.py"))))()
        self.remembered = dict(ran["stack"].shown)
        self.shown = {**self.remembered, **ran["existing"].shown}
        return self

    def configured_sites(self) -> dict[str, Any]:
        """The project's own sites, to be changed."""
        sites = (Project.here().configuration() | dict(self.instead))["sites"]
        return {name: dict(site) for name, site in sites.items()}

    @property
    def names(self) -> list[str]:
        """The resources' names in the order in which they were registered, each after what it waits for."""
        return [resource.name for resource in self.resources]

    def of_type(self, kind: str) -> dict[str, Mapping[str, Any]]:
        """The inputs of every resource of a type, such as ec2/subnet:Subnet, by resource name."""
        return {r.name: r.inputs for r in self.resources if r.typ.endswith(kind)}


@pytest.fixture(autouse=True)
def without_stack_traces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pulumi notes where in the program each resource was made: a quarter of a run, and asked for by nobody here."""
    monkeypatch.setattr("pulumi.runtime.resource._get_stack_trace", source_pb2.StackTrace)


@pytest.fixture(autouse=True)
def prism_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRISM_ENDPOINT", "https://127.0.0.1:9440")
    monkeypatch.setenv("PRISM_USERNAME", "admin")
    monkeypatch.setenv("PRISM_PASSWORD", "not-used-by-mocks")
    for name in ("PRISM_CA_BUNDLE", "PRISM_TLS_VERIFY", "PRISM_API_KEY"):
        monkeypatch.delenv(name, raising=False)
