"""How VMs are listed in a sentence, whatever their names are."""

from pathlib import Path

import pytest

from errors import OperatorError
from providers.recovery import listed
from tests.providers._sites import accepting, protected_workload
from tests.providers.conftest import Cloud
from tests.providers.recovery._isolated import add

pytestmark = pytest.mark.slow

HOSTILE = "web\n::error::injected\x1b[31m```"


def expect_harmless(texts: list[str]) -> None:
    """The name is shown on the line where it belongs, and without effect."""
    lines = "\n".join(texts).split("\n")
    assert any("web<U+000A>::error::injected<U+001B>[31m" in line for line in lines)
    for line in lines:
        assert line.isprintable()
        assert not line.startswith("::")
        assert "```" not in line


def test_lists_name_thirty_vms_and_a_file_with_all_and_in_progress_lines_the_rest_is_counted() -> None:
    assert listed([]) == "0 VMs"
    assert listed(["a"]) == "1 VM: a"
    assert listed([f"vm-{n}" for n in range(30)]).endswith("vm-28, vm-29")
    told, _, file = listed([f"vm-{n}" for n in range(1000)]).partition("; all 1000 are in ")
    assert told.endswith("vm-28, vm-29, and 970 more")
    assert Path(file).read_text().splitlines()[-1] == "vm-999"
    assert listed([f"vm-{n}" for n in range(1000)], 12).endswith("vm-11 and 988 more")


@pytest.mark.parametrize("mode", ["planned", "unplanned"])
def test_a_name_has_no_effect_in_a_preview_a_run_or_an_error(cloud: Cloud, said: list[str], mode: str) -> None:
    workload = protected_workload(cloud)
    add(workload, "tokyo", HOSTILE, "172.30.1.77")
    workload.cloud.world.advance()
    accepted = accepting(1, "source-answers") if mode == "unplanned" else {}
    assert workload.osaka.preview("osaka", mode, **accepted)
    expect_harmless(said)
    said.clear()
    assert workload.osaka.up("osaka", mode, **accepted) == "update"
    expect_harmless([*said, *(row["name"] for row in workload.osaka.state["recovered"])])
    assert workload.tokyo.up("osaka", mode) == "update"
    workload.cloud.world.advance()
    cloud.control("POST", "faults", {"kind": "recovery-failed", "site": "tokyo", "vm": "web*", "step": "recover"})
    with pytest.raises(OperatorError) as failed:
        workload.tokyo.up("tokyo")
    expect_harmless([str(failed.value)])
