"""The environment is checked before the first request, in sentences."""

from __future__ import annotations

from pathlib import Path

import pytest

from prism import ConfigurationError, PrismCentral
from prism.http.environment import read_environment

GOOD = {"PRISM_ENDPOINT": "https://pc.example:9440", "PRISM_USERNAME": "admin", "PRISM_PASSWORD": "hush-hush"}


def test_a_complete_environment_is_read() -> None:
    settings = read_environment(GOOD)
    assert settings.endpoint == "https://pc.example:9440"
    assert settings.rate_limit == 30
    assert settings.tls_verify
    assert "hush-hush" not in repr(settings)


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("https://pc.example", "https://pc.example:9440"),
        ("https://pc.example:443/", "https://pc.example:443"),
        (" https://10.0.0.5:9440 ", "https://10.0.0.5:9440"),
        ("https://[fd00::5]:9440", "https://[fd00::5]:9440"),
    ],
)
def test_endpoints_are_completed(given: str, read: str) -> None:
    assert read_environment({**GOOD, "PRISM_ENDPOINT": given}).endpoint == read


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"PRISM_ENDPOINT": ""}, "PRISM_ENDPOINT is not set"),
        ({"PRISM_ENDPOINT": "pc.example"}, "PRISM_ENDPOINT is 'pc.example'. Set it to the address"),
        ({"PRISM_ENDPOINT": "http://pc.example"}, "such as https://host:9440"),
        ({"PRISM_ENDPOINT": "https://pc.example/console"}, "such as https://host:9440"),
        ({"PRISM_ENDPOINT": "https://pc.example:port"}, "is not an address ("),
        ({"PRISM_ENDPOINT": "https://pc:99999"}, "is not an address ("),
        ({"PRISM_ENDPOINT": "https://:9440"}, "such as https://host:9440"),
        ({"PRISM_CA_BUNDLE": "/"}, "which is not a file"),
        ({"PRISM_RATE_LIMIT": "inf"}, "PRISM_RATE_LIMIT is 'inf'"),
        ({"PRISM_RATE_LIMIT": "30/s"}, "PRISM_RATE_LIMIT is '30/s'"),
        ({"PRISM_ENDPOINT": "https://admin:hush-hush@pc.example"}, "holds a user or a password"),
        ({"PRISM_USERNAME": ""}, "PRISM_USERNAME is not set"),
        ({"PRISM_PASSWORD": ""}, "PRISM_PASSWORD is not set"),
        ({"PRISM_USERNAME": "", "PRISM_PASSWORD": ""}, "PRISM_USERNAME and PRISM_PASSWORD are not set"),
        ({"PRISM_API_KEY": "key "}, "PRISM_API_KEY has blanks"),
        ({"PRISM_CA_BUNDLE": "/nowhere/ca.pem"}, "PRISM_CA_BUNDLE names '/nowhere/ca.pem', which is not a file"),
        ({"PRISM_TLS_VERIFY": "perhaps"}, "PRISM_TLS_VERIFY is 'perhaps'. Set it to true or false"),
        ({"PRISM_RATE_LIMIT": "fast"}, "PRISM_RATE_LIMIT is 'fast'"),
        ({"PRISM_RATE_LIMIT": "0"}, "PRISM_RATE_LIMIT is '0'"),
        ({"PRISM_RATE_LIMIT": "nan"}, "PRISM_RATE_LIMIT is 'nan'"),
    ],
    ids=str,
)
def test_what_is_wrong_is_named(change: dict[str, str], says: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        PrismCentral.from_environment({**GOOD, **change})
    assert says in str(caught.value)
    assert "hush-hush" not in str(caught.value)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("", id="empty"),
        pytest.param("not a certificate", id="text"),
        pytest.param("-----BEGIN CERTIFICATE-----\nnot base64\n-----END CERTIFICATE-----\n", id="broken"),
        pytest.param("-----BEGIN PRIVATE KEY-----\nMC4C\n-----END PRIVATE KEY-----\n", id="a key"),
    ],
)
def test_a_ca_bundle_that_holds_no_certificate_is_named(tmp_path: Path, content: str) -> None:
    path = tmp_path / "ca.pem"
    path.write_text(content)
    with pytest.raises(ConfigurationError, match="holds no readable PEM certificate"):
        read_environment({**GOOD, "PRISM_CA_BUNDLE": str(path)})


def test_everything_wrong_is_said_at_once() -> None:
    with pytest.raises(ConfigurationError) as caught:
        read_environment({"PRISM_TLS_VERIFY": "perhaps", "PRISM_RATE_LIMIT": "0", "PRISM_CA_BUNDLE": "/nowhere"})
    names = [line.split()[0] for line in str(caught.value).splitlines()]
    assert names == ["PRISM_ENDPOINT", "PRISM_USERNAME", "PRISM_CA_BUNDLE", "PRISM_TLS_VERIFY", "PRISM_RATE_LIMIT"]


def test_an_api_key_needs_no_user() -> None:
    settings = read_environment({"PRISM_ENDPOINT": "https://pc.example", "PRISM_API_KEY": "key-1"})
    assert settings.credentials.api_key == "key-1"
