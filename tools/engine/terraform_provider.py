"""Finding a Terraform AWS provider on this machine, in the places where Terraform keeps or mirrors them."""

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tools.engine.cache import architecture
from tools.engine.versions import ordering

REMEDY = (
    "put the Terraform provider hashicorp/aws 5.x or 6.x into a filesystem mirror, for instance with "
    "`terraform providers mirror ~/.terraform.d/plugins`."
)
# The releases whose resources match the pulumi-aws SDK closely enough to be bridged.
_MAJOR_VERSIONS = (5, 6)


@dataclass(frozen=True)
class TerraformProvider:
    """A Terraform AWS provider: its version and its executable, or the zip archive that holds it."""

    version: str
    path: Path

    @property
    def packed(self) -> bool:
        return self.path.suffix == ".zip"


def directories(environment: Mapping[str, str] = os.environ, system: Path = Path("/")) -> list[Path]:
    """The directories that exist here and may hold providers, those that the user configured first."""
    home = Path(environment.get("HOME") or Path.home())
    configured = [Path(cache) for cache in [environment.get("TF_PLUGIN_CACHE_DIR")] if cache]
    for configuration in (environment.get("TF_CLI_CONFIG_FILE"), str(home / ".terraformrc")):
        if configuration:
            configured += _named_in(Path(configuration), home)
    usual = [
        home / ".terraform.d" / "plugins",
        home / ".terraform.d" / "plugin-cache",
        home / ".local" / "share" / "terraform" / "plugins",
        system / "usr" / "local" / "share" / "terraform" / "plugins",
        system / "usr" / "share" / "terraform" / "plugins",
        *sorted((system / "opt").glob("*plugins*")),
    ]
    return [path for path in dict.fromkeys([*configured, *usual]) if path.is_dir()]


def find(places: Iterable[Path]) -> list[TerraformProvider]:
    """The AWS providers for this architecture in some directories, newest first, unpacked before packed."""
    platform = "_".join(architecture())
    found: dict[str, TerraformProvider] = {}
    for place in places:
        unpacked = [
            TerraformProvider(path.parent.parent.name, path)
            for path in sorted(place.glob(f"*/hashicorp/aws/*/{platform}/terraform-provider-aws*"))
            if path.is_file() and os.access(path, os.X_OK)
        ]
        packed = [
            TerraformProvider(path.name.split("_")[1], path)
            for path in sorted(place.glob(f"*/hashicorp/aws/terraform-provider-aws_*_{platform}.zip"))
        ]
        for provider in (*unpacked, *packed):
            known = found.get(provider.version)
            if known is None or (known.packed and not provider.packed):
                found[provider.version] = provider
    usable = [
        provider
        for provider in found.values()
        if re.match(r"\d", provider.version) and ordering(provider.version)[0] in _MAJOR_VERSIONS
    ]
    return sorted(usable, key=lambda provider: ordering(provider.version), reverse=True)


def _named_in(configuration: Path, home: Path) -> list[Path]:
    """The plugin cache and filesystem mirrors that a Terraform CLI configuration file names."""
    try:
        text = configuration.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return []
    text = re.sub(r"^\s*(#|//).*$", "", text, flags=re.MULTILINE)
    named = re.findall(r'^\s*plugin_cache_dir\s*=\s*"([^"]+)"', text, re.MULTILINE)
    for mirror in re.findall(r"filesystem_mirror\s*{([^}]*)}", text):
        named += re.findall(r'\bpath\s*=\s*"([^"]+)"', mirror)
    return [Path(re.sub(r"^(~|\$HOME)(?=/|$)", str(home), path)) for path in named]
