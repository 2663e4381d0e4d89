"""A change of a living pair that takes something away is refused until the configuration accepts it by name."""

from collections.abc import Iterator, Mapping
from typing import Any

import pulumi
import pytest

from operations.run import Project
from prism import PrismError
from tests.components.conftest import Program
from tests.components.living import PUBLISHED, living
from tests.components.test_on_premises import DX, LINES
from tests.components.test_on_premises import run as with_on_premises

pytestmark = pytest.mark.slow

CATEGORY = "DisasterRecovery:Protected"
GOLD = {"category": {"key": "DisasterRecovery", "value": "Gold"}}
OVERLAY = Project.here().configuration()["overlay"]
OTHER_CIDR = {"subnets": [{**OVERLAY["subnets"][0], "cidr": "172.30.1.0/25", "gateway": "172.30.1.1", "dhcpPools": []}]}


class Labelled:
    """A VM of Prism Central."""

    def __init__(self, label: str) -> None:
        self.label = label


@pytest.fixture(autouse=True)
def members(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The VMs of any category, as this site's Prism Central tells them; it does not answer where there are none."""
    names = ["db-1", "web-1"]

    def of(client: object, categories: object) -> Iterator[Labelled]:
        if not names:
            raise PrismError("Prism Central at https://127.0.0.1:9440 does not answer")
        return iter([Labelled(name) for name in names])

    monkeypatch.setattr("components.memory.vms.of_categories", lambda *asked: list(of(*asked)))
    return names


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    lines: list[str] = []
    monkeypatch.setattr("pulumi.log.warn", lines.append)
    return lines


def refused(stack: str, preview: bool = True, own: Mapping[str, Any] | None = None, **changes: Any) -> str:
    """What a run says that is refused before anything is registered."""
    own = living(stack) if own is None else own
    program = Program(stack, PUBLISHED[stack], own=own, preview=preview)
    with pytest.raises(pulumi.RunError) as told:
        program.run(**changes)
    assert program.resources == []
    return str(told.value)


@pytest.mark.parametrize("preview", [True, False])
def test_another_home_site_is_refused_and_what_would_be_deleted_is_named(preview: bool) -> None:
    text = refused("tokyo", preview, homeSite="osaka")
    for words in (
        "The stack of tokyo refuses a change of a living pair; nothing was changed.",
        "The home site changes from tokyo to osaka. Deleted with it: the peering with its routes, the DNS record of",
        "protection policy 'workload-protection'",
        "recovery plan 'workload-recovery'",
        f"category '{CATEGORY}'",
        "hosted zone 'dr.example.com'",
        f"Nothing would protect {CATEGORY} any longer: 2 VMs: db-1, web-1 of this site lose their protection.",
        "add to acceptedChanges: {homeSite: osaka}",
    ):
        assert words in text
    assert "homeSite: osaka" in refused("osaka", preview, homeSite="osaka")


def test_another_home_site_is_accepted_by_its_name_and_by_no_other(told: list[str]) -> None:
    own = living("tokyo")
    program = Program("tokyo", PUBLISHED["tokyo"], own=own)
    program.run(homeSite="osaka", acceptedChanges={"homeSite": "osaka"})
    assert program.of_type("prism:RecoveryPlan") == {}
    assert any("accepts this change" in line and "workload-recovery" in line and "db-1" in line for line in told)
    assert "homeSite: osaka" in refused("tokyo", own=own, homeSite="osaka", acceptedChanges={"homeSite": "tokyo"})
    back = refused("tokyo", own=program.remembered, homeSite="tokyo", acceptedChanges={"homeSite": "osaka"})
    assert "homeSite: tokyo" in back, "an entry that was left over accepts no way back"


@pytest.mark.parametrize(
    ("changes", "what", "consent"),
    [
        ({"protection": GOLD}, f"category '{CATEGORY}'", f'categories: ["{CATEGORY}"]'),
        ({"overlay": OTHER_CIDR}, "overlay subnet 'workload-172-30-1'", 'subnets: ["workload-172-30-1"]'),
        (
            {"overlay": {"externalSubnet": {**OVERLAY["externalSubnet"], "cidr": "100.64.10.0/23"}}},
            "external subnet 'overlay-external-subnet-nonat'",
            'externalSubnets: ["overlay-external-subnet-nonat"]',
        ),
        ({"dns": {"name": "app.dr.example.com"}}, "DNS record of 'www.dr.example.com'", "dnsNames: ["),
        ({"dns": {"zone": "example.com"}}, "hosted zone 'dr.example.com'", 'hostedZones: ["dr.example.com"]'),
    ],
)
def test_what_the_configuration_no_longer_has_is_refused_and_accepted_by_name(
    changes: Mapping[str, Any], what: str, consent: str, told: list[str]
) -> None:
    own = living("tokyo")
    text = refused("tokyo", own=own, **changes)
    assert f"The configuration no longer has {what}. Deleted with it: {what}." in text
    assert f"add to acceptedChanges: {{{consent}" in text
    kind, _, name = consent.partition(": ")
    name = what.split("'")[1]
    accepted = Program("tokyo", PUBLISHED["tokyo"], own=own).run(**changes, acceptedChanges={kind: [name]})
    assert accepted.resources
    assert any(what in line for line in told)
    assert refused("tokyo", own=own, **changes, acceptedChanges={kind: ["another"]}) == text


def test_vms_without_protection_are_told_by_name_where_prism_central_answers(members: list[str]) -> None:
    assert "2 VMs: db-1, web-1 of this site lose their protection" in refused("tokyo", protection=GOLD)
    members.clear()
    text = refused("tokyo", protection=GOLD)
    assert "Which VMs that are, this site's Prism Central did not tell: Prism Central at https" in text


def test_a_tier_that_is_taken_out_takes_its_policy_and_its_category() -> None:
    tier = {
        "name": "archive",
        "category": {"key": "Tier", "value": "Archive"},
        "destination": "cluster",
        "policy": "archive-protection",
        "rpoSeconds": 3600,
        "retention": {"local": 2, "remote": 2},
    }
    text = refused("tokyo", own=living("tokyo", protection={"tiers": [tier]}))
    assert "protection policy 'archive-protection'" in text
    assert "Nothing would protect Tier:Archive any longer" in text
    assert 'policies: ["archive-protection"], categories: ["Tier:Archive"]' in text


def test_another_site_in_the_place_of_the_other_is_refused() -> None:
    sites = Project.here().configuration()["sites"]
    renamed = {"sites": {"tokyo": sites["tokyo"], "kobe": sites["osaka"]}}
    own = living("tokyo")
    with pytest.raises(pulumi.RunError, match=r"The other site changes from osaka to kobe(.|\n)*{otherSite: kobe}"):
        Program("tokyo", PUBLISHED["tokyo"], own=own, instead=renamed).run()
    Program("tokyo", {}, own=own, instead=renamed).run(acceptedChanges={"otherSite": "kobe"})


def test_a_new_name_that_changes_in_place_needs_no_consent() -> None:
    """Prism Central and AWS rename these as they are: nothing is deleted."""
    own = living("tokyo")
    changes = {"protection": {"policy": "gold", "recoveryPlan": "gold-recovery"}, "overlay": {"vpc": "work"}}
    program = Program("tokyo", PUBLISHED["tokyo"], own=own).run(namePrefix="shop", **changes)
    assert program.of_type("prism:RecoveryPlan")["protection-plan"]["name"] == "gold-recovery"


def test_what_a_new_name_does_is_told_in_the_preview(told: list[str]) -> None:
    own = living("tokyo")
    changes = {"protection": {"policy": "gold", "recoveryPlan": "gold-recovery"}, "overlay": {"vpc": "work"}}
    Program("tokyo", PUBLISHED["tokyo"], own=own).run(namePrefix="shop", **changes)
    for words in (
        "namePrefix changes from 'nc2' to 'shop': the Name tags and the name of the prefix list change in place.",
        "overlay.vpc changes from 'workload' to 'work': Prism Central renames the VPC in place.",
        "protection.policy changes from 'workload-protection' to 'gold'",
        "Both stacks look for it by its name",
    ):
        assert any(words in line for line in told), words
    told.clear()
    Program("tokyo", PUBLISHED["tokyo"], own=own).run()
    assert told == []


def test_another_kind_of_peering_is_told_with_what_has_to_be_done_first(told: list[str]) -> None:
    Program("tokyo", PUBLISHED["tokyo"], own=living("tokyo")).run(peering="vpc")
    assert any("peering changes from transit-gateway to vpc" in line and "unprotect --all" in line for line in told)


def test_a_new_prefix_that_would_delete_is_refused_and_accepted_by_name(told: list[str]) -> None:
    own = with_on_premises(Program("tokyo", PUBLISHED["tokyo"]), DX, LINES).remembered
    program = Program("tokyo", PUBLISHED["tokyo"], own=own)
    with pytest.raises(pulumi.RunError, match=r"from nc2 to shop\. Deleted with it: the transit virtual interface"):
        with_on_premises(program, DX, LINES, namePrefix="shop")
    assert program.resources == []
    with_on_premises(program, DX, LINES, namePrefix="shop", acceptedChanges={"namePrefix": "shop"})
    assert any("accepts this change" in line for line in told)


def test_the_state_of_an_older_program_tells_the_home_site_and_the_categories() -> None:
    older = {"requestedPeeringId": "tgw-attach-1", "categoryIds": f'{{"{CATEGORY}":"id"}}', "pending": []}
    assert "The home site changes from tokyo to osaka" in refused("tokyo", own=older, homeSite="osaka")
    assert f"category '{CATEGORY}'" in refused("tokyo", own=older, protection=GOLD)
    away = {"acceptedPeeringId": "tgw-attach-1", "pending": []}
    assert "The home site changes from tokyo to osaka" in refused("osaka", own=away, homeSite="osaka")
