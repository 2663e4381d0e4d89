"""No folder is a crowd: its files and folders, `__init__.py` left out, stay a list that one reads at a glance."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from tests.structure.exceptions import CROWDED
from tests.structure.source import Module, modules, sources

MOST = 26


def peers(found: Mapping[str, Module]) -> dict[str, int]:
    """How many files and folders each folder holds."""
    held: dict[str, set[str]] = defaultdict(set)
    for module in found.values():
        parts = module.path.removesuffix("/__init__.py").split("/")
        for depth in range(1, len(parts)):
            held["/".join(parts[:depth])].add(parts[depth])
    return {folder: len(names) for folder, names in held.items()}


def test_no_folder_is_a_crowd() -> None:
    crowded = {folder: count for folder, count in peers(modules()).items() if count > MOST}
    assert crowded.keys() == CROWDED.keys()
    assert all(count <= CROWDED[folder] for folder, count in crowded.items()), crowded


def test_files_and_folders_count_and_the_face_does_not() -> None:
    assert peers(sources({"a/__init__.py": "", "a/b.py": "", "a/c/d.py": ""})) == {"a": 2, "a/c": 1}
