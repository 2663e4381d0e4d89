"""The two Systems Manager documents. They print what they find and write nothing."""

import json
from pathlib import Path

LINUX, WINDOWS = "Linux", "Windows"
_SCRIPTS = {LINUX: ("linux.sh", "aws:runShellScript"), WINDOWS: ("windows.ps1", "aws:runPowerShellScript")}
_SECONDS = "120"


def script(platform: str) -> str:
    """The script for guests of the platform, "Linux" or "Windows"."""
    return (Path(__file__).parent / _SCRIPTS[platform][0]).read_text(encoding="utf-8")


def document(platform: str) -> str:
    """The content of the document for the platform: JSON, schema 2.2."""
    lines = script(platform).splitlines()
    if platform == LINUX:
        # The agent's runShellScript runs `sh`, which is dash on Ubuntu. So the script is passed to bash, quoted.
        lines = ["exec /bin/bash -s <<'CAPTURE'", *lines, "CAPTURE"]
    # Part of the stack's state: another text here replaces the document.
    step = {
        "action": _SCRIPTS[platform][1],
        "name": "capture",
        "precondition": {"StringEquals": ["platformType", platform]},
        "inputs": {"timeoutSeconds": _SECONDS, "runCommand": lines},
    }
    description = f"Prints the network of an EC2 instance with {platform} as JSON; changes nothing"
    return json.dumps({"schemaVersion": "2.2", "description": description, "mainSteps": [step]}, indent=1)
