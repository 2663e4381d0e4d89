"""Which stack is upped first: the one that the configuration makes active, because it must not wait for the other."""

from operations.errors import OperationsError
from operations.run.project import Project


def order(project: Project) -> tuple[str, str]:
    """(first, second) site names.

    Raises ConfigurationError for a configuration that a stack would refuse, and OperationsError where the two stacks
    have different active sites.
    """
    active = {site: project.model(site).active.name for site in project.sites()}
    if len(set(active.values())) > 1:
        said = ", ".join(f"{site} has {name}" for site, name in active.items())
        files = " and ".join(str(project.stack_file(site)) for site in active)
        raise OperationsError(
            f"The stacks do not agree on activeRegion: {said}. Remove activeRegion from {files}, so that "
            f"{project.settings_file} decides for both."
        )
    first = next(iter(active.values()))
    return first, next(site for site in active if site != first)
