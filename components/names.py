"""Tags: Name, which a person reads in the console, and the site's own. Resource names never depend on them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from topology import SiteModel


@dataclass(frozen=True)
class Names:
    """The tags of one site: Name is `<prefix>-<site>-<thing>`, the others are `tags`.

    `pair` names what belongs to both sites: `<prefix>-<home>-<other>-<thing>`.
    """

    prefix: str
    site: str
    tags: Mapping[str, str] = field(default_factory=dict)
    pair: str = ""
    pair_tags: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, model: SiteModel) -> Self:
        me, home = model.me, model.home
        away = model.other if model.is_home else me
        # In one region the two ends of a peering are one object of AWS, with one set of tags.
        shared = home.tags if me.region == model.other.region else me.tags
        return cls(model.name_prefix, me.name, dict(me.tags), f"{home.name}-{away.name}", dict(shared))

    def tag(self, *thing: str) -> dict[str, str]:
        return {**self.tags, "Name": "-".join((self.prefix, self.site, *thing))}

    def shared(self, *thing: str) -> dict[str, str]:
        """The tags of what belongs to both sites; both write the same ones where AWS keeps one object for both."""
        return {**self.pair_tags, "Name": "-".join((self.prefix, self.pair or self.site, *thing))}
