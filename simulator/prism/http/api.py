"""From a request to a reply: authentication, versions, faults, idempotency, then the noun. No sockets here."""

from __future__ import annotations

import base64
import copy
import logging
import math
import time
from dataclasses import replace
from email.utils import formatdate
from urllib.parse import parse_qsl

from simulator.prism import v3
from simulator.prism.http import control, injected_errors, listing_faults, routes
from simulator.prism.http.body import parsed
from simulator.prism.http.envelope import app_error, envelope, schema_error, task_reference
from simulator.prism.http.links import links
from simulator.prism.http.request import Reply, Request
from simulator.prism.http.request_log import RequestLog
from simulator.prism.http.response_types import response_type
from simulator.prism.model import NEWEST, Fault, Noun, Refusal, SchemaRefusal, Site, not_found, nouns, timestamp
from simulator.prism.odata import detailed, select
from simulator.prism.tasks import FORMLESS, Operation, acted_on, etag_mismatch, formless, perform, queue

_LOG = logging.getLogger(__name__)
_UNSAFE = frozenset({"POST", "PUT", "DELETE"})


class Api:
    """The Prism Central of one site, as its clients see it."""

    log: RequestLog | None = None
    """Where every request is written; None: nowhere."""

    def __init__(self, site: Site):
        self._site = site
        self._world = site.world
        basic = base64.b64encode(f"{site.world.username}:{site.world.password}".encode()).decode()
        self._authorization = f"Basic {basic}"

    def handle(self, request: Request) -> Reply:
        """Answer one request, and carry out everything that is due by now."""
        began = time.perf_counter()
        with self._world.lock:
            controlled = request.path.startswith(control.PREFIX)
            if controlled:
                reply = _control_reply(self._site, request)
            elif request.method == "HEAD":
                reply = self._met(replace(request, method="GET"))
            else:
                reply = self._met(request)
            reply.headers.setdefault("Date", formatdate(self._site.now(), usegmt=True))
            self._world.save()
            if self.log and not controlled:
                self.log.note(self._site.name, request, reply, time.perf_counter() - began)
            return reply

    def _met(self, request: Request) -> Reply:
        if self._site.absent:
            return Reply(0, fault=Fault("reset"))
        return self._limited(request) or self._guarded(request)

    def _guarded(self, request: Request) -> Reply:
        fault = self._world.faults.met_by(self._site.name, request.method, request.path)
        if fault and fault.kind in {"hang", "reset"}:
            return Reply(0, fault=fault)
        if request.path.startswith(v3.PREFIX):
            return self._answer_v3(request, fault)
        place = routes.split(request.path)
        namespace = place[0] if place else "prism"
        try:
            if fault and fault.kind == "status":
                raise injected_errors.refusal(namespace, fault.status, fault.message)
            session = self._authenticate(request)
            if place is None:
                raise Refusal(404, "NOT_FOUND", f"There is no resource at {request.path}.")
            reply = self._answer(request, *place, fault)
            reply.headers.update(session)
        except Refusal as refusal:
            reply = Reply(refusal.status, app_error(namespace, links(request), refusal), _error_headers(refusal, fault))
        except SchemaRefusal as misfit:
            at = timestamp(self._world.clock.now())
            reply = Reply(misfit.status, schema_error(namespace, links(request), misfit, request.path, at))
        except FORMLESS as error:
            _LOG.exception("%s %s", request.method, request.path)
            failure = formless(error) if request.body else Refusal(500, "INTERNAL_ERROR", f"Internal error: {error!r}.")
            reply = Reply(failure.status, app_error(namespace, links(request), failure))
        reply.fault = fault
        return reply

    def _limited(self, request: Request) -> Reply | None:
        """The refusal of a request above the limit; None for a request that is answered."""
        limit = self._world.rate_limit
        wait = self._site.throttle.wait(limit) if limit is not None else 0.0
        if not wait:
            return None
        later = {"Retry-After": str(math.ceil(wait))}
        place = routes.split(request.path)
        namespace = place[0] if place else "prism"
        refusal = injected_errors.refusal(namespace, 429, None)
        if request.path.startswith(v3.PREFIX):
            return Reply(*v3.refused(refusal), later)
        return Reply(429, app_error(namespace, links(request), refusal), later)

    def _answer_v3(self, request: Request, fault: Fault | None) -> Reply:
        try:
            if fault and fault.kind == "status":
                raise injected_errors.refusal("prism", fault.status, fault.message)
            session = self._authenticate(request)
        except Refusal as refusal:
            return Reply(*v3.refused(refusal), _error_headers(refusal, fault), fault)
        fate = fault.fate() if fault else None
        return Reply(
            *v3.answer(self._site, request.method, request.path, request.query, request.body, fate), session, fault
        )

    def _authenticate(self, request: Request) -> dict[str, str]:
        """Let the request in, or raise Refusal (401); returns the headers that begin a session, if one begins."""
        sessions, cookie = self._world.sessions, request.headers.get("cookie")
        if sessions and cookie and sessions.good(self._site.name, cookie):
            return {}
        key = request.headers.get("x-ntnx-api-key")
        if request.headers.get("authorization") != self._authorization and key != self._world.api_key:
            raise Refusal(401, "UNAUTHENTICATED", "Authentication failed: give valid Basic credentials or an API key.")
        return {"Set-Cookie": sessions.begin(self._site.name)} if sessions else {}

    def _answer(self, request: Request, namespace: str, version: str, rest: str, fault: Fault | None) -> Reply:
        if request.method == "OPTIONS" and version == "unversioned" and rest == "info":
            return Reply(200, {"data": f"v4.{self._served(namespace)}"})
        match = routes.match(request.method, namespace, rest) if version != "unversioned" else None
        if match is None:
            raise self._no_operation(request, namespace, version, rest)
        self._require_version(request, match, version)
        if match.noun.ticks:
            self._world.look()
        self._world.advance()
        if request.method not in _UNSAFE:
            return self._read(request, match, fault)
        return self._once(request, match, fault)

    def _no_operation(self, request: Request, namespace: str, version: str, rest: str) -> Refusal:
        """The refusal of an unknown path (404), or of a method that a path does not have (405).

        assumed: 405 and not 404, as HTTP has it.
        """
        allowed = ", ".join(routes.methods(namespace, rest)) if version != "unversioned" else ""
        if not allowed:
            return Refusal(404, "NOT_FOUND", f"There is no operation {request.method} {request.path}.")
        message = f"{request.method} is not allowed at {request.path}; {allowed} is."
        return Refusal(405, "METHOD_NOT_ALLOWED", message, arguments={"allow": allowed})

    def _require_version(self, request: Request, match: routes.Match, version: str) -> None:
        """Raise Refusal (404) for an operation that the path's version, or this Prism Central's, does not have."""
        asked = _minor(version)
        needed = match.noun.actions_since.get(match.action or "", match.noun.since)
        if asked > self._served(match.noun.namespace) or needed > asked:
            raise Refusal(404, "NOT_FOUND", f"There is no operation {request.method} {request.path}.")

    def _served(self, namespace: str) -> int:
        """The newest v4 minor version that this Prism Central serves of a namespace."""
        told = self._world.versions_of(self._site).get(namespace)
        return NEWEST.get(namespace, 0) if told is None else _minor(told)

    def _read(self, request: Request, match: routes.Match, fault: Fault | None) -> Reply:
        noun, site = match.noun, self._site
        self._require_parent(match)
        if match.verb == "get":
            record = noun.find(site, str(match.target))
            if match.parent is not None and record.parent != match.parent:
                raise not_found(noun.kind, record.ext_id)
            name, seen = response_type(noun, "get"), detailed(noun, site, record, dict(parse_qsl(request.query)))
            return Reply(200, envelope(name, noun.namespace, links(request), seen), {"ETag": record.etag})
        return self._list(request, match, fault)

    def _list(self, request: Request, match: routes.Match, fault: Fault | None) -> Reply:
        noun, site = match.noun, self._site
        query = listing_faults.query(fault, dict(parse_qsl(request.query, keep_blank_values=True)))
        records = noun.narrow(site, noun.records(site, match.parent), request.headers)
        # A list that somebody disturbs, or that headers narrow, is not the list that others see.
        plain = fault is None and type(noun).narrow is Noun.narrow
        scope = (match.parent,) if plain else None
        seen = select(noun, site, listing_faults.order(fault, records), query, scope)
        page, total = listing_faults.answered(fault, site, seen)
        name = response_type(noun, "list", flat=match.parent is None)
        reply = envelope(name, noun.namespace, links(request, page), page.items, total=total)
        listing_faults.meanwhile(fault, noun, site, records)
        return Reply(200, reply)

    def _once(self, request: Request, match: routes.Match, fault: Fault | None) -> Reply:
        """Make a change, unless this request id has already made it on this path."""
        request_id = request.headers.get("ntnx-request-id")
        if request_id is None:
            if match.noun.namespace == "vmm":  # assumed: only the VM service insists on the header
                raise Refusal(400, "VM_MISSING_REQUEST_ID_HEADER", "The header NTNX-Request-Id is required.")
            return self._change(request, match, fault)
        key = (request.method, request.path, request_id)
        known = self._site.replies.get(key)
        if known is None:
            first = self._change(request, match, fault)
            # A copy, because the remembered reply must not change with the entity.
            known = (first.status, copy.deepcopy(first.body), dict(first.headers))
            self._site.replies.keep(key, known)
        status, body, headers = known
        return Reply(status, body, dict(headers))

    def _change(self, request: Request, match: routes.Match, fault: Fault | None) -> Reply:
        noun, verb = match.noun, match.verb
        body = parsed(request.body, request.headers)
        if verb in {"create", "update"}:
            noun.shape(body)
        elif match.action:
            noun.shape_action(match.action, body)
        self._require_parent(match)
        etag = self._fitting_etag(request, match)
        target = match.target or self._world.new_id()
        operation: Operation = {
            "kind": noun.kind,
            "verb": verb,
            "target": target,
            "body": body,
            "parent": match.parent,
            "action": match.action,
            "etag": etag,
        }
        if noun.dry_runs and dict(parse_qsl(request.query)).get("$dryrun") == "true":
            operation["dry"] = True
        if noun.direct:
            perform(self._site, noun, operation)
            self._world.advance()
            return self._direct_reply(request, match, target)
        task = queue.submit(self._site, noun, operation, fault.fate() if fault else None)
        self._world.advance()
        name = response_type(noun, verb, match.action)
        return Reply(202, envelope(name, noun.namespace, links(request), task_reference(task.ext_id)))

    def _direct_reply(self, request: Request, match: routes.Match, target: str) -> Reply:
        noun = match.noun
        operation = response_type(noun, match.verb, match.action)
        if match.verb == "delete":
            return Reply(204)
        if match.verb in {"update", "act"}:
            did = "updated" if match.verb == "update" else f"asked to {match.action}"
            message = Refusal(200, "SUCCESS", f"The {noun.type_name} was {did}.").app_message(noun.namespace)
            said = {**message, "severity": "INFO"}
            # An action answers with one message, an update with a list of messages.
            told = [said] if match.verb == "update" else said
            return Reply(200, envelope(operation, noun.namespace, links(request), told))
        record = noun.find(self._site, target)
        data = noun.view(self._site, record)
        return Reply(201, envelope(operation, noun.namespace, links(request), data), {"ETag": record.etag})

    def _require_parent(self, match: routes.Match) -> None:
        if match.parent is not None and match.noun.parent is not None:
            nouns()[match.noun.parent].find(self._site, match.parent)

    def _fitting_etag(self, request: Request, match: routes.Match) -> str | None:
        """The If-Match value, checked against the entity or, for a create in a guarded collection, its parent."""
        noun, given = match.noun, request.headers.get("if-match")
        if match.verb == "create":
            if "create" not in noun.guarded or noun.parent is None:
                return None
            fitting = {self._site.store.require(noun.parent, str(match.parent)).etag}
        else:
            record = acted_on(self._site, noun, str(match.target))
            fitting = noun.etags(self._site, record)
        if given is None:
            if match.verb in noun.guarded:  # assumed: 428 where an official client always sends the header
                raise Refusal(
                    428, "MISSING_IF_MATCH_HEADER", f"If-Match is required to {match.verb} a {noun.type_name}."
                )
            return None
        if given not in fitting:  # a real Prism Central answers "*" with 412, too
            raise etag_mismatch(noun, given)
        return given


def _minor(version: str) -> int:
    return int(version.split(".")[1])


def _error_headers(refusal: Refusal, fault: Fault | None) -> dict[str, str]:
    headers = {"WWW-Authenticate": 'Basic realm="Prism Central"'} if refusal.status == 401 else {}
    if refusal.status == 405:
        headers["Allow"] = refusal.arguments["allow"]
    if fault and fault.retry_after is not None:
        headers["Retry-After"] = f"{fault.retry_after:g}"
    return headers


def _control_reply(site: Site, request: Request) -> Reply:
    status, body = control.handle(site, request.method, request.path, request.query, request.body)
    return Reply(status, body)
