"""Terraform AWS providers are found in every directory and layout that Terraform uses."""

from pathlib import Path

import pytest

from tools.engine.cache import architecture
from tools.engine.terraform_provider import directories, find

PLATFORM = "_".join(architecture())


def unpacked(mirror: Path, version: str, platform: str = PLATFORM, host: str = "registry.terraform.io") -> Path:
    path = mirror / host / "hashicorp" / "aws" / version / platform / f"terraform-provider-aws_v{version}_x5"
    path.parent.mkdir(parents=True)
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return path


def packed(mirror: Path, version: str) -> Path:
    directory = mirror / "registry.terraform.io" / "hashicorp" / "aws"
    directory.mkdir(parents=True, exist_ok=True)
    path = directory / f"terraform-provider-aws_{version}_{PLATFORM}.zip"
    path.write_bytes(b"")
    return path


def test_the_newest_version_comes_first_by_number_and_not_by_spelling(tmp_path: Path) -> None:
    for version in ("5.9.0", "5.100.0", "6.1.0"):
        unpacked(tmp_path, version)
    assert [provider.version for provider in find([tmp_path])] == ["6.1.0", "5.100.0", "5.9.0"]


@pytest.mark.parametrize("version", ["4.67.0", "7.0.0", "latest"])
def test_a_version_that_cannot_be_bridged_is_left_out(tmp_path: Path, version: str) -> None:
    unpacked(tmp_path, version)
    assert find([tmp_path]) == []


def test_a_provider_for_another_platform_is_left_out(tmp_path: Path) -> None:
    unpacked(tmp_path, "5.100.0", platform="plan9_mips")
    assert find([tmp_path]) == []


def test_a_file_that_cannot_be_executed_is_left_out(tmp_path: Path) -> None:
    unpacked(tmp_path, "5.100.0").chmod(0o644)
    assert find([tmp_path]) == []


def test_a_packed_provider_is_found(tmp_path: Path) -> None:
    archive = packed(tmp_path, "5.100.0")
    (provider,) = find([tmp_path])
    assert (provider.version, provider.path, provider.packed) == ("5.100.0", archive, True)


def test_of_the_same_version_the_unpacked_one_is_taken(tmp_path: Path) -> None:
    packed(tmp_path / "a", "5.100.0")
    executable = unpacked(tmp_path / "b", "5.100.0")
    (provider,) = find([tmp_path / "a", tmp_path / "b"])
    assert provider.path == executable


def test_a_provider_from_another_registry_is_found(tmp_path: Path) -> None:
    unpacked(tmp_path, "5.100.0", host="registry.opentofu.org")
    assert len(find([tmp_path])) == 1


@pytest.mark.parametrize(
    "place",
    [
        "home/.terraform.d/plugins",
        "home/.terraform.d/plugin-cache",
        "home/.local/share/terraform/plugins",
        "usr/local/share/terraform/plugins",
        "usr/share/terraform/plugins",
        "opt/terraform-plugins",
    ],
)
def test_a_usual_directory_is_searched_when_it_exists(tmp_path: Path, place: str) -> None:
    environment = {"HOME": str(tmp_path / "home")}
    assert directories(environment, tmp_path) == []
    (tmp_path / place).mkdir(parents=True)
    assert directories(environment, tmp_path) == [tmp_path / place]


def test_the_plugin_cache_of_the_environment_comes_first(tmp_path: Path) -> None:
    for name in ("cache", "usr/share/terraform/plugins"):
        (tmp_path / name).mkdir(parents=True)
    environment = {"HOME": str(tmp_path), "TF_PLUGIN_CACHE_DIR": str(tmp_path / "cache")}
    assert directories(environment, tmp_path)[0] == tmp_path / "cache"


def test_mirrors_and_cache_of_the_configuration_file_are_searched(tmp_path: Path) -> None:
    for name in ("one", "two", "three"):
        (tmp_path / name).mkdir()
    configuration = tmp_path / "terraform.rc"
    configuration.write_text(
        f'plugin_cache_dir = "$HOME/one"\n'
        f'# plugin_cache_dir = "{tmp_path}/three"\n'
        "provider_installation {\n"
        f'  filesystem_mirror {{\n    path    = "{tmp_path}/two"\n    include = ["*/*/*"]\n  }}\n'
        "}\n"
    )
    environment = {"HOME": str(tmp_path), "TF_CLI_CONFIG_FILE": str(configuration)}
    assert directories(environment, tmp_path / "nowhere") == [tmp_path / "one", tmp_path / "two"]


def test_a_configuration_file_that_is_not_there_is_no_error(tmp_path: Path) -> None:
    environment = {"HOME": str(tmp_path), "TF_CLI_CONFIG_FILE": str(tmp_path / "missing")}
    assert directories(environment, tmp_path) == []
