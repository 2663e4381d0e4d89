"""Scripts for every version and connection, as files to read and to notice changes by."""

from pathlib import Path

import pytest

from mikrotik import Refused, removal, script
from tests.mikrotik.cases import GOLDEN as NAMES
from tests.mikrotik.cases import ROUTERS, designed

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize("family", ROUTERS)
@pytest.mark.parametrize("name", NAMES)
def test_the_script_is_the_golden_one(name: str, family: str, update: bool) -> None:
    try:
        made = script(designed(name, family), reveal=True)
    except Refused as refused:
        made = f"# refused\n# {refused}\n"
    _compare(GOLDEN / name / f"{family}.rsc", made, update)


@pytest.mark.parametrize("family", ROUTERS)
def test_the_removal_is_the_golden_one(family: str, update: bool) -> None:
    _compare(GOLDEN / "removal" / f"{family}.rsc", removal(designed("defaults", family)), update)


def test_no_golden_file_is_left_over() -> None:
    expected = {f"{name}/{family}.rsc" for name in (*NAMES, "removal") for family in ROUTERS}
    assert {str(file.relative_to(GOLDEN)) for file in GOLDEN.rglob("*.*")} == expected


def _compare(file: Path, made: str, update: bool) -> None:
    if update:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(made)
    assert made == file.read_text()
