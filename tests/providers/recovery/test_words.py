"""How VMs are listed in a sentence."""

from pathlib import Path

from providers.recovery import listed


def test_lists_name_thirty_vms_and_a_file_with_all_and_in_progress_lines_the_rest_is_counted() -> None:
    assert listed([]) == "0 VMs"
    assert listed(["a"]) == "1 VM: a"
    assert listed([f"vm-{n}" for n in range(30)]).endswith("vm-28, vm-29")
    told, _, file = listed([f"vm-{n}" for n in range(1000)]).partition("; all 1000 are in ")
    assert told.endswith("vm-28, vm-29, and 970 more")
    assert Path(file).read_text().splitlines()[-1] == "vm-999"
    assert listed([f"vm-{n}" for n in range(1000)], 12).endswith("vm-11 and 988 more")
