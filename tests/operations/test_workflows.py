"""The workflows on GitHub: what they run, with which credentials, and what waits for what."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from operations.run import ROOT
from providers.base import DONE_IN_PART, LED_ELSEWHERE, SERVED_IN_PART

_FOLDER = ROOT / ".github" / "workflows"
WORKFLOWS = {file.name: yaml.safe_load(file.read_text()) for file in sorted(_FOLDER.glob("*.yml"))}
_WRITING = ("AWS_UP_ROLE", "PRISM_PEER_PASSWORD")


def jobs() -> Iterator[tuple[str, dict[str, Any]]]:
    for name, workflow in WORKFLOWS.items():
        for job, content in workflow["jobs"].items():
            yield f"{name}:{job}", content


JOBS = dict(jobs())


def step(job: str, words: str) -> str:
    """The script of the step that holds these words."""
    (found,) = [str(one["run"]) for one in JOBS[job]["steps"] if words in one.get("run", "")]
    return found


@pytest.mark.parametrize("name", WORKFLOWS)
def test_every_action_is_pinned_by_a_commit_and_names_its_release(name: str) -> None:
    used = re.findall(r"uses: (\S+)(.*)", (_FOLDER / name).read_text())
    for action, comment in used:
        if not action.startswith("./"):
            assert re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", action), f"{action} is not a commit"
            assert re.fullmatch(r" # v\d+\.\d+\.\d+", comment), f"{action} does not name its release"


def test_one_action_has_one_commit_in_all_workflows() -> None:
    text = "".join((_FOLDER / name).read_text() for name in WORKFLOWS)
    pinned = set(re.findall(r"uses: ([\w/-]+)@([0-9a-f]{40})", text))
    assert len(pinned) == len({action for action, _ in pinned})


@pytest.mark.parametrize("job", JOBS)
def test_a_job_has_no_more_than_its_part_needs(job: str) -> None:
    content = yaml.safe_dump(JOBS[job])
    environment = str(JOBS[job].get("environment", ""))
    if "secrets." in content or "vars." in content:
        assert environment, f"{job} takes what the repository has, which every branch's code gets"
    if any(name in content for name in _WRITING):
        assert job == "up-site.yml:up"
    workflow = WORKFLOWS[job.partition(":")[0]]
    assert "write-all" not in yaml.safe_dump(workflow["permissions"])
    assert workflow["permissions"]["contents"] == "read"


def test_code_that_nobody_has_reviewed_meets_no_credentials_and_no_runner_that_write() -> None:
    preview, up = JOBS["preview.yml:preview"], JOBS["up-site.yml:up"]
    assert preview["environment"] != up["environment"].replace("inputs", "matrix")
    assert preview["environment"].endswith("-preview")
    assert preview["runs-on"][1] != up["runs-on"][1].replace("inputs", "matrix")
    assert "AWS_PREVIEW_ROLE" in yaml.safe_dump(preview)
    assert "head.repo.full_name == github.repository" in preview["if"]


def test_readiness_has_an_environment_of_its_own_because_its_validation_is_no_reading() -> None:
    assert JOBS["readiness.yml:readiness"]["environment"].endswith("-readiness")
    assert "AWS_READINESS_ROLE" in yaml.safe_dump(JOBS["readiness.yml:readiness"])


def test_a_run_that_waits_for_approval_does_not_hold_the_queue_before_a_disaster_s_failover() -> None:
    """The queue was the workflow's: it was held from the push on, while people were asked, for both sites at once."""
    assert "concurrency" not in WORKFLOWS["up.yml"]
    assert "concurrency" not in WORKFLOWS["up-site.yml"]
    approval, up = JOBS["up-site.yml:approval"], JOBS["up-site.yml:up"]
    assert "concurrency" not in approval
    assert approval["environment"] != up["environment"], "that of the job in the queue asks nobody"
    assert "secrets." not in yaml.safe_dump(approval)
    assert approval["runs-on"] == "ubuntu-latest", "it holds no runner of the site either"
    assert up["needs"] == "approval"
    assert up["concurrency"] == {"group": "up-${{ inputs.site }}", "cancel-in-progress": False}


def test_nothing_that_hangs_holds_the_runner_of_a_failover() -> None:
    holding = {job for job, content in JOBS.items() if "-preview" not in str(content.get("runs-on", ""))}
    assert {job for job in holding if "self-hosted" in str(JOBS[job].get("runs-on"))} == {"up-site.yml:up"}
    assert all("timeout-minutes" in content for content in JOBS.values() if "self-hosted" in str(content))


@pytest.mark.parametrize("job", [job for job in JOBS if "configure-aws-credentials" in yaml.safe_dump(JOBS[job])])
def test_credentials_live_as_long_as_their_job_may(job: str) -> None:
    (asked,) = [one for one in JOBS[job]["steps"] if "configure-aws-credentials" in one.get("uses", "")]
    assert asked["with"].get("role-duration-seconds", 3600) >= 60 * JOBS[job]["timeout-minutes"]


