"""States that released versions wrote, held against the code of today: what would `pulumi up` change in them?

No engine is needed here. `test_upgrade.py` asks the engine about some of these states.
"""

import copy
import hashlib
import importlib
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import boto3
import pulumi
import pytest
from pulumi.dynamic.dynamic import serialize_provider

from capture import Nic, Snapshot, Table, merged
from simulator.aws import serve
from tests.providers.test_state_abi import ABI
from tests.stacks.keep_state import State, dumps, fit, only_changed, put_over
from tests.stacks.registration import differences, loaded, register
from tests.stacks.released import GENERATED, SITES, Released, all_released, is_dynamic, moved, provider_paths, resources

STACKS = [pytest.param(one, site, id=f"{one}-{site}") for one in all_released() for site in SITES]
IN_NO_COMPONENT = {
    "providers.category_members.CategoryMembersProvider",
    "providers.routing_policy.RoutingPolicyProvider",
    "providers.vm.VmProvider",
    "providers.vm_nic.VmNicProvider",
}

SINCE = {path for path in ABI if path.endswith((".DestroyGuardProvider", ".TransitVpcPrefixesProvider"))}
"""Providers that no kept state holds yet."""
CREATED = (
    "$aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation::network-main",
    "$pulumi-python:dynamic/prism:TransitVpcPrefixes::overlay-routed",
    "nc2dr:index:ClusterAccessGroups::cluster-access",
    "$aws:ec2/securityGroup:SecurityGroup::cluster-access-replication",
    "$aws:ec2/securityGroup:SecurityGroup::cluster-access-workload",
    "pulumi-python:dynamic/prism:DestroyGuard::destroy-guard",
)
"""What a released stack gets and did not have: NC2's road to the overlay, and a guard. All else stays as it is."""
MEANT = ("nc2dr:index:HeldWhileActive::", "ssm/document:Document::migration-capture-", "the output migration: ")
"""Of an active stack without a way to the other site; scripts that ask more guests; VMs that retention failed for."""

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def aws() -> Iterator[str]:
    with serve() as endpoint:
        yield endpoint


