"""Bad input on the real engine: told in sentences, before anything is asked of AWS or of Prism Central.

Both of the site's endpoints refuse connections, so that whatever was asked would end in another error.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from pulumi.automation import CommandError

from local_cloud.project import LocalProject
from operations.run import Stack

pytestmark = [pytest.mark.slow, pytest.mark.engine]

SITE = "osaka"


@pytest.fixture(scope="module", autouse=True)
def refusing(local: LocalProject) -> None:
    local.cloud.fault(SITE, "refuse")


def refused(local: LocalProject, project: Mapping[str, str] = {}, environment: Mapping[str, str] = {}) -> str:
    """Preview with lines of Pulumi.yaml replaced and variables set; answers what the engine printed."""
    original = local.project.settings_file.read_text()
    text = original
    for before, after in project.items():
        assert before in text, before
        text = text.replace(before, after)
    stack = local.stack(SITE)
    local.project.settings_file.write_text(text)
    try:
        with pytest.raises(CommandError) as caught:
            replace(stack, environment={**stack.environment, **environment}, _stack=None).preview()
    finally:
        local.project.settings_file.write_text(original)
    return str(caught.value)


WRONG: dict[str, tuple[dict[str, str], dict[str, str], tuple[str, ...]]] = {
    "overlapping VPCs": ({"10.102.0.0/16": "10.101.128.0/17"}, {}, ("sites.osaka.vpcCidr", "10.101.128.0/17")),
    "a public ASN": ({"asn: 64513": "asn: 16509"}, {}, ("sites.osaka.asn", "16509")),
    "an unknown site": ({"activeRegion: tokyo": "activeRegion: Osaka"}, {}, ("activeRegion", "'Osaka'", "osaka")),
    "an unknown key": ({"  homeSite:": "  homeSide:"}, {}, ("homeSide", "homeSite")),
    "a secret in plain text": (
        {"  homeSite:": "  prismPassword: swordfish\n\n  homeSite:"},
        {},
        ("prismPassword", "PRISM_PASSWORD"),
    ),
    "a missing password": ({}, {"PRISM_PASSWORD": ""}, ("PRISM_PASSWORD is not set",)),
    "a CA bundle that is not there": ({}, {"PRISM_CA_BUNDLE": "/nowhere/ca.pem"}, ("/nowhere/ca.pem",)),
}


@pytest.mark.parametrize(("project", "environment", "says"), WRONG.values(), ids=WRONG.keys())
def test_refused_before_the_first_call(
    local: LocalProject, project: dict[str, str], environment: dict[str, str], says: tuple[str, ...]
) -> None:
    printed = refused(local, project, environment)
    for words in says:
        assert words in printed
    assert "Traceback" not in printed.partition("stderr:")[0]
    assert "swordfish" not in printed
    assert "connection refused" not in printed.lower(), "something was asked"


def test_a_wrong_authority_is_refused(
    local: LocalProject, tmp_path: Path, other_authority: Callable[[Path], str]
) -> None:
    local.cloud.fault(SITE, "serve")
    printed = refused(local, environment={"PRISM_CA_BUNDLE": other_authority(tmp_path)})
    assert "is not trusted by PRISM_CA_BUNDLE" in printed


@pytest.fixture
def other_authority() -> Callable[[Path], str]:
    from simulator import SiteSpec, World, serve

    def make(directory: Path) -> str:
        with serve(World([SiteSpec("elsewhere", "eu-west-1")]), directory) as running:
            return str(running.ca_bundle)

    return make


def test_the_wrong_site_s_environment_is_refused(local: LocalProject) -> None:
    stack = local.stack(SITE)
    wrong = Stack(SITE, local.project, {**stack.environment, **local.cloud.environment("tokyo")})
    with pytest.raises(CommandError, match=r"'pc-tokyo', but this stack belongs to 'pc-osaka'"):
        wrong.preview()
