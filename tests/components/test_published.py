"""What passes between the two stacks: one set of names and one form, for the publisher and for the reader."""

import json
from types import SimpleNamespace
from typing import Any

import pulumi
import pytest

from components.published import SCHEMA_VERSION, HostPort, Published, outputs_of, publish

FACTS: dict[str, Any] = {
    "vpc_id": "vpc-1",
    "transit_gateway_id": "tgw-1",
    "requested_peering_id": "tgw-attach-1",
    "accepted_peering_id": "tgw-attach-2",
    "domain_manager_id": "dm-1",
    "overlay_vpc_id": "overlay-1",
    "overlay_test_vpc_id": "overlay-2",
    "generation": 3,
    "active_site": "tokyo",
    "taken_over": "1:MDEyMzQ1Njc4OQ==",
    "tiers_taken_over": "1:",
    "load_balancer_dns_name": "front.example.com",
    "target_group_arn": "arn:aws:elasticloadbalancing:1",
    "hosted_zone_id": "Z1",
    "captured_addresses": ("172.30.1.34", "172.30.1.35"),
    "category_ids": {"Recovery:Shop": "category-1"},
    "prism_central_address": HostPort("10.102.2.10", 9440),
}


@pytest.fixture
def exported(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What is exported, as the state holds it."""
    outputs: dict[str, Any] = {}

    def export(name: str, value: pulumi.Input[Any]) -> None:
        pulumi.Output.from_input(value).apply(lambda known: outputs.update({name: known}))

    monkeypatch.setattr("pulumi.export", export)
    return outputs


def published(**facts: Any) -> None:
    """Publish facts on mocks, and wait until every output has its value."""

    def program() -> None:
        publish(**facts)

    run: Any = pulumi.runtime.test
    run(program)()


def test_what_one_stack_publishes_the_other_reads(exported: dict[str, Any]) -> None:
    assert set(FACTS) == set(Published.model_fields) - {"site", "schema_version"}, "every fact has its example"
    published(**FACTS)
    read = Published.parse("osaka", exported)
    assert {name: getattr(read, name) for name in FACTS} == FACTS
    assert (read.site, read.schema_version) == ("osaka", SCHEMA_VERSION)


def test_every_output_is_text_with_the_name_that_it_always_had(exported: dict[str, Any]) -> None:
    published(**FACTS)
    assert all(isinstance(value, str) for value in exported.values())
    assert exported["transitGatewayId"] == "tgw-1"
    assert exported["generation"] == "3"
    assert exported["capturedAddresses"] == '["172.30.1.34", "172.30.1.35"]'
    assert exported["categoryIds"] == '{"Recovery:Shop": "category-1"}'
    assert exported["prismCentralAddress"] == "10.102.2.10:9440"
    assert exported["schemaVersion"] == SCHEMA_VERSION == "1"


def test_outputs_that_an_older_program_wrote_without_a_version_are_read() -> None:
    old = {"vpcId": "vpc-1", "generation": "2", "activeSite": "tokyo", "capturedAddresses": json.dumps(["10.0.0.1"])}
    read = Published.parse("osaka", old)
    assert (read.vpc_id, read.generation, read.active_site) == ("vpc-1", 2, "tokyo")
    assert read.captured_addresses == ("10.0.0.1",)


def test_outputs_of_a_version_that_this_program_does_not_know_are_refused() -> None:
    with pytest.raises(pulumi.RunError, match=r"outputs of stack osaka .* schemaVersion: .* version 1 .*git pull"):
        Published.parse("osaka", {"schemaVersion": "2", "vpcId": "vpc-1"})


@pytest.mark.parametrize(
    ("outputs", "says"),
    [({"generation": "many"}, "generation"), ({"prismCentralAddress": "nowhere"}, "expected a host and a port")],
)
def test_outputs_that_cannot_be_used_are_told_by_name(outputs: dict[str, str], says: str) -> None:
    with pytest.raises(pulumi.RunError, match=says):
        Published.parse("osaka", outputs)


@pytest.mark.parametrize("outputs", [{}, {"transitGatewayId": None}, {"transitGatewayId": ""}])
def test_a_missing_or_empty_output_means_not_yet(outputs: dict[str, str | None]) -> None:
    assert Published.parse("osaka", outputs) == Published(site="osaka")


def test_outputs_that_are_not_for_the_other_stack_are_passed_over() -> None:
    assert Published.parse("osaka", {"somethingNew": "x"}) == Published(site="osaka")


def test_a_name_that_nobody_reads_cannot_be_published() -> None:
    with pytest.raises(TypeError, match="no field tgw"):
        publish(tgw="tgw-1")


def test_a_stack_that_does_not_exist_has_published_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def invoke(token: str, args: dict[str, str]) -> SimpleNamespace:
        raise Exception(f'invoke of {token} failed: unknown stack "{args["name"]}"')

    monkeypatch.setattr("pulumi.runtime.invoke", invoke)
    assert outputs_of("osaka") == {}


@pytest.mark.parametrize(("failures", "read"), [(0, "vpc-1"), (3, "vpc-1"), (10, None)])
def test_a_state_that_is_being_written_is_read_again(
    failures: int, read: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = [Exception("failed to load checkpoint: EOF")] * failures

    def invoke(token: str, args: object) -> SimpleNamespace:
        if answers:
            raise answers.pop()
        return SimpleNamespace(value={"outputs": {"vpcId": "vpc-1"}})

    monkeypatch.setattr("pulumi.runtime.invoke", invoke)
    monkeypatch.setattr("components.published.PAUSE_SECONDS", 0)
    if read is None:
        with pytest.raises(pulumi.RunError, match=r"The state of the stack of osaka cannot be read.*EOF.*stack import"):
            outputs_of("osaka")
    else:
        assert outputs_of("osaka")["vpcId"] == read
