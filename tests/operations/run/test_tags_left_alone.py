"""What a run tells the AWS plugin to leave alone."""

import pytest
import yaml
from pulumi import automation

from operations.run import ROOT, Project, Stack
from operations.run.stack import TAGS_LEFT_ALONE

NAME = "TF_AWS_IGNORE_TAGS_KEY_PREFIXES"


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> list[automation.LocalWorkspaceOptions]:
    """The options of each workspace that a stack asks for."""
    found: list[automation.LocalWorkspaceOptions] = []

    def select(site: str, work_dir: str, opts: automation.LocalWorkspaceOptions) -> None:
        found.append(opts)
        raise automation.StackNotFoundError(None)  # type: ignore[arg-type]

    monkeypatch.setattr(automation, "select_stack", select)
    monkeypatch.setattr("operations.run.stack.shutil.which", lambda _: "/usr/bin/pulumi")
    monkeypatch.delenv(NAME, raising=False)
    return found


def test_a_run_leaves_the_tags_of_nc2_alone(given: list[automation.LocalWorkspaceOptions]) -> None:
    Stack("tokyo", Project.here(), {}).published()
    (options,) = given
    assert (options.env_vars or {})[NAME] == "nutanix"


def test_what_the_operator_has_set_stands(
    given: list[automation.LocalWorkspaceOptions], monkeypatch: pytest.MonkeyPatch
) -> None:
    Stack("tokyo", Project.here(), {NAME: "nutanix,owner"}).published()
    monkeypatch.setenv(NAME, "other")
    Stack("tokyo", Project.here(), {}).published()
    assert [(options.env_vars or {}).get(NAME) for options in given] == ["nutanix,owner", None]


@pytest.mark.parametrize("workflow", ["preview.yml", "up-site.yml"])
def test_the_workflows_do_so_too(workflow: str) -> None:
    text = (ROOT / ".github" / "workflows" / workflow).read_text()
    steps = [step for job in yaml.safe_load(text)["jobs"].values() for step in job.get("steps", [])]
    acted = [step for step in steps if "pulumi/actions" in step.get("uses", "") and "command" in step.get("with", {})]
    runs = [*acted, *(step for step in steps if "pulumi up" in step.get("run", ""))]
    assert runs
    assert all(step["env"].items() >= TAGS_LEFT_ALONE.items() for step in runs)
