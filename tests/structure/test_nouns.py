"""The same noun has the same name everywhere: in the client, in the simulator, and as a provider."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tests.structure.exceptions import CLIENT_NOUNS_WITHOUT_A_SIMULATED_ONE, PROVIDERS_WITHOUT_A_CLIENT_NOUN
from tests.structure.source import modules

SPACES = ("clustermgmt", "datapolicies", "dataprotection", "networking", "prism", "vmm")


def nouns(names: Iterable[str], package: str) -> set[str]:
    """The kinds of a package, as ``namespace.noun``."""
    parts = [name.removeprefix(f"{package}.").split(".") for name in names if name.startswith(f"{package}.")]
    return {".".join(two) for two in parts if len(two) == 2 and two[0] in SPACES}


def providers(names: Iterable[str]) -> Iterator[str]:
    """The nouns of providers: modules and packages that hold one."""
    for name in names:
        parts = name.split(".")
        if len(parts) == 2 and parts[0] == "providers":
            yield parts[1]


def test_every_noun_of_the_client_is_simulated_under_its_name_and_namespace() -> None:
    names = modules().keys()
    assert nouns(names, "prism") - nouns(names, "simulator.prism") == set(CLIENT_NOUNS_WITHOUT_A_SIMULATED_ONE)


def test_every_provider_has_the_name_of_a_noun_of_the_client() -> None:
    names = modules().keys()
    known = {noun.partition(".")[2] for noun in nouns(names, "prism")}
    assert set(providers(names)) - known == set(PROVIDERS_WITHOUT_A_CLIENT_NOUN)


def test_a_noun_of_another_name_or_namespace_is_found() -> None:
    client = nouns({"prism.vmm.vm", "prism.vmm", "prism.http.session", "prism.networking.vpc"}, "prism")
    simulated = nouns({"simulator.prism.vmm.machine", "simulator.prism.vmm.vpc"}, "simulator.prism")
    assert client - simulated == {"vmm.vm", "networking.vpc"}
    assert list(providers({"providers", "providers.vm", "providers.failover.risks"})) == ["vm"]
