"""Seven scripts as files to read, and to notice changes by.

The model router of `test_import.py` runs the script of every connection on every RouterOS family: each command is one
that the family knows, a second import changes nothing, and the removal leaves what was there. It does not judge the
values. `test_options.py` checks the negotiated ones. The files here show the rest: the whole text per family, and the
two connections whose script has other parts, `asymmetric` (the switch between tunnels) and `static-narrow` (no BGP).
"""

from pathlib import Path

import pytest

from mikrotik import Refused, script
from tests.mikrotik.cases import FEW, ROUTERS, designed

GOLDEN = Path(__file__).parent / "golden"
KEPT = [*(("defaults", family) for family in ROUTERS), *FEW]


@pytest.mark.parametrize(("name", "family"), KEPT)
def test_the_script_is_the_golden_one(name: str, family: str, update: bool) -> None:
    file, made = GOLDEN / name / f"{family}.rsc", script(designed(name, family), reveal=True)
    if update:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(made)
    assert made == file.read_text()


def test_no_golden_file_is_left_over() -> None:
    assert {str(file.relative_to(GOLDEN)) for file in GOLDEN.rglob("*.*")} == {f"{n}/{f}.rsc" for n, f in KEPT}


def test_routeros_6_refuses_inside_addresses_beyond_the_selector() -> None:
    with pytest.raises(Refused, match=r"169\.254\.44\.1, which is outside RemoteIpv4NetworkCidr 10\.0\.0\.0/8"):
        script(designed("static-narrow", "6"), reveal=True)
