"""Of several Terraform AWS providers the newest that the bridge can serve is installed."""

import json
import zipfile
from pathlib import Path

import pytest

from tools.engine import Cache, aws_plugin
from tools.engine.errors import EngineError
from tools.engine.terraform_provider import TerraformProvider

# A bridge that can serve every provider but version 6.0.0.
BRIDGE = """#!/bin/sh
if grep -q '"version": "6.0.0"' "$(dirname "$0")/terraform-provider.json"; then
    echo handshake failed >&2
    exit 1
fi
"""


@pytest.fixture
def bridge(cache: Cache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "awsbridge"
    path.write_text(BRIDGE)
    path.chmod(0o755)
    monkeypatch.setattr(aws_plugin, "build_bridge", lambda cache: path)
    monkeypatch.setattr(aws_plugin, "installed", lambda package: "7.51.1")
    return path


def provider(directory: Path, version: str) -> TerraformProvider:
    path = directory / version / "terraform-provider-aws"
    path.parent.mkdir()
    path.touch(0o755)
    return TerraformProvider(version, path)


@pytest.mark.usefixtures("bridge")
def test_the_newest_provider_that_works_is_installed_where_pulumi_looks(cache: Cache, tmp_path: Path) -> None:
    newer, older = provider(tmp_path, "6.0.0"), provider(tmp_path, "5.100.0")
    plugin = aws_plugin.from_terraform(cache, [newer, older])
    assert plugin.origin == "bridge of Terraform's AWS provider 5.100.0"
    assert plugin.binary == plugin.home / "plugins" / "resource-aws-v7.51.1" / "pulumi-resource-aws"
    settings = json.loads((plugin.binary.parent / "terraform-provider.json").read_text())
    assert settings == {"executable": str(older.path), "version": "5.100.0"}


@pytest.mark.usefixtures("bridge")
def test_when_no_provider_works_the_error_names_each_and_its_reason(cache: Cache, tmp_path: Path) -> None:
    broken = provider(tmp_path, "6.0.0")
    with pytest.raises(EngineError, match=rf"version 6\.0\.0 in {broken.path} does not work: .*handshake failed"):
        aws_plugin.from_terraform(cache, [broken])


@pytest.mark.usefixtures("bridge")
def test_a_packed_provider_is_unpacked_into_the_cache(cache: Cache, tmp_path: Path) -> None:
    archive = tmp_path / "terraform-provider-aws_5.100.0_linux_amd64.zip"
    with zipfile.ZipFile(archive, "w") as packing:
        packing.writestr("terraform-provider-aws_v5.100.0_x5", "#!/bin/sh\n")
    plugin = aws_plugin.from_terraform(cache, [TerraformProvider("5.100.0", archive)])
    executable = cache.root / "terraform" / "aws-5.100.0" / "terraform-provider-aws_v5.100.0_x5"
    assert plugin.terraform_provider == executable
    assert executable.stat().st_mode & 0o111


@pytest.mark.usefixtures("bridge")
def test_an_archive_that_is_damaged_is_told(cache: Cache, tmp_path: Path) -> None:
    archive = tmp_path / "terraform-provider-aws_5.100.0_linux_amd64.zip"
    archive.write_bytes(b"not a zip")
    with pytest.raises(EngineError, match="the archive cannot be unpacked"):
        aws_plugin.from_terraform(cache, [TerraformProvider("5.100.0", archive)])
