"""Existing resources of AWS: looked up by id in the site's own region, before anything of this stack is registered.

A component that can use an existing resource asks for it here and adds its Problems. `refuse` then ends the program
with all of them, before the first resource. Components register nothing for an existing resource, so this stack cannot
change or delete it. What they add to it (routes, attachments) is a resource of their own.
"""

from collections.abc import Callable, Iterable
from typing import TypeVar

import pulumi

from topology import ConfigurationError, Problem, Site

T = TypeVar("T")


class LookUps:
    """The look-ups of one run of one site's program."""

    def __init__(self, site: Site, opts: pulumi.ResourceOptions) -> None:
        """`opts` hold the site's AWS provider."""
        self.site = site
        providers = opts.providers
        provider = providers.get("aws") if isinstance(providers, dict) else None
        self._opts = pulumi.InvokeOptions(provider=provider)
        self._problems: list[Problem] = []

    def look_up(self, key: str, id: str, what: str, ask: Callable[[pulumi.InvokeOptions], T]) -> T | None:
        """What AWS says of the resource, asked at once so that the program can decide by it.

        `key`: where the configuration names it; `what`: the kind of resource, such as "a VPC"; `ask`: the invoke,
        given its options. None when AWS does not show it, which is then one of the problems.
        """
        return self._asked(key, f"expected {what} that exists in {self.site.region}, found {id!r}", ask)

    def list(self, key: str, what: str, ask: Callable[[pulumi.InvokeOptions], T]) -> T | None:
        """A list that AWS should always give, such as "the route tables"; None where it gives none, a problem."""
        lacking = f"could not be checked, because AWS did not give {what} in {self.site.region}"
        return self._asked(key, f"{lacking} (check the connection, the credentials and AWS_ENDPOINT_URL)", ask)

    def _asked(self, key: str, problem: str, ask: Callable[[pulumi.InvokeOptions], T]) -> T | None:
        try:
            return ask(self._opts)
        except Exception as error:
            # The engine hands every refusal over as a bare Exception; its text is AWS's or the provider's own.
            answer = " ".join(str(error).split()).removesuffix(".")
            self._problems.append(Problem(key, f"{problem}; AWS answered: {answer}"))
            return None

    def try_to_look_up(self, ask: Callable[[pulumi.InvokeOptions], T]) -> T | None:
        """What AWS says of a resource that need not exist; None if AWS does not show it."""
        try:
            return ask(self._opts)
        except Exception:
            return None

    def add(self, problems: Iterable[Problem]) -> None:
        """Add problems of what was looked up."""
        self._problems.extend(problems)

    def refuse(self) -> None:
        """Raise pulumi.RunError with every problem, when there is any."""
        if self._problems:
            subject = f"The existing infrastructure of {self.site.name} in {self.site.region}"
            raise pulumi.RunError(str(ConfigurationError(self._problems, subject)))
