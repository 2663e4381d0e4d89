"""Both sites as the official SDKs see them, and what checks hand on to later ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import ntnx_prism_py_client


class Site:
    """A Prism Central: one ApiClient a namespace, and how to wait for tasks."""

    def __init__(self, given: dict[str, Any], name: str):
        self._given = given
        self._address = urlsplit(given["endpoints"][name])
        self.port = self._address.port
        self._clients: dict[str, Any] = {}

    def client(self, sdk: Any, **credentials: str) -> Any:
        """The ApiClient of an SDK, TLS verified; credentials other than the given ones make a new one."""
        if sdk.__name__ in self._clients and not credentials:
            return self._clients[sdk.__name__]
        configuration = sdk.Configuration()
        configuration.host, configuration.port = self._address.hostname, self._address.port
        configuration.username = credentials.get("username", self._given["username"])
        configuration.password = credentials.get("password", self._given["password"])
        configuration.root_ca_certificate_file = self._given["ca_bundle"]
        made = sdk.ApiClient(configuration=configuration)
        if not credentials:
            self._clients[sdk.__name__] = made
        return made

    def task(self, reply: Any) -> Any:
        """The task of a reply, however it ended."""
        assert type(reply.data).__name__ == "TaskReference", type(reply.data)
        task = ntnx_prism_py_client.TasksApi(self.client(ntnx_prism_py_client)).get_task_by_id(reply.data.ext_id).data
        assert type(task).__name__ == "Task", type(task)
        return task

    def done(self, reply: Any) -> Any:
        """The task of a reply, which must have succeeded."""
        task = self.task(reply)
        assert task.status == "SUCCEEDED", task.error_messages
        return task

    def made(self, reply: Any, rel: str) -> str:
        """The extId of what a task made, by its rel."""
        found = [entity.ext_id for entity in self.done(reply).entities_affected or [] if entity.rel == rel]
        assert found, f"the task names no {rel}"
        return str(found[0])

    def failure(self, reply: Any) -> str:
        """The error group of a task that must have failed."""
        task = self.task(reply)
        assert task.status == "FAILED", task.status
        return str(task.error_messages[0].error_group)


class World:
    """`given` comes from the test, `kept` from earlier checks."""

    def __init__(self, given: dict[str, Any]):
        self.given = given
        self.kept: dict[str, Any] = {}
        self.tokyo, self.osaka = Site(given, "tokyo"), Site(given, "osaka")


def kind(entity: Any) -> str:
    """The SDK's class of an object; a plain dict means that its $objectType told the SDK nothing."""
    return type(entity).__name__


def refusal(call: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
    """The ApiException of a call that must be refused; each SDK has a class of its own."""
    try:
        call(*arguments, **options)
    except Exception as refused:
        if type(refused).__name__ == "ApiException":
            return refused
        raise
    raise AssertionError("the call was accepted")
