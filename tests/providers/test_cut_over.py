"""The cut-over: refused with the name of each VM or instance that is not ready, and checked once per platform."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import Any

import boto3
import pytest

from prism.vmm import Vms
from providers.cut_over import CutOverProvider
from simulator.aws import serve
from tests.providers._engine import CheckFailed, Engine
from tests.providers._migration import REGION, Migration, new_migration
from tests.providers.conftest import Cloud

_TABLES = itertools.count()
ENGINE: Callable[[], Engine] = lambda: Engine(CutOverProvider, owner="nc2-dr/tokyo/cut-over")  # noqa: E731

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def aws() -> Iterator[str]:
    with serve() as endpoint:
        yield endpoint


@pytest.fixture
def migration(cloud: Cloud, aws: str, monkeypatch: pytest.MonkeyPatch) -> Migration:
    for name, value in (("ENDPOINT_URL", aws), ("ACCESS_KEY_ID", "testing"), ("SECRET_ACCESS_KEY", "testing")):
        monkeypatch.setenv(f"AWS_{name}", value)
    return new_migration(cloud, f"cut-over-{next(_TABLES)}")


def inputs(migration: Migration, platform: str) -> dict[str, Any]:
    declared = migration.inputs()
    del declared["mode"]
    return {**declared, "platform": platform}


def instance(name: str) -> tuple[Any, str]:
    """EC2, and the id of a running instance there."""
    ec2 = boto3.client("ec2", region_name=REGION)
    made = ec2.run_instances(ImageId="ami-12c6146b", MinCount=1, MaxCount=1)
    return ec2, str(made["Instances"][0]["InstanceId"])


def test_to_nc2_only_when_every_instance_is_retained_and_none_runs(migration: Migration) -> None:
    ec2, key = instance("web-1")
    migration.captured(key, "web-1", "172.30.1.34")
    migration.captured("i-gone", "old", "172.30.1.34", state="terminated")
    engine = ENGINE()
    assert engine.up(inputs(migration, "ec2")) == "create"
    migration.moved("web-1")
    with pytest.raises(CheckFailed) as told:
        engine.up(inputs(migration, "nc2"))
    assert f"web-1 ({key}) is not retained: NIC with 172.30.1.200 gets 172.30.1.34" in str(told.value)
    assert (
        f"web-1 ({key}) is running on EC2, so the instance and its VM would have one address. Stop the instance"
        in str(told.value)
    )
    migration.up()
    with pytest.raises(CheckFailed, match="is running on EC2"):
        engine.up(inputs(migration, "nc2"))
    ec2.stop_instances(InstanceIds=[key])
    assert engine.up(inputs(migration, "nc2")) == "update"


def test_what_happens_between_preview_and_run_is_seen(migration: Migration) -> None:
    ec2, key = instance("web-1")
    migration.captured(key, "web-1", "172.30.1.34")
    migration.moved("web-1")
    migration.up()
    ec2.stop_instances(InstanceIds=[key])
    engine = ENGINE()
    engine.up(inputs(migration, "ec2"))
    checked = engine.check(inputs(migration, "nc2"))
    ec2.start_instances(InstanceIds=[key])
    with pytest.raises(Exception, match=r"to nc2 yet\. No route was changed:\n  web-1 .* is running on EC2"):
        engine.make().update(engine.id, engine.state, checked)


def test_the_way_back_is_refused_while_a_vm_runs_on_nc2(migration: Migration) -> None:
    ec2, key = instance("web-1")
    ec2.stop_instances(InstanceIds=[key])
    migration.captured(key, "web-1", "172.30.1.34")
    vm = migration.moved("web-1")
    migration.up()
    engine = ENGINE()
    engine.up(inputs(migration, "nc2"))
    with pytest.raises(CheckFailed, match=r"cannot become ec2: web-1 .* is ON on NC2"):
        engine.up(inputs(migration, "ec2"))
    Vms(migration.client).power_off(vm)
    assert engine.up(inputs(migration, "ec2")) == "update"


def test_a_cut_over_that_is_done_is_not_looked_at_again(migration: Migration) -> None:
    migration.captured("i-1", "web-1", "172.30.1.34")
    vm = migration.moved("web-1")
    migration.up()
    engine = ENGINE()
    assert engine.up(inputs(migration, "nc2")) == "create", "EC2 knows no such instance any more"
    Vms(migration.client).delete(vm)
    assert engine.up(inputs(migration, "nc2")) == "same"
    migration.captured("i-2", "web-2", "172.30.1.35")
    assert engine.up(inputs(migration, "nc2")) == "update"
    assert engine.refresh()


def test_a_state_that_was_lost_is_no_way_around_it(migration: Migration) -> None:
    migration.captured("i-1", "web-1", "172.30.1.34")
    with pytest.raises(CheckFailed, match="there is no VM 'web-1' yet"):
        ENGINE().up(inputs(migration, "nc2"))
    assert ENGINE().up({**inputs(migration, "nc2"), "vms": {}}) == "create"
