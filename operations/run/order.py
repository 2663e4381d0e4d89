"""Which stack is upped first: the one that the configuration makes active, because it must not wait for the other."""

from operations.run.project import Project


def order(project: Project) -> tuple[str, str]:
    """(first, second) site names."""
    configuration = project.configuration()
    active = str(configuration["activeRegion"])
    others = [site for site in configuration["sites"] if site != active]
    if len(others) != 1 or active not in configuration["sites"]:
        sites = ", ".join(configuration["sites"])
        raise ValueError(
            f"activeRegion is {active!r}; expected one of the two sites of {project.settings_file}: {sites}."
        )
    return active, others[0]
