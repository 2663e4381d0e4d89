"""The settings of single VMs in a recovery plan: ours are converged, what others declared stays."""

from __future__ import annotations

from typing import Any

import pytest

from prism import PrismCentral
from prism.datapolicies import RecoverySetting, RecoverySettings
from providers.recovery_plan import RecoveryPlanProvider
from tests.providers._engine import CheckFailed, Engine
from tests.providers._noun import new_category
from tests.providers.conftest import Cloud
from tests.providers.nouns.recovery_plan import NOUN, VM


def made(client: PrismCentral, **more: Any) -> tuple[Engine, dict[str, Any]]:
    """A plan, up once."""
    engine, inputs = Engine(RecoveryPlanProvider), {**NOUN.inputs(client), **more}
    engine.up(inputs)
    return engine, inputs


def vms(client: PrismCentral, engine: Engine) -> list[str]:
    """The VMs with settings."""
    return [found.vm_id for found in RecoverySettings(client, engine.id).list()]


def test_settings_that_are_not_declared_are_left_to_others(cloud: Cloud) -> None:
    client = cloud.client("tokyo")
    engine, inputs = made(client, settings=None)
    theirs = {"scope": "VM", "recoverySetting": {"vm": {"extId": VM}, "powerState": "OFF"}}
    RecoverySettings(client, engine.id).create(RecoverySetting.model_validate(theirs))
    assert engine.refresh()
    assert engine.up(inputs) == "same"
    assert engine.up({**inputs, "name": "renamed"}) == "update"
    assert vms(client, engine) == [VM]
    assert engine.up({**inputs, "settings": []}) == "update"
    assert vms(client, engine) == []


def test_settings_of_categories_stay_and_so_do_guest_scripts(cloud: Cloud) -> None:
    client = cloud.client("tokyo")
    engine, inputs = made(client)
    settings = RecoverySettings(client, engine.id)
    by_category = {"vmCategoryExtId": new_category(client, "c"), "powerState": "OFF"}
    settings.create(
        RecoverySetting.model_validate(
            {
                "scope": "VM_CATEGORY",
                "recoverySetting": {"$objectType": "datapolicies.v4.config.VmCategoryRecoverySetting", **by_category},
            }
        )
    )
    script = {"isEnabled": True, "timeoutSecs": 60}

    def scripted(setting: Any) -> Any:
        setting.recovery_setting.inGuestScriptExecutionConfig = script
        return setting

    ours = next(found for found in settings.list() if found.vm_id)
    settings.update(ours.id, scripted)
    assert engine.refresh()
    assert engine.up(inputs) == "same"
    assert engine.up({**inputs, "settings": [{"vm_id": VM}]}) == "update"
    assert sorted(vms(client, engine)) == ["", VM]
    assert (settings.get(ours.id).recovery_setting.model_extra or {})["inGuestScriptExecutionConfig"] == script


def test_a_mapping_goes_with_the_settings_that_name_it(cloud: Cloud) -> None:
    client = cloud.client("tokyo")
    engine, inputs = made(client)
    fewer = {**inputs, "network_mappings": inputs["network_mappings"][:1], "settings": [{"vm_id": VM}]}
    assert engine.up(fewer) == "update"
    assert engine.refresh()
    assert engine.up(fewer) == "same"
    assert engine.up(inputs) == "update"
    assert engine.refresh()
    assert engine.up(inputs) == "same"


@pytest.mark.parametrize(
    ("settings", "fault"),
    [
        ([{"vm_id": VM}, {"vm_id": VM}], "2 times; expected each once"),
        (
            [{"vm_id": VM, "static_ips": [{"subnet_name": "x", "primary": "10.0.0.1", "recovery": "10.0.0.2"}]}],
            "addresses of 'x'; expected one network mapping with it, found 0",
        ),
    ],
    ids=["a VM twice", "an address outside every mapping"],
)
def test_settings_that_make_no_sense_are_refused_before_any_call(settings: list[dict[str, Any]], fault: str) -> None:
    inputs = {"name": "p", "primary_domain_manager_id": "a", "recovery_domain_manager_id": "b", "stages": []}
    with pytest.raises(CheckFailed, match=fault):
        Engine(RecoveryPlanProvider).check({**inputs, "settings": settings})
