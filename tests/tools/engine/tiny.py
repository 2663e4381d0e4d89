"""Tiny programs on the real engine: their environment, and a pulumi command."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import boto3

from tools.engine import Installation
from tools.engine.environment import of_installation

REGION = "ap-northeast-3"


def environment_of(installed: Installation, endpoint: str, directory: Path) -> dict[str, str]:
    """The environment of a pulumi command: the engine, a state of its own, and the local AWS."""
    (directory / "state").mkdir()
    return {
        **os.environ,
        **of_installation(installed, os.environ),
        "PULUMI_BACKEND_URL": f"file://{directory / 'state'}",
        "PULUMI_CONFIG_PASSPHRASE": "passphrase",
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_REGION": REGION,
    }


def run(directory: Path, environment: Mapping[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """A pulumi command, with all that it prints as its output."""
    return subprocess.run(
        ["pulumi", *arguments, "--non-interactive"],
        cwd=directory,
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=300,
        check=False,
    )


def pulumi(directory: Path, environment: Mapping[str, str], *arguments: str) -> str:
    """What a pulumi command that must succeed says; it must not warn."""
    done = run(directory, environment, *arguments)
    assert done.returncode == 0, done.stdout
    assert "warning" not in done.stdout
    return done.stdout


def client(service: str, endpoint: str) -> Any:
    """A client of the local AWS in the region of the programs."""
    session = boto3.Session(aws_access_key_id="testing", aws_secret_access_key="testing", region_name=REGION)
    return session.client(service, endpoint_url=endpoint)
