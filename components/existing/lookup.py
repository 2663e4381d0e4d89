"""Things that AWS holds already: looked up by id in the site's own region, before anything of ours is registered.

A part that can take an existing thing asks for it here and adds what does not fit as Problems. `refuse` then ends the
program with all of them, in sentences, before the first resource. The parts register nothing for an existing thing, so
nothing of it can be changed or deleted by this stack; what they add to it (routes, attachments) is their own resource.
"""

from collections.abc import Callable, Iterable
from typing import TypeVar

import pulumi

from topology import ConfigurationError, Problem, Site

T = TypeVar("T")


class LookUps:
    """The look-ups of one run of one site's program."""

    def __init__(self, site: Site, opts: pulumi.ResourceOptions) -> None:
        """`opts` hold the site's AWS provider, as for every part."""
        self.site = site
        providers = opts.providers
        provider = providers.get("aws") if isinstance(providers, dict) else None
        self._opts = pulumi.InvokeOptions(provider=provider)
        self._problems: list[Problem] = []

    def look_up(self, key: str, id: str, what: str, ask: Callable[[pulumi.InvokeOptions], T]) -> T | None:
        """What AWS says of the thing, asked at once so that the program can decide by it.

        `key`: where the configuration names it; `what`: the kind of thing, such as "a VPC"; `ask`: the invoke, given
        its options. None when AWS does not show it, which is then one of the problems.
        """
        try:
            return ask(self._opts)
        except Exception as error:
            # The engine hands every refusal over as a bare Exception; its text is AWS's or the provider's own.
            answer = " ".join(str(error).split())
            expected = f"expected {what} that exists in {self.site.region}; AWS answered: {answer}"
            self._problems.append(Problem.with_value(key, id, expected))
            return None

    def try_to_look_up(self, ask: Callable[[pulumi.InvokeOptions], T]) -> T | None:
        """What AWS says of something that need not be there."""
        try:
            return ask(self._opts)
        except Exception:
            return None

    def add(self, problems: Iterable[Problem]) -> None:
        """What does not fit the site's model."""
        self._problems.extend(problems)

    def refuse(self) -> None:
        """Raise pulumi.RunError with every problem, when there is any."""
        if self._problems:
            subject = f"What exists already in {self.site.region} for {self.site.name}"
            raise pulumi.RunError(str(ConfigurationError(self._problems, subject)))
