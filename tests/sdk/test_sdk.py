"""The official Prism Central SDKs, unmodified, through every operation that the project's own client uses.

They were written by Nutanix and know nothing of this project: what they read right, the simulator says right.
"""

from __future__ import annotations

import ast
from collections.abc import Callable

import pytest

from tests.sdk.conftest import SIDE, Outcomes


def _checks() -> list[tuple[str, str]]:
    """Namespace and name of every check, read without importing what only the SDKs' environment can import."""
    found = []
    for path in sorted(SIDE.glob("[a-z]*.py")):
        body = ast.parse(path.read_text()).body
        names = [node.name for node in body if isinstance(node, ast.FunctionDef)]
        found += [(path.stem, name) for name in names if not name.startswith("_")]
    return found


@pytest.mark.slow
@pytest.mark.parametrize(("namespace", "check"), [pytest.param(*c, id=f"{c[0]}: {c[1]}") for c in _checks()])
def test_sdk(outcomes: Callable[[str], Outcomes], namespace: str, check: str) -> None:
    problem = outcomes(namespace)[check]
    assert problem is None, problem
