"""The client of one Prism Central: its session and the API versions that it speaks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from prism.durations import Durations
from prism.errors import PrismError, Subject, TaskFailedError, TaskTimeoutError
from prism.http.answer import Reply
from prism.http.environment import DEFAULT_RATE_LIMIT, Credentials, Settings, read_environment
from prism.http.negotiation import Negotiation
from prism.http.session import Session, Timeouts
from prism.prism.task import Task, Tasks
from prism.turns import Turns
from prism.v3.api import V3
from prism.waiting import LongTask, wait


class PrismCentral:
    """A client of one Prism Central, safe for use by several threads. No request is sent before it is needed.

    Each kind of object has a collection: ``Vpcs(client)``, or ``Routes(client, table_id)`` for the parts of a parent.
    ``tell`` receives a sentence every ten seconds while a task takes long.
    """

    kept_listings: dict[tuple[object, ...], list[Any]] | None = None
    """The whole listings of ``one_look``; None outside of one."""

    def __init__(
        self,
        endpoint: str,
        credentials: Credentials,
        *,
        ca_bundle: str | None = None,
        tls_verify: bool = True,
        rate_limit: float = DEFAULT_RATE_LIMIT,
        timeouts: Timeouts | None = None,
        tell: Callable[[str], None] | None = None,
    ) -> None:
        self._tell = tell
        self._waiting: set[str] = set()
        self.settled: set[str] = set()
        """Kinds of which no earlier run has left a create that is still running."""
        self.session = Session(
            endpoint,
            credentials,
            ca_bundle=ca_bundle,
            tls_verify=tls_verify,
            rate_limit=rate_limit,
            timeouts=timeouts,
        )
        self.unordered: set[tuple[str, str]] = set()
        """Namespace and path of the kinds that this Prism Central does not order by id."""
        self._negotiation = Negotiation(self.session)
        self._durations = Durations()
        self.turns = Turns()
        self.v3 = V3(self)

    @classmethod
    def from_environment(
        cls, environment: Mapping[str, str] | None = None, timeouts: Timeouts | None = None
    ) -> PrismCentral:
        """The Prism Central that the environment names. Raises ConfigurationError if a variable is missing or wrong."""
        return cls.from_settings(read_environment(environment), timeouts)

    @classmethod
    def from_settings(
        cls, settings: Settings, timeouts: Timeouts | None = None, tell: Callable[[str], None] | None = None
    ) -> PrismCentral:
        """The Prism Central that these settings name."""
        return cls(
            settings.endpoint,
            settings.credentials,
            ca_bundle=settings.ca_bundle,
            tls_verify=settings.tls_verify,
            rate_limit=settings.rate_limit,
            timeouts=timeouts,
            tell=tell,
        )

    @property
    def endpoint(self) -> str:
        """``https://host:port``."""
        return self.session.endpoint

    @property
    def timeouts(self) -> Timeouts:
        """The timeouts of this client."""
        return self.session.timeouts

    @contextmanager
    def one_look(self) -> Iterator[None]:
        """Within it, each list is read once: for a look that changes nothing and is one picture of many kinds."""
        self.kept_listings = {}
        try:
            yield
        finally:
            self.kept_listings = None

    @property
    def skew(self) -> timedelta | None:
        """How far Prism Central's own clock is ahead of this machine's, by its last answer; None: it did not tell."""
        return self.session.skew

    def close(self) -> None:
        """Closes the idle connections."""
        self.session.close()

    def call(
        self,
        subject: Subject,
        method: str,
        namespace: str,
        path: str,
        *,
        params: Mapping[str, str | int] | None = None,
        body: object | None = None,
        etag: str | None = None,
        request_id: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """One call to ``/api/<namespace>/<negotiated version>/<path>``."""
        return self.session.call(
            subject,
            method,
            f"/api/{namespace}/{self._negotiation.version(namespace)}/{path}",
            params=params,
            body=body,
            headers={**(headers or {}), **({"If-Match": etag} if etag else {})},
            request_id=request_id,
        )

    def plain_call(
        self, subject: Subject, method: str, path: str, *, body: object | None = None, once: bool = False
    ) -> Any:
        """One call outside of v4 and its envelope; the JSON of the answer.

        ``once`` does not try again if Prism Central may have acted. It is for APIs without request ids.
        """
        return self.session.call(subject, method, path, body=body, once=once).document

    def speaks(self, namespace: str, minor: int) -> bool:
        """Whether Prism Central speaks the namespace at v4.``minor`` or later. Asks it once per namespace."""
        return self._negotiation.speaks(namespace, minor)

    def require(self, namespace: str, minor: int, what: str) -> None:
        """Raises UnsupportedError unless Prism Central speaks the namespace at v4.``minor`` or later."""
        self._negotiation.require(namespace, minor, what)

    def wait(
        self,
        subject: Subject,
        task_id: str,
        *,
        timeout: float | None = None,
        progress: Callable[[Task], None] | None = None,
    ) -> Task:
        """Waits until the task succeeds. Raises TaskFailedError or TaskTimeoutError."""
        seconds = self.timeouts.task if timeout is None else timeout
        if progress is None and self._tell is not None:
            progress = LongTask(self._tell, subject)
        self._waiting.add(task_id)
        try:
            return wait(
                Tasks(self).get, subject, task_id, timeout=seconds, progress=progress, durations=self._durations
            )
        except TaskTimeoutError:
            # The task continues: now this client itself has left one.
            self.settled.clear()
            raise
        except TaskFailedError as error:
            # A task may repeat a request, as an answer may.
            raise TaskFailedError(self.session.hide(str(error)), code=error.code) from None
        finally:
            self._waiting.discard(task_id)

    def waits_for(self, task_id: str) -> bool:
        """Whether a thread of this client is waiting for the task."""
        return task_id in self._waiting

    def last_writer(self, ext_id: str) -> str:
        """The user who changed the object last, from its newest tasks; empty if they do not tell. Raises nothing."""
        try:
            return Tasks(self).last_writer(ext_id)
        except PrismError:
            return ""
