"""From a request to a reply. No sockets here.

The API's own paths are below /api/v2/. The control API below /simulator/v1/ needs no token:
GET status, GET snapshot (for `python -m simulator.console --snapshot`, in base64), PUT clock, PUT errors (the `form` of
refusals), PUT words (by our word for the state of a host, the console's), POST and DELETE faults (of
`simulator.prism.model.faults` and `simulator.console.troubles`).
"""

from __future__ import annotations

import base64
import json
import re
import time
from typing import Any
from urllib.parse import parse_qs, unquote

from simulator.console import snapshot
from simulator.console.cluster import Cluster
from simulator.console.estate import Estate
from simulator.console.refusal import ERROR_FORMS, Refusal, told
from simulator.console.task import Task
from simulator.console.token import claims_of
from simulator.prism.http import Reply, Request
from simulator.prism.model import FAULT_KINDS, Json

_AUDIENCE = "https://apikeys.nutanix.com"
_PREFIX, _CONTROL = "/api/v2", "/simulator/v1"
_CLUSTER = re.compile(r"/clusters/([0-9a-f-]{36})(?:/(update-capacity|terminate|hibernate|resume))?")
_PRISM_CENTRALS = re.compile(r"/cloud-accounts/([^/]+)/regions/([^/]+)/prism-centrals")


class ConsoleApi:
    """The console as its clients see it."""

    def __init__(self, estate: Estate) -> None:
        self._estate = estate

    def handle(self, request: Request) -> Reply:
        """Answer one request, and carry out everything that is due by now."""
        with self._estate.lock:
            if request.path.startswith(_CONTROL):
                return self._control(request)
            fault = self._estate.faults.met_by("console", request.method, request.path)
            if fault and fault.kind in {"hang", "reset"}:
                return Reply(0, fault=fault)
            if fault and fault.kind == "status":
                return self._error(fault.status, fault.message or "Injected fault.")
            try:
                self._authenticate(request)
                reply = Reply(200, {"data": self._answer(request)})
            except Refusal as refusal:
                reply = self._error(refusal.status, str(refusal))
            except (ValueError, KeyError, TypeError, IndexError) as error:
                reply = self._error(422, f"the request cannot be read: {error!r}")
            reply.fault = fault
            return reply

    def _error(self, status: int, detail: str) -> Reply:
        return Reply(status, told(self._estate.error_form, status, detail))

    def _authenticate(self, request: Request) -> None:
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        claims = claims_of(token, self._estate.api_key, self._estate.key_id)
        if kind != "Bearer" or claims is None or claims.get("aud") != _AUDIENCE or claims["exp"] < time.time():
            raise Refusal(401, "unauthorized")

    def _answer(self, request: Request) -> Any:
        estate, path = self._estate, request.path.removeprefix(_PREFIX)
        if request.method == "GET" and path.startswith(("/clusters", "/tasks")):
            estate.clock.looked_at()
        estate.advance()
        body = json.loads(request.body) if request.body.strip() else {}
        if (request.method, path) == ("POST", "/clusters/aws"):
            return self._begun(estate.create(body["data"]))
        if request.method == "POST":
            return self._begun(self._changed(path, body))
        if found := _PRISM_CENTRALS.fullmatch(path):
            return self._prism_centrals(unquote(found[1]), unquote(found[2]), request.query)
        return self._read(path)

    def _prism_centrals(self, account: str, region: str, query: str) -> Any:
        if account != self._estate.cloud_account_id:
            raise Refusal(404, "not found")
        zone = parse_qs(query).get("availability_zone", [None])[0]
        form = self._estate.prism_central_form
        return [one.shown(form) for one in self._estate.prism_centrals(region, zone)]

    def _read(self, path: str) -> Any:
        estate = self._estate
        if path == "/clusters":
            # Basic facts only, because the hosts of all clusters would be a lot of data.
            return [{**one.shown(), "hosts": {"data": []}} for one in estate.clusters.values()]
        if path == "/compatibility-matrix":
            return estate.matrix.shown()
        if path == "/organizations":
            return [{"id": estate.organization_id, "name": "Default", "active": True}]
        if path == f"/organizations/{estate.organization_id}/cloud-accounts":
            account = {"id": estate.cloud_account_id, "name": "AWS", "cloud_provider": "amazon", "active": True}
            return [account]
        if path.startswith("/tasks/") and path.removeprefix("/tasks/") in estate.tasks:
            return estate.tasks[path.removeprefix("/tasks/")].shown()
        cluster, verb = self._cluster(path)
        if verb:
            raise Refusal(404, "not found")
        return self._shown(cluster)

    def _shown(self, cluster: Cluster) -> Json:
        shown = cluster.shown()
        for host in shown["hosts"]["data"]:
            host["state"] = self._estate.words.get(host["state"], host["state"])
        return shown

    def _changed(self, path: str, body: Json) -> Task:
        cluster, verb = self._cluster(path)
        if verb == "update-capacity":
            return self._estate.resize(cluster, body["data"])
        if not verb:
            raise Refusal(404, "not found")
        return self._estate.act(cluster, verb)

    def _cluster(self, path: str) -> tuple[Cluster, str | None]:
        found = _CLUSTER.fullmatch(path)
        cluster = self._estate.clusters.get(found[1]) if found else None
        if found is None or cluster is None:
            raise Refusal(404, "not found")
        return cluster, found[2]

    def _begun(self, task: Task) -> Json:
        shown = task.shown()
        self._estate.advance()
        return shown

    def _control(self, request: Request) -> Reply:
        estate, name = self._estate, request.path.removeprefix(_CONTROL).strip("/")
        try:
            body = json.loads(request.body) if request.body.strip() else {}
            if (request.method, name) == ("GET", "snapshot"):
                return Reply(200, {"snapshot": base64.b64encode(snapshot.dump(estate)).decode()})
            if (request.method, name) == ("POST", "faults"):
                (estate.faults.order if body.get("kind") in FAULT_KINDS else estate.troubles.order)(body)
            elif (request.method, name) == ("DELETE", "faults"):
                estate.faults.clear()
                estate.troubles.clear()
            elif (request.method, name) == ("PUT", "errors"):
                if body.get("form") not in ERROR_FORMS:
                    raise ValueError(f"form {body.get('form')!r}: expected one of {', '.join(ERROR_FORMS)}")
                estate.error_form = str(body["form"])
            elif (request.method, name) == ("PUT", "words"):
                estate.words = {str(key): str(value) for key, value in body.items()}
            elif (request.method, name) == ("PUT", "clock"):
                estate.clock.advance(float(body.get("seconds", 0)))
            elif (request.method, name) != ("GET", "status"):
                return self._error(404, f"no {request.method} {request.path}")
            estate.advance()
        except (ValueError, TypeError) as error:
            return self._error(400, str(error))
        return Reply(200, {"clusters": [one.shown() for one in estate.clusters.values()]})
