"""What a Prism Central of an older release has, by namespace, and what it has not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from simulator import SiteSpec
from simulator.prism.model import check_versions
from tests.simulator.harness import JOBS, PLANS, VPCS, Prism

Prisms = Callable[..., tuple[Prism, Prism]]
_STORES = "/api/dataprotection/v4.4/config/recovery-point-stores"


@pytest.mark.parametrize(
    ("path", "needed", "newest_without"),
    [
        pytest.param(PLANS, "v4.2", "v4.1", id="recovery plans"),
        pytest.param(JOBS, "v4.2", "v4.1", id="recovery plan jobs"),
        pytest.param(_STORES, "v4.4", "v4.3", id="recovery point stores"),
        pytest.param("/api/prism/v4.2/management/domain-managers/DM/registrations", "v4.2", "v4.1", id="registrations"),
    ],
)
def test_older_prism_central_has_no(tokyo: Prism, path: str, needed: str, newest_without: str) -> None:
    path = path.replace("DM", tokyo.model.domain_manager_id)
    namespace, version = path.split("/")[2:4]
    assert tokyo.request("GET", path).status_code == 200
    tokyo.control("PUT", "versions", {namespace: newest_without})
    assert tokyo.request("GET", path.replace(version, newest_without)).status_code == 404
    assert tokyo.request("GET", path).status_code == 404
    tokyo.control("PUT", "versions", {namespace: needed})
    assert tokyo.request("GET", path.replace(version, needed)).status_code == 200


def test_path_of_an_older_version_lacks_what_came_later(tokyo: Prism) -> None:
    assert tokyo.request("GET", PLANS.replace("v4.2", "v4.1")).status_code == 404


def test_action_that_came_later_than_the_others_is_not_found_before(tokyo: Prism) -> None:
    path = "/api/dataprotection/v4.N/operations/recovery-plans/x/$actions/resume-protection"
    group = tokyo.request("POST", path.replace("N", "4")).json()["data"]["error"][0]["errorGroup"]
    assert group == "ENTITY_NOT_FOUND"
    assert tokyo.request("POST", path.replace("N", "3")).json()["data"]["error"][0]["errorGroup"] == "NOT_FOUND"


def test_versions_are_of_one_site_where_it_is_named(prisms: Prisms) -> None:
    old = SiteSpec("osaka", "ap-northeast-3", versions={"datapolicies": "v4.1"})
    tokyo, osaka = prisms(sites=[SiteSpec("tokyo", "ap-northeast-1"), old])
    assert tokyo.request("GET", PLANS).status_code == 200
    assert osaka.request("GET", PLANS).status_code == 404
    info = "/api/datapolicies/unversioned/info"
    assert (tokyo.request("OPTIONS", info).json()["data"], osaka.request("OPTIONS", info).json()["data"]) == (
        "v4.3",
        "v4.1",
    )
    tokyo.control("PUT", "versions?site=tokyo", {"datapolicies": "v4.0"})
    assert tokyo.request("GET", PLANS).status_code == 404


def test_version_that_was_set_may_be_taken_back(tokyo: Prism) -> None:
    tokyo.control("PUT", "versions", {"networking": "v4.0"})
    assert tokyo.request("GET", VPCS.replace("v4.0", "v4.3")).status_code == 404
    tokyo.control("PUT", "versions", {"networking": None})
    assert tokyo.request("GET", VPCS.replace("v4.0", "v4.3")).status_code == 200


@pytest.mark.parametrize("versions", [{"networking": "4.2"}, {"netwrking": "v4.2"}, {"vmm": "v3.1"}])
def test_versions_are_refused(versions: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="expected one of"):
        check_versions(versions)
