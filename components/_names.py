"""Name tags: what a person reads in the console. Resource names, which are identity, never depend on them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Names:
    """The Name tags of one site: `<prefix>-<site>-<thing>`."""

    prefix: str
    site: str

    def tag(self, *thing: str) -> dict[str, str]:
        return {"Name": "-".join((self.prefix, self.site, *thing))}
