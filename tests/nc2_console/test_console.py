"""The client against the simulated console, over HTTPS."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from nc2_console import (
    Console,
    ConsoleConfigurationError,
    ConsoleError,
    ConsoleRefusedError,
    ConsoleUnreachableError,
    NewAwsCluster,
    PrismCentral,
    SupportedType,
    Timeouts,
    objection,
    read_environment,
)
from simulator.console import Estate, Running, Seeded, serve
from simulator.console.prism_central import FORMS

OSAKA = Seeded("nc2-osaka", "ap-northeast-3", "ap-northeast-3a", "i4i.metal", 3)


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    with serve(Estate([OSAKA], task_clock="ticks:1", seed=1), tmp_path) as served:
        yield served


def console(running: Running, **change: str) -> Console:
    settings = read_environment({**running.environment(), **change})
    assert settings is not None
    return Console(settings, Timeouts(connect=30, read=30, call=60))


def test_a_cluster_is_found_by_name_and_region_with_its_nodes(running: Running) -> None:
    clusters = console(running).clusters
    found = clusters.find("nc2-osaka", "ap-northeast-3")
    assert found is not None
    assert (found.joined, found.coming, found.wanted, found.status) == (3, 0, 3, "running")
    assert found.network.availability_zone == "ap-northeast-3a"
    assert clusters.find("nc2-osaka", "ap-northeast-1") is None


def test_nodes_join_while_the_task_runs(running: Running) -> None:
    client = console(running)
    found = client.clusters.find("nc2-osaka", "ap-northeast-3")
    assert found is not None
    task = client.clusters.set_nodes(found, "i4i.metal", 5)
    seen = []
    while client.tasks.get(task.id).status == "running":
        seen.append(client.clusters.get(found.id).joined)
    assert seen == sorted(seen)
    assert (client.clusters.get(found.id).joined, client.tasks.get(task.id).status) == (5, "done")


def test_two_clusters_of_one_name_are_told_apart_by_nobody(tmp_path: Path) -> None:
    with (
        serve(Estate([OSAKA, OSAKA], seed=1), tmp_path) as served,
        pytest.raises(ConsoleConfigurationError, match=r"There are 2 clusters 'nc2-osaka' in ap-northeast-3"),
    ):
        console(served).clusters.find("nc2-osaka", "ap-northeast-3")


@pytest.mark.parametrize("nodes", [2, 29])
def test_a_number_of_nodes_that_no_cluster_has_is_refused_in_the_console_s_words(running: Running, nodes: int) -> None:
    clusters = console(running).clusters
    found = clusters.find("nc2-osaka", "ap-northeast-3")
    assert found is not None
    with pytest.raises(ConsoleRefusedError, match=rf"number_of_hosts {nodes} must be from 3 to 28"):
        clusters.set_nodes(found, "i4i.metal", nodes)


def test_a_certificate_of_another_authority_is_not_trusted(running: Running) -> None:
    with pytest.raises(ConsoleUnreachableError, match=r"is not trusted, tried once\. Set NC2_CA_BUNDLE"):
        console(running, NC2_CA_BUNDLE="").clusters.list()


def test_a_key_of_another_id_is_refused_with_what_to_check(running: Running) -> None:
    with pytest.raises(ConsoleRefusedError, match=r"HTTP 401.*Check NC2_API_KEY and NC2_KEY_ID"):
        console(running, NC2_KEY_ID="another").clusters.list()


NEW = NewAwsCluster(
    name="nc2-tokyo",
    region="ap-northeast-1",
    availability_zone="ap-northeast-1a",
    node_type="i4i.metal",
    nodes=3,
    vpc_id="vpc-1",
    vpc_cidr="10.10.0.0/16",
    management_subnet_id="subnet-metal",
    prism_central_subnet_id="subnet-pc",
    flow_subnet_id="subnet-flow",
    flow_subnet_cidr="10.10.4.0/24",
    aos_version="7.5.1",
    prism_central_version="pc.7.5",
    ssh_key="ops",
)


def test_the_request_for_a_cluster_has_what_the_published_document_requires(running: Running) -> None:
    network = NEW.body("organization", "account")["data"]["network"]
    assert (network["mode"], network["vpc_cidr"]) == ("existing", "10.10.0.0/16")
    assert network["fvn_config"] == {"subnet_cloud_id": "subnet-flow", "subnet_cidr": "10.10.4.0/24"}
    assert network["test_network_connectivity"] is True
    client = console(running)
    task = client.create(NEW)
    while client.tasks.get(task.id).status == "running":
        pass
    found = client.clusters.find("nc2-tokyo", "ap-northeast-1")
    assert found is not None
    assert found.joined == 3


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"vpc_cidr": ""}, "network.vpc_cidr can't be blank"),
        ({"flow_subnet_cidr": ""}, "network.fvn_config.subnet_cidr can't be blank"),
        ({"vpc_cidr": "10.0.0.300/16"}, "network.vpc_cidr 10.0.0.300/16 is not a CIDR"),
        ({"node_type": "i3.metal"}, "i3.metal is not supported for new hosts"),
    ],
    ids=["no VPC", "no Flow subnet", "an address", "a legacy type"],
)
def test_a_request_that_lacks_something_is_refused_by_name(running: Running, change: dict[str, str], says: str) -> None:
    with pytest.raises(ConsoleRefusedError, match=says):
        console(running).create(NEW.model_copy(update=change))


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ("error", r": number_of_hosts 29 must be from 3 to 28 \(HTTP_422\) \(NC2 console, HTTP 422\)"),
        ("errors", r": number_of_hosts 29 must be from 3 to 28 \(NC2 console, HTTP 422\)"),
        ("text", r': \{"message": ?"number_of_hosts 29 must be from 3 to 28"\} \(NC2 console, HTTP 422\)'),
    ],
)
def test_an_error_is_told_in_the_console_s_words_in_each_of_its_forms(running: Running, form: str, says: str) -> None:
    running.estate.error_form = form
    with pytest.raises(ConsoleRefusedError, match=says):
        console(running).create(NEW.model_copy(update={"nodes": 29}))


def test_a_region_with_few_placement_partitions_takes_fewer_nodes(running: Running) -> None:
    running.estate.matrix.partitions["ap-northeast-3", "i4i.metal"] = 3
    clusters = console(running).clusters
    found = clusters.find("nc2-osaka", "ap-northeast-3")
    assert found is not None
    with pytest.raises(ConsoleRefusedError, match=r"hosts 13 must be from 3 to 12 for i4i.metal in ap-north"):
        clusters.set_nodes(found, "i4i.metal", 13)
    assert clusters.set_nodes(found, "i4i.metal", 12)


def test_a_region_without_three_partitions_takes_no_node(running: Running) -> None:
    running.estate.matrix.partitions["ap-northeast-1", "i4i.metal"] = 2
    with pytest.raises(ConsoleRefusedError, match=r"host_type i4i.metal is not supported in ap-northeast-1"):
        console(running).create(NEW)


def test_the_matrix_tells_types_and_versions_of_a_region(running: Running) -> None:
    compatibility = console(running).compatibility
    assert compatibility.in_region("ap-northeast-3") == ()
    running.estate.matrix.versions["ap-northeast-3"] = {"i4i.metal": ["7.3", "7.5"], "m6id.metal": []}
    (first, second) = compatibility.in_region("ap-northeast-3")
    assert (first.instance_type_name, first.aos_versions) == ("i4i.metal", ("7.3", "7.5"))
    assert (second.instance_type_name, second.aos_versions) == ("m6id.metal", ())
    assert compatibility.in_region("ap-northeast-1") == ()


@pytest.mark.parametrize(
    ("kind", "version", "says"),
    [
        ("i4i.metal", "7.3", None),
        ("i4i.metal", None, None),
        ("m6id.metal", "7.0", None),
        ("i4i.metal", "7.0", "does not take i4i.metal with AOS 7.0. Set compute.aosVersion to one of 7.3, 7.5."),
        ("z1d.metal", None, "takes no z1d.metal. Set compute.nodeType to one of i4i.metal, m6id.metal."),
    ],
)
def test_what_the_matrix_has_not_is_objected_to(kind: str, version: str | None, says: str | None) -> None:
    versions = [{"aos_version": "7.3"}, {"aos_version": "7.5"}, {"aos_version": None}]
    taken = [
        SupportedType.model_validate({"instance_type_name": "i4i.metal", "versions": versions}),
        SupportedType.model_validate({"instance_type_name": "m6id.metal", "versions": None}),
    ]
    assert objection(taken, kind, version) == says
    assert objection([], kind, version) is None


@pytest.mark.parametrize("form", FORMS)
def test_the_prism_central_of_a_new_cluster_is_found_by_its_subnet(running: Running, form: str) -> None:
    running.estate.prism_central_form = form
    client = console(running)
    place = ("ap-northeast-1", "ap-northeast-1a")
    account = running.estate.cloud_account_id
    task = client.create(NEW)
    assert client.prism_centrals.list(account, *place) == []
    while client.tasks.get(task.id).status == "running":
        pass
    found = client.prism_centrals.in_subnet(account, *place, "vpc-1", "subnet-pc")
    assert found is not None
    assert found.addresses == ("10.10.0.10", "10.10.0.11")
    assert client.prism_centrals.in_subnet(account, *place, "vpc-1", "another") is None
    assert client.prism_centrals.in_subnet(account, *place, "vpc-2", "subnet-pc") is None
    assert client.prism_centrals.list(account, "ap-northeast-1", "ap-northeast-1c") == []


def test_of_a_cluster_that_it_did_not_make_the_console_tells_no_prism_central(running: Running) -> None:
    client = console(running)
    found = client.clusters.find("nc2-osaka", "ap-northeast-3")
    assert found is not None
    assert found.cloud_account_id is not None
    assert client.prism_centrals.list(found.cloud_account_id, "ap-northeast-3", "ap-northeast-3a") == []


@pytest.mark.parametrize(
    ("answer", "addresses"),
    [
        ({"pc_virtual_ip": "10.0.0.9", "vm_ips": ["10.0.0.9", "10.0.0.8"]}, ("10.0.0.9", "10.0.0.8")),
        ({"pc_virtual_ip": None, "vm_ips": ["10.0.0.8"]}, ("10.0.0.8",)),
        ({"pc_virtual_ip": "", "vm_ips": None}, ()),
        ({"pc_virtual_ip": "soon"}, ()),
    ],
)
def test_only_addresses_count_as_addresses(answer: dict[str, object], addresses: tuple[str, ...]) -> None:
    assert PrismCentral.model_validate(answer).addresses == addresses


def test_nodes_whose_volumes_the_capacity_does_not_show_are_left_to_the_operator(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = console(running)
    found = client.clusters.find("nc2-osaka", "ap-northeast-3")
    assert found is not None
    volumes = {"data": [{"size": 4000}]}
    hosts = tuple(host.model_copy(update={"volumes": volumes}) for host in found.nodes)
    seen = found.model_copy(update={"hosts": found.hosts.model_copy(update={"data": hosts})})
    monkeypatch.setattr(client.clusters, "get", lambda _: seen)
    with pytest.raises(ConsoleError, match=r"EBS volumes that its capacity does not show.*by hand"):
        client.clusters.set_nodes(found, "i4i.metal", 5)
    assert not running.estate.tasks
