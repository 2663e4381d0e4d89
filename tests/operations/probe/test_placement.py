"""What the probes see of placement partitions, and of the compatibility matrix."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, cast

import pytest

from nc2_console import Session, Timeouts, read_environment
from operations.probe.placement import matrix, partitions
from operations.probe.seen import Verdict
from operations.probe.site import Site
from simulator.console import Estate, serve


@dataclass
class Instances:
    """A site of which only the instances of its VPC are seen."""

    found: list[dict[str, Any]] = field(default_factory=list)

    def of_vpc(self, operation: str, key: str) -> list[dict[str, Any]]:
        assert (operation, key) == ("describe_instances", "Reservations")
        return [{"Instances": [one]} for one in self.found]


def placed(*numbers: int | None, kind: str = "i4i.metal") -> list[dict[str, Any]]:
    """Instances in partitions of one group."""
    places = [{"GroupName": "nc2"} | ({"PartitionNumber": number} if number else {}) for number in numbers]
    return [{"InstanceType": kind, "Placement": place} for place in places]


@pytest.mark.parametrize(
    ("instances", "verdict", "saw"),
    [
        ([], Verdict.UNSEEN, "no bare-metal instance of the VPC is in a placement partition"),
        (placed(None, None), Verdict.UNSEEN, "no bare-metal instance of the VPC is in a placement partition"),
        (placed(1, kind="t3.small"), Verdict.UNSEEN, "no bare-metal instance of the VPC is in a placement partition"),
        (placed(1, 2, 3, 1), Verdict.CONFIRMED, "4 nodes in 3 placement partitions, at most 2 in one"),
        (placed(1, 1, 1, 1, 1), Verdict.CONTRADICTED, "5 nodes in 1 placement partition, at most 5 in one"),
        (placed(1, 1, 1) + placed(1, 1, kind="i3en.metal"), Verdict.CONFIRMED, "5 nodes in 2 placement partitions, "),
    ],
)
def test_nodes_are_counted_by_partition(instances: list[dict[str, Any]], verdict: Verdict, saw: str) -> None:
    seen = partitions(cast(Site, Instances(instances)))
    assert seen.verdict is verdict
    assert seen.saw.startswith(saw)


def test_the_matrix_is_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    estate = Estate(seed=1)
    with serve(estate) as running:
        settings = read_environment(running.environment())
        assert settings is not None
        site = Site(cast(Any, None))
        monkeypatch.setattr(Site, "console", Session(settings, Timeouts(connect=5, read=5, call=5)))
        assert matrix(site).saw == "the console has no such answer (HTTP 404)"
        estate.matrix.versions["ap-northeast-3"] = {"i4i.metal": ["7.5"]}
        assert (matrix(site).verdict, matrix(site).saw) == (Verdict.CONFIRMED, "types of 1 region")
        estate.matrix.versions["ap-northeast-3"] = {}
        assert matrix(site).verdict is Verdict.CONTRADICTED
        monkeypatch.setattr("simulator.console.matrix.Matrix.shown", lambda _: "nothing")
        assert matrix(site).saw == "an answer of another form"
