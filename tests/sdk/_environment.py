"""The virtual environment of the official SDKs: made once per user and per requirements/sdk.txt, then used again."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

REQUIREMENTS = Path(__file__).parents[2] / "requirements" / "sdk.txt"
_PIP = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", "--only-binary", ":all:")


def python() -> Path:
    """The interpreter that has the SDKs; raises CalledProcessError when they cannot be installed."""
    home = _cache() / f"sdk-{hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()[:16]}"
    if not home.exists():
        _make(home)
    return home / "bin" / "python"


def _cache() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "nc2-dr"


def _make(home: Path) -> None:
    """Under another name first: what bears the name is whole. A virtual environment may be moved as long as its
    interpreter is called by path, which is all that is done with it.
    """
    home.parent.mkdir(parents=True, exist_ok=True)
    building = Path(tempfile.mkdtemp(prefix=f"{home.name}-", dir=home.parent))
    try:
        subprocess.run([sys.executable, "-m", "venv", str(building)], check=True)
        subprocess.run([str(building / "bin" / "python"), *_PIP, "-r", str(REQUIREMENTS)], check=True)
        try:
            building.rename(home)
        except OSError:  # another run was first
            if not home.exists():
                raise
    finally:
        shutil.rmtree(building, ignore_errors=True)
