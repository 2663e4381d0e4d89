"""What a command needs in its environment to work against one site of a local cloud, and against nothing else."""

import os
from collections.abc import Mapping

STACK_PASSPHRASE = "nc2-dr-local"
"""Not a secret: the tracked stack files carry the salt that goes with it, and no secret is kept in a local cloud."""

_NEITHER_PROFILES_NOR_ACCOUNTS = {
    # Nothing of the user's own AWS configuration may reach into a local run, nor the run out of it.
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_EC2_METADATA_DISABLED": "true",
}
_NO_PROXIES = {"NO_PROXY": "127.0.0.1,localhost", "no_proxy": "127.0.0.1,localhost"}
_FOREIGN = (
    "AWS_PROFILE",
    "AWS_DEFAULT_PROFILE",
    "AWS_SESSION_TOKEN",
    "AWS_SECURITY_TOKEN",
    "AWS_REGION",
    "AWS_DEFAULT_REGION",
    "AWS_CA_BUNDLE",
    "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
    "NC2_CLOUD_ACCOUNT_ID",
    "NC2_ISSUER",
    "NC2_ORGANIZATION_ID",
    "PRISM_API_KEY",
    "PRISM_TLS_VERIFY",
    "PULUMI_ACCESS_TOKEN",
    "PULUMI_CONFIG_PASSPHRASE_FILE",
)
_FOREIGN_PREFIX = "AWS_ENDPOINT_URL_"


def site_environment(
    aws_port: int, prism_port: int, prism: Mapping[str, str], console: Mapping[str, str], backend_url: str
) -> dict[str, str]:
    """The variables to set for one site; the ports are its gateways', `prism` is the Prism Centrals' ready file.

    `console` are the variables of the NC2 console, which is the same for all sites.
    """
    return {
        **_NEITHER_PROFILES_NOR_ACCOUNTS,
        **_NO_PROXIES,
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{aws_port}",
        "PRISM_ENDPOINT": f"https://127.0.0.1:{prism_port}",
        "PRISM_USERNAME": prism["username"],
        "PRISM_PASSWORD": prism["password"],
        "PRISM_CA_BUNDLE": prism["ca_bundle"],
        **console,
        "PULUMI_BACKEND_URL": backend_url,
        "PULUMI_CONFIG_PASSPHRASE": STACK_PASSPHRASE,
    }


def foreign(environment: Mapping[str, str]) -> list[str]:
    """The variables of an environment that would lead a run elsewhere, and must go."""
    return sorted(name for name in environment if name in _FOREIGN or name.startswith(_FOREIGN_PREFIX))
