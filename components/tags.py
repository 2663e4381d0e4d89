"""Tags: Name, which a person reads in the AWS console, and the site's own. Resource names never depend on them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from topology import SiteModel


@dataclass(frozen=True)
class Tags:
    """The tags of one site: Name is `<prefix>-<site>-<thing>`, the others are `own`.

    `pair` names what belongs to both sites: `<prefix>-<home>-<other>-<thing>`.
    """

    prefix: str
    site: str
    own: Mapping[str, str] = field(default_factory=dict)
    pair: str = ""
    of_pair: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of_model(cls, model: SiteModel) -> Self:
        me, home = model.me, model.home
        away = model.other if model.is_home else me
        # assumed: in one region the two ends of a peering are one object of AWS, with one set of tags.
        shared = home.tags if me.region == model.other.region else me.tags
        return cls(model.name_prefix, me.name, dict(me.tags), f"{home.name}-{away.name}", dict(shared))

    def named(self, *thing: str) -> dict[str, str]:
        """The tags of a thing of this site."""
        return {**self.own, "Name": self.name(*thing)}

    def name(self, *thing: str) -> str:
        """The Name tag of a thing of this site."""
        return "-".join((self.prefix, self.site, *thing))

    def shared(self, *thing: str) -> dict[str, str]:
        """The tags of what belongs to both sites. Both stacks write them alike where AWS keeps one object for both."""
        return {**self.of_pair, "Name": "-".join((self.prefix, self.pair or self.site, *thing))}
