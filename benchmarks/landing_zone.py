"""The time of the landing zone and its calls to AWS: `python -m benchmarks.landing_zone [--peering vpc]`.

Brings both stacks up from nothing on a local cloud, changes nothing, refreshes, destroys; beside it, where a terraform
binary is on PATH, an equivalent configuration of the AWS part made from the same model. Prints seconds, calls to AWS,
and how many subnet pairs reach each other. The stacks' seconds hold Prism Central's part as well, which Terraform's do
not.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from urllib.request import urlopen

from benchmarks._terraform import configuration
from local_cloud.project import LocalProject
from operations.look import Reachability, summary
from operations.run import Project, Stack, converge
from tools.engine import terraform_provider


def main() -> None:
    """Measure what the arguments name."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peering", choices=("transit-gateway", "vpc"), default="transit-gateway")
    arguments = parser.parse_args()
    print("| what | step | seconds | calls to AWS | |\n| --- | --- | --- | --- | --- |")
    with local_project(arguments.peering) as local:
        pulumi(local)
    with local_project(arguments.peering) as local:
        terraform(local)


@contextmanager
def local_project(peering: str) -> Iterator[LocalProject]:
    """A local cloud for one run, so that no run sees another's leftovers."""
    with tempfile.TemporaryDirectory() as name:
        project = Project.here().working_copy(Path(name) / "project")
        project.set("peering", peering)
        for part in ("loadBalancer", "dns"):  # the landing zone alone is compared
            project.unset(part)
        local = LocalProject.at(project, Path(name) / "cloud")
        local.start(lambda _: None)
        try:
            yield local
        finally:
            local.cloud.down()


def pulumi(local: LocalProject) -> None:
    """Both stacks: from nothing, no change, refresh, destroy."""
    home, other = local.sites()
    stacks = [local.stack(other), local.stack(home)]
    measured(local, "two Pulumi stacks", "from nothing", lambda: f"{converge(stacks, lambda *_: None)} runs")
    measured(local, "two Pulumi stacks", "walk", lambda: walked(local))
    measured(local, "two Pulumi stacks", "up, nothing to do", lambda: _each(stacks, "up"))
    measured(local, "two Pulumi stacks", "refresh", lambda: _each(stacks, "refresh"))
    measured(local, "two Pulumi stacks", "destroy", lambda: _each(stacks[::-1], "destroy"))


def terraform(local: LocalProject) -> None:
    """Applies the equivalent configuration. Prints why if it cannot run."""
    binary = shutil.which("terraform")
    providers = terraform_provider.find(terraform_provider.directories())
    if binary is None or not providers:
        print(f"skipped: no {'terraform binary on PATH' if binary is None else 'Terraform AWS provider'}")
        return
    home, _ = local.sites()
    with tempfile.TemporaryDirectory() as name:
        folder, path = Path(name), providers[0].path
        (folder / "main.tf.json").write_text(json.dumps(configuration(local.model(home)), indent=1))
        mirror = path.parents[3] if providers[0].packed else path.parents[5]
        (folder / "cli.tfrc").write_text(
            f'provider_installation {{\n  filesystem_mirror {{\n    path = "{mirror}"\n  }}\n}}\n'
        )
        environment = {**os.environ, **local.environment(home), "TF_CLI_CONFIG_FILE": str(folder / "cli.tfrc")}
        run = partial(_terraform, binary, folder, environment)
        run("init", "-input=false")
        measured(local, "Terraform, AWS part", "from nothing", lambda: run("apply", "-auto-approve"))
        measured(local, "Terraform, AWS part", "apply, nothing to do", lambda: run("apply", "-auto-approve"))
        measured(local, "Terraform, AWS part", "refresh", lambda: run("apply", "-refresh-only", "-auto-approve"))
        measured(local, "Terraform, AWS part", "destroy", lambda: run("destroy", "-auto-approve"))


def _terraform(binary: str, folder: Path, environment: Mapping[str, str], *verb: str) -> str:
    """Runs one command; its last line of result. Raises RuntimeError."""
    done = subprocess.run(
        [binary, *verb, "-no-color"], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"terraform {verb[0]} failed: {done.stderr or done.stdout}")
    lines = [line for line in done.stdout.splitlines() if line.startswith(("Apply complete", "Destroy complete"))]
    return lines[-1] if lines else ""


def walked(local: LocalProject) -> str:
    """The number of subnet pairs of the two stacks that reach each other."""
    models = local.model(local.sites()[0]).sites
    clients = {name: local.aws("ec2", name) for name, site in models.items()}
    here, there = ((name, str(local.stack(name).outputs()["vpcId"])) for name in models)
    return summary(Reachability.read(clients).pairs(here, there))


def measured(local: LocalProject, what: str, step: str, work: Callable[[], str]) -> None:
    """Prints seconds and calls of a step, and its result."""
    before, began = _calls(local), time.perf_counter()
    answer = work()
    seconds = time.perf_counter() - began
    print(f"| {what} | {step} | {seconds:.1f} | {_calls(local) - before} | {answer} |", flush=True)


def _each(stacks: Sequence[Stack], verb: str) -> str:
    results = [getattr(stack, verb)() for stack in stacks]
    return "changes" if verb != "destroy" and any(result.changed for result in results) else ""


def _calls(local: LocalProject) -> int:
    endpoint = local.environment(local.sites()[0])["AWS_ENDPOINT_URL"]
    with urlopen(f"{endpoint}/simulator/v1/calls") as answer:
        counted: dict[str, int] = json.load(answer)
    return sum(counted.values())


if __name__ == "__main__":
    main()
