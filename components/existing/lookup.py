"""Existing resources of AWS: looked up by id in the site's own region, before anything of this stack is registered.

A component that can use an existing resource asks for it here and adds its Problems. `refuse` then ends the program
with all of them, before the first resource. Components register nothing for an existing resource, so this stack cannot
change or delete it. What they add to it (routes, attachments) is a resource of their own.

AWS is asked directly: a look-up of the AWS provider waits for a quarter of an hour for a service that fails, and
without end for one that does not answer.
"""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import pulumi
from botocore.exceptions import ClientError

from aws import Looks, UnansweredError
from topology import ConfigurationError, Problem, Site

T = TypeVar("T")


class LookUps:
    """The look-ups of one run of one site's program."""

    def __init__(self, site: Site, looks: Looks | None = None) -> None:
        self.site = site
        self._looks = looks or Looks(site.region, pulumi.log.info)
        self._problems: list[Problem] = []
        self._unanswered: dict[str, list[str]] = {}
        self.asked: list[str] = []
        """The keys of the configuration whose things were looked up."""

    def ask(self, service: str, operation: str, **arguments: Any) -> Any:
        """What AWS answers. Raises UnansweredError, and ClientError for what AWS refuses; give it to `look_up`."""
        return self._looks.ask(service, operation, **arguments)

    def look_up(self, key: str, id: str, what: str, ask: Callable[[], T | None]) -> T | None:
        """What AWS says of the resource, asked at once so that the program can decide by it.

        `key`: where the configuration names it; `what`: the kind of resource, such as "a VPC". None when AWS does not
        show it, which is then one of the problems, and where AWS does not say.
        """
        expected = f"expected {what} that exists in {self.site.region}, found {id!r}"
        found, refused = self._asked(key, ask)
        if refused is not None or (found is None and key not in self._left_out):
            self._problems.append(Problem(key, f"{expected}{f'; AWS answered: {refused}' if refused else ''}"))
        return found

    def list(self, key: str, what: str, ask: Callable[[], T]) -> T | None:
        """A list that AWS should always give, such as "the route tables"; a problem where it refuses to."""
        found, refused = self._asked(key, ask)
        if refused is not None:
            lacking = f"could not be checked, because AWS did not give {what} in {self.site.region}"
            self._problems.append(Problem(key, f"{lacking}; AWS answered: {refused}"))
        return found

    def _asked(self, key: str, ask: Callable[[], T | None]) -> tuple[T | None, str | None]:
        """What was found, and AWS's words where it refused."""
        self.asked.append(key)
        try:
            return ask(), None
        except UnansweredError as error:
            self._unanswered.setdefault(str(error), []).append(key)
        except ClientError as error:
            return None, " ".join(str(error).split()).removesuffix(".")
        return None, None

    def try_to_look_up(self, ask: Callable[[], T | None]) -> T | None:
        """What AWS says of a resource that need not exist; None if AWS does not show it."""
        try:
            return ask()
        except (UnansweredError, ClientError):
            return None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What does not fit, or is not there."""
        return tuple(self._problems)

    def add(self, problems: Iterable[Problem]) -> None:
        """Add problems of what was looked up."""
        self._problems.extend(problems)

    @property
    def _left_out(self) -> set[str]:
        return {key for keys in self._unanswered.values() for key in keys}

    @property
    def unanswered(self) -> str:
        """In one line what AWS did not tell, and why; empty where it told everything."""
        told = "; ".join(f"{', '.join(dict.fromkeys(keys))} ({why})" for why, keys in self._unanswered.items())
        return f"AWS did not say in {self.site.region} what exists for {self.site.name}: {told}" if told else ""

    def refuse(self) -> None:
        """Raise pulumi.RunError with every problem, when there is any."""
        if self._problems:
            subject = f"The existing infrastructure of {self.site.name} in {self.site.region}"
            raise pulumi.RunError(str(ConfigurationError(self._problems, subject)))

    def warn(self) -> None:
        """Warn of every problem: of what this run neither changes nor makes."""
        for problem in self._problems:
            pulumi.log.warn(f"{problem} This run changes the active site and not that, so it goes on.")
