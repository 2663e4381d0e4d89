"""`python -m operations order`: which stack to up first and second."""

import argparse

from operations.run import Project, order


def options(parser: argparse.ArgumentParser) -> None:
    """It has none."""


def run(arguments: argparse.Namespace) -> int:
    """Print both as outputs of a GitHub step."""
    first, second = order(Project.here())
    print(f"first={first}\nsecond={second}")
    return 0
