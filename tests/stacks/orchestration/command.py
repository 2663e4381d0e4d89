"""The one command of an operator, run in this process, and what it promises."""

from local_cloud.project import LocalProject
from operations.run import Orchestration
from tests.stacks.seen import promised, where


def orchestrate(local: LocalProject, target: str) -> tuple[Orchestration, list[str]]:
    said: list[str] = []
    stacks = {site: local.stack(site) for site in dict.fromkeys((target, *local.sites()))}
    return Orchestration(target, stacks, said.append, f"python -m operations failover {target}"), said


def running(local: LocalProject, site: str) -> dict[str, str]:
    """VM name -> address of what runs at a site."""
    return {name: address for name, (address, power) in where(local, site).items() if power == "ON"}


def addresses(local: LocalProject) -> dict[str, str]:
    """VM name -> address that the configuration promises."""
    return {name: address for name, (address, _) in promised(local).items()}
