"""A Prism Central that answers so many requests in a second and refuses the rest, where the world asks for it."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from prism import Credentials, PrismCentral
from prism.networking import Vpcs
from simulator import Running, SiteSpec, World
from simulator.prism.model import Throttle
from tests.simulator.harness import VPCS, Prism

Prisms = Callable[..., tuple[Prism, Prism]]


def test_throttle_lets_a_burst_through_and_then_so_many_per_second() -> None:
    now = 0.0
    throttle = Throttle(clock=lambda: now)
    assert [throttle.wait(2.0) for _ in range(3)] == [0.0, 0.0, pytest.approx(0.5)]
    now = 0.5
    assert [throttle.wait(2.0) for _ in range(2)] == [0.0, pytest.approx(0.5)]
    now = 100.0
    assert [throttle.wait(2.0) for _ in range(3)] == [0.0, 0.0, pytest.approx(0.5)]


def test_request_above_the_limit_is_refused_with_the_time_to_wait(prisms: Prisms) -> None:
    tokyo, osaka = prisms(rate_limit=3)
    replies = [tokyo.request("GET", VPCS) for _ in range(20)]
    refused = [reply for reply in replies if reply.status_code == 429]
    assert refused
    assert {int(reply.headers["Retry-After"]) for reply in refused} == {1}
    assert refused[0].json()["data"]["error"][0]["errorGroup"] == "RATE_LIMIT_EXCEEDED"
    assert tokyo.request("POST", "/api/nutanix/v3/vms/list", {}).json()["state"] == "ERROR"
    assert osaka.request("GET", VPCS).status_code == 200, "the limit is each site's own"
    assert tokyo.control("GET", "status")["rateLimit"] == 3, "the control API has no limit"


@pytest.mark.slow
def test_refused_request_changes_nothing_and_is_made_once_when_it_is_tried_again(prisms: Prisms) -> None:
    tokyo, _ = prisms(rate_limit=1)
    while tokyo.request("POST", VPCS, {"name": "once"}, request_id="r").status_code == 202:
        pass
    deadline = time.monotonic() + 5
    while tokyo.request("POST", VPCS, {"name": "once"}, request_id="r").status_code == 429:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    tokyo.control("PUT", "rate-limit", {"perSecond": None})
    assert len(tokyo.list(VPCS, filter="name eq 'once'")) == 1


def test_limit_is_changed_and_taken_away_and_outlives_a_restart(served: Callable[..., Running], tmp_path: Path) -> None:
    with closing(Prism(served(directory=tmp_path), "tokyo")) as tokyo:
        assert all(tokyo.request("GET", VPCS).status_code == 200 for _ in range(30))
        assert tokyo.control("PUT", "rate-limit", {"perSecond": 2}) == {"perSecond": 2.0}
        assert 429 in {tokyo.request("GET", VPCS).status_code for _ in range(10)}
        tokyo.model.world.close()
    with closing(Prism(served(directory=tmp_path), "tokyo")) as again:
        assert 429 in {again.request("GET", VPCS).status_code for _ in range(10)}
        again.control("PUT", "rate-limit", {"perSecond": None})
        assert {again.request("GET", VPCS).status_code for _ in range(10)} == {200}


@pytest.mark.parametrize("limit", [0, -1, float("nan")])
def test_world_refuses_a_limit_that_is_none(limit: float) -> None:
    with pytest.raises(ValueError, match="rate_limit"):
        World([SiteSpec("tokyo", "ap-northeast-1")], rate_limit=limit)


@pytest.mark.slow
def test_products_client_that_asks_too_fast_waits_and_is_answered(served: Callable[..., Running]) -> None:
    running = served(rate_limit=5)
    client = PrismCentral(
        running.endpoints["tokyo"],
        Credentials(running.username, running.password),
        ca_bundle=running.ca_bundle,
        rate_limit=1000,
    )
    try:
        assert [len(list(Vpcs(client).list())) for _ in range(8)] == [1] * 8
    finally:
        client.close()
