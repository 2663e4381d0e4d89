"""What the engine starts gets what the real interpreter would give it: arguments, streams, exit code, end."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.warm_python import WarmPython

pytestmark = pytest.mark.slow(minutes=0.2)

SCRIPT = "pulumi-language-python-exec"


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WarmPython]:
    with WarmPython.started(tmp_path_factory.mktemp("warm")) as warm:
        yield warm


def script(directory: Path, text: str) -> Path:
    file = directory / SCRIPT
    file.write_text(text)
    return file


def run(
    warm: WarmPython, *arguments: str | Path, cwd: Path | None = None, typed: str | None = None
) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "SAID": "here"}
    command = [warm.command, *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, env=environment, cwd=cwd, input=typed, timeout=60, check=False
    )


def test_a_program_has_its_arguments_directory_environment_and_streams(warm: WarmPython, tmp_path: Path) -> None:
    program = script(
        tmp_path,
        "import os, sys\nprint(sys.argv[1:], os.getcwd(), os.environ['SAID'], input(), 'pulumi_aws' in sys.modules)\n"
        "print('wrong', file=sys.stderr)\nsys.exit(32)",
    )
    done = run(warm, "-u", program, "--monitor", "x y", cwd=tmp_path, typed="asked\n")
    assert done.returncode == 32
    assert done.stdout == f"['--monitor', 'x y'] {tmp_path} here asked True\n"
    assert done.stderr == "wrong\n"


def test_an_exception_ends_a_program_with_its_traceback(warm: WarmPython, tmp_path: Path) -> None:
    done = run(warm, script(tmp_path, "raise ValueError('so')"))
    assert done.returncode == 1
    assert done.stderr.endswith("ValueError: so\n")


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_who_ends_the_client_ends_the_program(warm: WarmPython, tmp_path: Path, number: int) -> None:
    program = script(tmp_path, "import os, time\nprint(os.getpid(), flush=True)\ntime.sleep(60)")
    with subprocess.Popen([warm.command, program], stdout=subprocess.PIPE, text=True) as client:
        assert client.stdout is not None
        pid = int(client.stdout.readline())
        assert pid != client.pid
        client.send_signal(number)
        assert client.wait(10) != 0
        # Its end of the pipe is closed when it is gone.
        assert client.stdout.read() == ""


def test_the_packages_are_those_of_the_real_interpreter(warm: WarmPython) -> None:
    command = ["-m", "pip", "list", "--format", "json", "--disable-pip-version-check"]
    real = subprocess.run([sys.executable, *command], capture_output=True, text=True, check=True)
    assert json.loads(run(warm, *command).stdout) == json.loads(real.stdout)


def test_another_projects_program_imports_its_own_modules(warm: WarmPython, tmp_path: Path) -> None:
    (tmp_path / "providers.py").write_text("mine = True")
    program = script(tmp_path, "import providers\nprint(providers.__file__)")
    assert run(warm, program, cwd=tmp_path).stdout == f"{tmp_path / 'providers.py'}\n"


def test_what_is_not_known_runs_in_the_real_interpreter(warm: WarmPython) -> None:
    assert run(warm, "-c", "import sys; print('pulumi' in sys.modules)").stdout == "False\n"
