"""Values put into a working copy's Pulumi.yaml, as an operator would."""

from operations.run import Project


def write(project: Project, **changes: object) -> None:
    """Give these keys of the configuration other values; None takes a key out."""
    for key, value in changes.items():
        if value is None:
            project.unset(key)
        else:
            project.set(key, value)
