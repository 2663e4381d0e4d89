"""Each site's environment from its own file, and from nowhere else."""

from pathlib import Path

import pytest

from operations import OperationsError
from operations.run import Environments
from operations.run.site_environments import silence

GOOD = "# osaka\nexport PRISM_ENDPOINT=https://prism.osaka:9440\nPRISM_PASSWORD='a=b # c'\n\nAWS_PROFILE=\"dr\"\n"


def written(directory: Path, text: str, mode: int = 0o600) -> Environments:
    file = directory / ".env.osaka"
    file.write_text(text)
    file.chmod(mode)
    return Environments(directory)


def test_a_file_of_names_and_values(tmp_path: Path) -> None:
    expected = {"PRISM_ENDPOINT": "https://prism.osaka:9440", "PRISM_PASSWORD": "a=b # c", "AWS_PROFILE": "dr"}
    assert written(tmp_path, GOOD).of("osaka") == expected


def test_a_site_without_a_file_is_not_known(tmp_path: Path) -> None:
    assert Environments(tmp_path).of("osaka") is None


def test_a_site_that_has_no_prism_central_yet_needs_no_address_of_one(tmp_path: Path) -> None:
    written(tmp_path, "AWS_PROFILE=dr\n")
    assert Environments(tmp_path, {"osaka"}).of("osaka") == {"AWS_PROFILE": "dr"}


@pytest.mark.parametrize(
    ("text", "mode", "expected"),
    [
        pytest.param(GOOD, 0o644, "chmod 600", id="readable by others"),
        pytest.param("PRISM_ENDPOINT https://x\n", 0o600, "line 1 is not NAME=VALUE", id="no equals sign"),
        pytest.param("PRISM_PASSWORD=x\n", 0o600, "does not set PRISM_ENDPOINT", id="no Prism Central"),
    ],
)
def test_a_file_that_cannot_be_used(tmp_path: Path, text: str, mode: int, expected: str) -> None:
    with pytest.raises(OperationsError, match=expected):
        written(tmp_path, text, mode).of("osaka")


def test_half_a_password_is_not_shown(tmp_path: Path) -> None:
    with pytest.raises(OperationsError) as told:
        written(tmp_path, "PRISM_ENDPOINT=https://x\nhunter2\n").of("osaka")
    assert "hunter2" not in str(told.value)


@pytest.mark.slow
def test_a_site_that_refuses_is_silent() -> None:
    environment = {"PRISM_ENDPOINT": "https://127.0.0.1:1", "PRISM_USERNAME": "u", "PRISM_PASSWORD": "hunter2"}
    why = silence(environment)
    assert "127.0.0.1:1" in why
    assert "hunter2" not in why
