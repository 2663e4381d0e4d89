"""The environment is checked before the first request; credentials are never shown."""

import datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from topology import check_environment

GOOD = {
    "PRISM_ENDPOINT": "https://10.20.3.10:9440",
    "PRISM_USERNAME": "operator",
    "PRISM_PASSWORD": "hunter2",
}

RIGHT: dict[str, dict[str, str]] = {
    "user and password": GOOD,
    "an API key alone": {"PRISM_ENDPOINT": "https://prism.example/", "PRISM_API_KEY": "hunter2"},
    "an IPv6 endpoint": {**GOOD, "PRISM_ENDPOINT": "https://[fd00::1]:9440"},
    "verification off": {**GOOD, "PRISM_TLS_VERIFY": "false"},
    "a slow rate": {**GOOD, "PRISM_RATE_LIMIT": "0.5"},
}

# sentence: (the environment, the variable at fault, part of what is said)
WRONG: dict[str, tuple[dict[str, str], str, str]] = {
    "no endpoint": ({**GOOD, "PRISM_ENDPOINT": ""}, "PRISM_ENDPOINT", "is missing"),
    "an endpoint without https": (
        {**GOOD, "PRISM_ENDPOINT": "http://pc:9440"},
        "PRISM_ENDPOINT",
        "found 'http://pc:9440'",
    ),
    "an endpoint without scheme": (
        {**GOOD, "PRISM_ENDPOINT": "pc:9440"},
        "PRISM_ENDPOINT",
        "such as https://",
    ),
    "an endpoint without host": ({**GOOD, "PRISM_ENDPOINT": "https://:9440"}, "PRISM_ENDPOINT", "the URL"),
    "an endpoint with a path": (
        {**GOOD, "PRISM_ENDPOINT": "https://pc/console"},
        "PRISM_ENDPOINT",
        "the URL",
    ),
    "an endpoint with an impossible port": (
        {**GOOD, "PRISM_ENDPOINT": "https://pc:99999"},
        "PRISM_ENDPOINT",
        "the URL",
    ),
    "an endpoint with a blank after it": (
        {**GOOD, "PRISM_ENDPOINT": "https://pc "},
        "PRISM_ENDPOINT",
        "the URL",
    ),
    "an endpoint with credentials in it": (
        {**GOOD, "PRISM_ENDPOINT": "https://admin:hunter2@pc:9440"},
        "PRISM_ENDPOINT",
        "their own variables",
    ),
    "no credentials": ({"PRISM_ENDPOINT": "https://pc"}, "PRISM_USERNAME", "or PRISM_API_KEY"),
    "a user without password": ({**GOOD, "PRISM_PASSWORD": ""}, "PRISM_PASSWORD", "is missing"),
    "a password without user": ({**GOOD, "PRISM_USERNAME": ""}, "PRISM_USERNAME", "is missing"),
    "a CA bundle that is not there": (
        {**GOOD, "PRISM_CA_BUNDLE": "/no/such.pem"},
        "PRISM_CA_BUNDLE",
        "PEM file",
    ),
    "a CA bundle that is a directory": ({**GOOD, "PRISM_CA_BUNDLE": "/"}, "PRISM_CA_BUNDLE", "PEM file"),
    "verification set to no": (
        {**GOOD, "PRISM_TLS_VERIFY": "no"},
        "PRISM_TLS_VERIFY",
        "expected true or false, found 'no'",
    ),
    "a rate of nothing": ({**GOOD, "PRISM_RATE_LIMIT": "0"}, "PRISM_RATE_LIMIT", "above 0"),
    "a rate without bounds": ({**GOOD, "PRISM_RATE_LIMIT": "inf"}, "PRISM_RATE_LIMIT", "above 0"),
    "a rate in words": ({**GOOD, "PRISM_RATE_LIMIT": "30/s"}, "PRISM_RATE_LIMIT", "found '30/s'"),
}


@pytest.mark.parametrize("environment", RIGHT.values(), ids=RIGHT.keys())
def test_accepted(environment: dict[str, str]) -> None:
    assert check_environment(environment) == []


@pytest.mark.parametrize(("environment", "variable", "says"), WRONG.values(), ids=WRONG.keys())
def test_refused(environment: dict[str, str], variable: str, says: str) -> None:
    [problem] = check_environment(environment)
    assert problem.key == variable
    assert says in str(problem)
    assert "hunter2" not in str(problem)


def test_everything_wrong_is_said_at_once() -> None:
    problems = check_environment({"PRISM_TLS_VERIFY": "", "PRISM_RATE_LIMIT": "", "PRISM_CA_BUNDLE": ""})
    assert [problem.key for problem in problems] == [
        "PRISM_ENDPOINT",
        "PRISM_USERNAME",
        "PRISM_CA_BUNDLE",
        "PRISM_TLS_VERIFY",
        "PRISM_RATE_LIMIT",
    ]


@pytest.fixture(scope="module")
def key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def test_a_ca_bundle_holds_a_certificate(tmp_path: Path, key: ec.EllipticCurvePrivateKey) -> None:
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "test authority")])
    start = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(start)
        .not_valid_after(start + datetime.timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    bundle = tmp_path / "ca.pem"
    bundle.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    assert check_environment({**GOOD, "PRISM_CA_BUNDLE": str(bundle)}) == []


def test_a_key_is_no_ca_bundle(tmp_path: Path, key: ec.EllipticCurvePrivateKey) -> None:
    bundle = tmp_path / "key.pem"
    pkcs8, plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    bundle.write_bytes(key.private_bytes(serialization.Encoding.PEM, pkcs8, plain))
    [problem] = check_environment({**GOOD, "PRISM_CA_BUNDLE": str(bundle)})
    assert problem.key == "PRISM_CA_BUNDLE"


@pytest.mark.parametrize("content", ["", "-----BEGIN CERTIFICATE-----\nnot base64\n-----END CERTIFICATE-----\n"])
def test_a_broken_file_is_no_ca_bundle(tmp_path: Path, content: str) -> None:
    bundle = tmp_path / "ca.pem"
    bundle.write_text(content)
    [problem] = check_environment({**GOOD, "PRISM_CA_BUNDLE": str(bundle)})
    assert problem.key == "PRISM_CA_BUNDLE"
