"""The only file of this package that imports Pulumi: it reads the project's configuration into a plain mapping."""

from dataclasses import dataclass

import pulumi
from pulumi.runtime import config as runtime


@dataclass(frozen=True)
class Reading:
    """Every key of the project's namespace with its value as the engine gave it, and which were encrypted."""

    values: dict[str, object]
    encrypted: frozenset[str]
    stack: str
    project: str


def read() -> Reading:
    """Read the running program's stack, project and configuration."""
    project = pulumi.get_project()
    # pulumi.Config can look a key up but not list the keys, and a typing error shows as an unknown key.
    known = {**runtime.get_config_env(), **runtime.CONFIG.get()}
    prefix = f"{project}:"
    keys = [key.removeprefix(prefix) for key in known if key.startswith(prefix)]
    config = pulumi.Config()
    secret = {*runtime.get_config_secret_keys_env()}
    return Reading(
        values={key: config.get(key) for key in keys},
        encrypted=frozenset(key for key in keys if prefix + key in secret or runtime.is_config_secret(prefix + key)),
        stack=pulumi.get_stack(),
        project=project,
    )