@pytest.fixture(autouse=True)
def environment(aws: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The program reads the table of captured machines while it runs. It asks no Prism Central."""
    given = {"AWS_ENDPOINT_URL": aws, "AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing"}
    given |= {"PRISM_ENDPOINT": "https://127.0.0.1:9440", "PRISM_USERNAME": "admin", "PRISM_PASSWORD": "not-used"}
    for name, value in given.items():
        monkeypatch.setenv(name, value)


def capture(state: State) -> None:
    """Put into the table what the state's IP retention was given."""
    for one in resources(state):
        if one["type"].endswith("prism:IpRetention"):
            name, region = one["inputs"]["table"], one["inputs"]["region"]
            client = boto3.client("dynamodb", region_name=region)
            key = {"AttributeName": "InstanceId"}
            if name not in client.list_tables()["TableNames"]:
                client.create_table(
                    TableName=name,
                    KeySchema=[key | {"KeyType": "HASH"}],
                    AttributeDefinitions=[key | {"AttributeType": "S"}],
                    BillingMode="PAY_PER_REQUEST",
                )
            for id, vm in one["inputs"]["vms"].items():
                nics = tuple(Nic(index, nic["address"]) for index, nic in enumerate(vm["nics"]))
                seen = Snapshot("api", id, vm["name"], vm["state"], "2026-01-01T00:00:00Z", nics)
                Table(name, region, client).save(merged({"api": seen}))


@pytest.mark.parametrize(("released", "site"), STACKS)
def test_every_provider_of_a_kept_state_loads_as_its_class_and_is_written_as_it_was(
    released: Released, site: str
) -> None:
    found = provider_paths(released.state(site))
    assert found
    for pickled, path in found.items():
        module, _, name = path.rpartition(".")
        provider = loaded(pickled)
        assert type(provider) is getattr(importlib.import_module(module), name)
        assert serialize_provider(provider) == pickled
        assert path in ABI


@pytest.mark.parametrize(("released", "site"), STACKS)
def test_every_provider_reads_its_inputs_out_of_a_kept_state(released: Released, site: str) -> None:
    """Read, update and delete begin with that. Inputs that came later have to do without."""
    for one in resources(released.state(site)):
        if is_dynamic(one):
            provider = loaded(one["outputs"]["__provider"])
            assert isinstance(provider.load(one["outputs"]), provider.inputs)


def test_every_provider_that_a_component_uses_is_in_a_kept_state() -> None:
    found = {path for one in all_released() for site in SITES for path in provider_paths(one.state(site)).values()}
    assert found == set(ABI) - IN_NO_COMPONENT - SINCE


@pytest.mark.parametrize(("released", "site"), STACKS)
def test_the_program_of_today_adds_the_road_to_a_kept_state_and_changes_nothing(released: Released, site: str) -> None:
    state = released.state(site)
    capture(state)
    registered = register(released, site)
    of_the_state = "prism:PrismSite" in str(state)
    for created in CREATED if of_the_state else (one for one in CREATED if "prism:" not in one):
        assert sum(urn.endswith(created) for urn in registered.resources) == 1, created
    found = list(differences(state, registered))
    new = [one.removesuffix(" would be created") for one in found]
    changed = [one for one in new if not one.endswith(CREATED) and not any(part in one for part in MEANT)]
    assert sorted(changed) == sorted(written_for_safety(state))


def written_for_safety(state: State) -> Iterator[str]:
    """What is changed on purpose, in place: without the flag Prism Central may give a recovered VM any address, and the
    AWS plugin repeated calls with expired credentials for eight minutes."""
    for one in resources(state):
        if one["urn"].endswith("pulumi:providers:aws::aws"):
            yield f"{one['urn']} would have the input maxRetries: 10; it is None"
        if one["type"].endswith("prism:RecoveryPlan"):
            yield f"{one['urn']} would have the input keeps_addresses: True; it is None"


def test_its_plan_is_updated_in_place_and_the_preview_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(pulumi.log, "info", said.append)
    state = all_released()[0].state("tokyo")
    plan = _of(state, "pulumi-python:dynamic/prism:RecoveryPlan")
    provider = loaded(plan["outputs"]["__provider"])
    news = provider.check(plan["inputs"], {**plan["inputs"], "keeps_addresses": True}).inputs
    found = provider.diff(plan["id"], plan["outputs"], news)
    assert (found.changes, found.replaces) == (True, [])
    assert said == [
        "The network mappings of recovery plan 'workload-recovery' will keep the VMs' addresses (isIpMappingEnabled). "
        "Until then a recovered VM may get any address of the target network."
    ]
    assert not provider.diff(plan["id"], {**plan["outputs"], "keeps_addresses": True}, news).changes


@pytest.mark.parametrize(("released", "site"), STACKS)
def test_a_kept_state_is_enough_to_tell_that_the_state_of_the_other_site_is_lost(released: Released, site: str) -> None:
    """A program that remembered nothing wrote it."""
    capture(released.state(site))
    with pytest.raises(pulumi.RunError, match="no longer publishes the output"):
        register(released, site, other_is_lost=True)


def _of(state: State, type: str) -> dict[str, Any]:
    return next(one for one in resources(state) if one["type"] == type)


def _other_type(state: State) -> None:
    one = _of(state, "pulumi-python:dynamic/prism:Category")
    one["urn"] = one["urn"].replace("prism:Category", "prism:Tag")


def _other_name(state: State) -> None:
    one = _of(state, "aws:ec2/natGateway:NatGateway")
    one["urn"] += "-way-out"


def _other_parent(state: State) -> None:
    one = _of(state, "pulumi-python:dynamic/prism:Failover")
    one["parent"] = _of(state, "nc2dr:index:Protection")["urn"]


def _other_provider(state: State) -> None:
    one = _of(state, "pulumi-python:dynamic/prism:Failover")
    one["inputs"]["__provider"] = _of(state, "pulumi-python:dynamic/prism:Category")["inputs"]["__provider"]


def _other_input(state: State) -> None:
    _of(state, "aws:ec2/vpc:Vpc")["inputs"]["enableDnsSupport"] = False


def _one_input_more(state: State) -> None:
    one = _of(state, "aws:ec2/vpc:Vpc")
    one["inputs"]["instanceTenancy"] = "dedicated"
    one["propertyDependencies"]["instanceTenancy"] = []


def _other_input_of_a_dynamic_resource(state: State) -> None:
    _of(state, "pulumi-python:dynamic/prism:ProtectionPolicy")["inputs"]["rpo_seconds"] = 60


def _other_active_site(state: State) -> None:
    _of(state, "pulumi-python:dynamic/prism:Failover")["outputs"]["active_site"] = "osaka"


def _one_resource_more(state: State) -> None:
    one = copy.deepcopy(_of(state, "aws:ec2/eip:Eip"))
    one["urn"] += "-2"
    resources(state).append(one)
    state["deployment"]["resources"].append(one)


def _one_output_more(state: State) -> None:
    _of(state, "pulumi:pulumi:Stack")["outputs"]["siteName"] = "tokyo"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (_other_type, "prism:Tag::protection-DisasterRecovery-Protected would be deleted"),
        (_other_name, "NatGateway::network-private-ap-northeast-1a-nat-way-out would be deleted"),
        (_other_parent, "prism:Failover::failover would have the parent urn:pulumi:tokyo::nc2-dr::pulumi:pulumi:Stack"),
        (_other_provider, "prism:Failover::failover would have the input __provider"),
        (_other_input, "Vpc::network would have the input enableDnsSupport: True; it is False"),
        (_one_input_more, "Vpc::network would have the input instanceTenancy: None; it is dedicated"),
        (_other_input_of_a_dynamic_resource, "ProtectionPolicy::protection-policy would have the input rpo_seconds"),
        (_other_active_site, "Failover::failover would have the input that decides"),
        (_one_resource_more, "Eip::network-private-ap-northeast-1a-nat-2 would be deleted"),
        (_one_output_more, "the stack would have the output siteName: None; it is tokyo"),
    ],
)
def test_whatever_differs_from_a_kept_state_is_told(change: Callable[[State], None], told: str) -> None:
    released = all_released()[0].base or all_released()[0]
    state = released.state("tokyo")
    change(state)
    assert [one for one in differences(state, register(released, "tokyo")) if told in one]


