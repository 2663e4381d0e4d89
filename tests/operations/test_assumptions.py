"""What is assumed about real AWS and Prism, and how an operator gets to know of it."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PRODUCT = ("capture", "components", "mikrotik", "nc2_console", "operations", "prism", "providers", "topology")
MARK = re.compile(r"assumed:(?! bool)")  # a field of that name is no mark
FILES = [path.relative_to(ROOT) for folder in PRODUCT for path in sorted((ROOT / folder).rglob("*.py"))]


@pytest.mark.parametrize("file", [str(file) for file in FILES if MARK.search((ROOT / file).read_text())])
def test_an_assumption_in_the_code_is_in_the_table(file: str) -> None:
    assert f"`{file}`" in (ROOT / "docs" / "assumptions.md").read_text()
