"""Which console, with which key: what the environment may say."""

from pathlib import Path

import pytest

from nc2_console import Console, ConsoleConfigurationError, read_environment

GOOD = {"NC2_API_KEY": "hush-hush", "NC2_KEY_ID": "key-1"}


@pytest.mark.parametrize("environment", [{}, {"NC2_API_KEY": "", "NC2_KEY_ID": ""}], ids=["nothing", "empty"])
def test_without_a_key_there_is_no_console_and_no_error(environment: dict[str, str]) -> None:
    assert read_environment(environment) is None
    assert Console.from_environment(environment) is None


def test_a_key_is_enough_and_is_never_shown() -> None:
    settings = read_environment(GOOD)
    assert settings is not None
    assert (settings.endpoint, settings.ca_bundle, settings.organization_id) == (
        "https://cloud.nutanix.com",
        None,
        None,
    )
    assert "hush-hush" not in repr(settings)


def test_all_of_it_is_read(tmp_path: Path) -> None:
    bundle = tmp_path / "ca.pem"
    bundle.write_text("")
    more = {
        "NC2_CONSOLE_ENDPOINT": " https://console.example:8443/ ",
        "NC2_ISSUER": "issuer-1",
        "NC2_ORGANIZATION_ID": "org-1",
        "NC2_CLOUD_ACCOUNT_ID": "account-1",
        "NC2_CA_BUNDLE": str(bundle),
    }
    settings = read_environment({**GOOD, **more})
    assert settings is not None
    assert (settings.endpoint, settings.issuer) == ("https://console.example:8443", "issuer-1")
    assert (settings.organization_id, settings.cloud_account_id) == ("org-1", "account-1")
    assert settings.ca_bundle == str(bundle)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"NC2_KEY_ID": ""}, "NC2_KEY_ID is not set"),
        ({"NC2_API_KEY": ""}, "NC2_API_KEY is not set"),
        ({"NC2_CONSOLE_ENDPOINT": "http://cloud.nutanix.com"}, "NC2_CONSOLE_ENDPOINT is not an address. Set it"),
        ({"NC2_CONSOLE_ENDPOINT": "https://me:hush-hush@cloud.nutanix.com"}, "NC2_CONSOLE_ENDPOINT is not an address"),
        ({"NC2_CONSOLE_ENDPOINT": "https://cloud.nutanix.com/api/v2"}, "NC2_CONSOLE_ENDPOINT is not an address"),
        ({"NC2_CA_BUNDLE": "/nowhere/ca.pem"}, "NC2_CA_BUNDLE names '/nowhere/ca.pem', which is not a file"),
    ],
    ids=str,
)
def test_what_is_wrong_is_named(change: dict[str, str], says: str) -> None:
    with pytest.raises(ConsoleConfigurationError, match=says) as caught:
        read_environment({**GOOD, **change})
    assert "hush-hush" not in str(caught.value)
