"""Values put into a working copy's Pulumi.yaml, as an operator would."""

from typing import Any

import yaml

from operations.run import Project


def write(project: Project, **changes: Any) -> None:
    """Give these keys of the configuration other values; None takes a key out."""
    settings = yaml.safe_load(project.settings_file.read_text())
    for key, value in changes.items():
        if value is None:
            settings["config"].pop(key, None)
        else:
            settings["config"][key] = {"default": value} if isinstance(value, dict | list) else value
    project.settings_file.write_text(yaml.safe_dump(settings, sort_keys=False))