def end_of_up(directory: Path, code: int, said: str) -> tuple[int, str]:
    """How the step that runs pulumi ends where pulumi says this and ends so, and what it hands to the other jobs."""
    (directory / "pulumi").write_text(f"#!/bin/sh\ncat <<'END'\n{said}\nEND\nexit {code}\n")
    (directory / "pulumi").chmod(0o700)
    handed = directory / "output"
    handed.write_text("")
    variables = {"SITE": "osaka", "RUNNER_TEMP": str(directory), "GITHUB_OUTPUT": str(handed)}
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step("up-site.yml:up", "pulumi up")]
    path = {"PATH": f"{directory}:/usr/bin:/bin"}
    ended = subprocess.run(command, env=variables | path, capture_output=True, text=True, check=False)
    assert ended.stdout == f"{said}\n"
    return ended.returncode, handed.read_text()


def test_a_run_that_is_red_for_its_front_alone_starts_the_other_site_s_job_and_the_whole_ends_red(
    tmp_path: Path,
) -> None:
    front = f"Diagnostics:\n  pulumi:pulumi:Stack (nc2-dr-osaka):\n    error: {SERVED_IN_PART} (1). Else done."
    assert end_of_up(tmp_path, 0, "Resources: 3 changed") == (0, "")
    assert end_of_up(tmp_path, 255, front) == (0, "in_part=true\n")
    for words in DONE_IN_PART:
        said = f"{words}." if words == LED_ELSEWHERE else f"{words} (2). Else done."
        assert end_of_up(tmp_path, 255, f"    error: {said}\n      In tgw-rtb-1") == (0, "in_part=true\n")
    assert end_of_up(tmp_path, 255, "    error: Refused, nothing was changed (flip 2)") == (1, "")
    assert end_of_up(tmp_path, 255, f"  vm named '{SERVED_IN_PART} ('\n    error: Refused") == (1, "")
    called, up = WORKFLOWS["up-site.yml"][True]["workflow_call"], JOBS["up-site.yml:up"]
    assert up["outputs"]["in_part"] == "${{ steps.up.outputs.in_part }}"
    assert called["outputs"]["in_part"]["value"] == "${{ jobs.up.outputs.in_part }}"
    assert JOBS["up.yml:other"]["needs"] == ["order", "surviving"]
    whole = JOBS["up.yml:whole"]
    assert whole["needs"] == ["surviving", "other"]
    assert whole["if"].startswith("always() && ("), "whatever became of the other site's job"
    assert all(f"needs.{job}.outputs.in_part == 'true'" in whole["if"] for job in whole["needs"])
    assert "exit 1" in whole["steps"][0]["run"]


class Checkout:
    """A branch on a remote, and a shallow checkout of it as a run has it."""

    def __init__(self, directory: Path) -> None:
        self.remote, self.run = directory / "remote", directory / "run"
        self.remote.mkdir()
        self._git(self.remote, "init", "--quiet", "--initial-branch=main")
        self.commit("Pulumi.yaml", "activeRegion: tokyo\n")
        self._git(directory, "clone", "--quiet", "--depth=1", self.remote.as_uri(), str(self.run))

    def commit(self, name: str, text: str) -> None:
        (self.remote / name).parent.mkdir(exist_ok=True)
        (self.remote / name).write_text(text)
        self._git(self.remote, "add", "--all")
        author = ("-c", "user.name=ana", "-c", "user.email=ana@example.com")
        self._git(self.remote, *author, "commit", "--quiet", "--message=change")

    def goes_on(self) -> bool:
        script = step("up-site.yml:up", "git fetch")
        variables = {"GITHUB_REF": "refs/heads/main", "GITHUB_REF_NAME": "main", "PATH": "/usr/bin:/bin"}
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
        ended = subprocess.run(command, cwd=self.run, env=variables, capture_output=True, text=True, check=False)
        assert ended.returncode in (0, 1), ended.stderr
        assert ("::error::main has changed" in ended.stdout) is bool(ended.returncode)
        return ended.returncode == 0

    def _git(self, where: Path, *words: str) -> None:
        subprocess.run(["git", *words], cwd=where, check=True)


def test_an_approval_that_comes_late_runs_no_old_checkout(tmp_path: Path) -> None:
    checkout = Checkout(tmp_path)
    assert checkout.goes_on()
    checkout.commit("docs/runbook.md", "a better sentence\n")
    checkout.commit("README.md", "a better sentence\n")
    assert checkout.goes_on(), "documentation starts no run of its own, so this one is the newest"
    checkout.commit("Pulumi.yaml", "activeRegion: osaka\n")
    assert not checkout.goes_on()


def test_names_in_the_output_of_readiness_are_no_commands_and_end_no_block(tmp_path: Path) -> None:
    assert step("readiness.yml:readiness", "operations readiness").splitlines()[1].startswith('echo "::stop-commands::')
    (tmp_path / "readiness.txt").write_text("vm\n```\n</pre><img src=x>&\n")
    script = step("readiness.yml:readiness", "GITHUB_STEP_SUMMARY")
    variables = {"GITHUB_STEP_SUMMARY": str(tmp_path / "summary"), "PATH": "/usr/bin:/bin"}
    subprocess.run(["bash", "-eo", "pipefail", "-c", script], cwd=tmp_path, env=variables, check=True)
    assert (tmp_path / "summary").read_text() == "<pre>\nvm\n```\n&lt;/pre>&lt;img src=x>&amp;\n</pre>\n"