def elsewhere(state: State) -> State:
    """The state as it would be on another cloud: every id of AWS and of Prism Central is another one."""

    def other(id: str) -> str:
        number = hashlib.sha256(id.encode()).hexdigest()
        return re.sub("[0-9a-f]{4,}", lambda part: (number * 4)[part.start() : part.end()], id)

    def told(text: str) -> str:
        return GENERATED.sub(lambda found: other(found[0]) if "-" in found[0] else found[0], text)

    there: State = copy.deepcopy(state)
    for one in resources(there):
        one |= {part: json.loads(told(json.dumps(one[part]))) for part in ("id", "inputs", "outputs") if part in one}
        one |= {"provider": told(one["provider"])} if "provider" in one else {}
    return there


@pytest.mark.parametrize("released", all_released(), ids=str)
def test_a_moved_state_has_the_ids_of_the_cloud_that_it_is_moved_to(released: Released) -> None:
    old = {site: released.state(site) for site in SITES}
    new = {site: elsewhere(state) for site, state in old.items()}
    assert new != old
    there = moved(old, new)
    for site in SITES:
        for one, expected in zip(resources(there[site]), resources(new[site]), strict=True):
            assert one == expected


@pytest.mark.parametrize(("released", "site"), STACKS)
def test_each_resource_comes_after_what_it_depends_on(released: Released, site: str) -> None:
    seen: set[str] = set()
    for one in resources(released.state(site)):
        assert {*one.get("dependencies", []), *([one["parent"]] if "parent" in one else [])} <= seen
        seen.add(one["urn"])


def test_what_a_program_says_is_not_moved() -> None:
    """Otherwise an input that the code of today changes would be taken for an id of the new cloud."""
    old = {"tokyo": all_released()[0].state("tokyo")}
    new = copy.deepcopy(old)
    for one in resources(new["tokyo"]):
        if one["type"].endswith("prism:ExternalSubnet"):
            one["inputs"]["gateway"] = one["outputs"]["gateway"] = "100.64.10.254"
    assert moved(old, new) == old


def test_a_kept_state_holds_no_path_of_a_machine_and_only_what_changed_can_be_kept() -> None:
    base = all_released()[0].base
    assert base is not None
    whole = base.state("tokyo")
    exported, later = copy.deepcopy(whole), copy.deepcopy(whole)
    for one in resources(exported):
        one |= {"sourcePosition": "project:///somewhere.py#1", "stackTrace": [{"sourcePosition": "project:///a.py#2"}]}
    assert fit(exported) == whole
    assert json.loads(dumps(whole)) == whole
    _other_input(later)
    later["deployment"]["resources"][3]["modified"] = "2026-12-01T00:00:00Z"
    del later["deployment"]["resources"][-1]
    changed = only_changed(later, whole)
    assert [one["type"] for one in resources(changed) if len(one) > 1] == ["aws:ec2/vpc:Vpc"]
    again = put_over(changed, whole)
    assert [one["urn"] for one in resources(again)] == [one["urn"] for one in resources(whole)][:-1]
    assert resources(again)[3] == resources(whole)[3]
    assert _of(again, "aws:ec2/vpc:Vpc") == _of(later, "aws:ec2/vpc:Vpc")
