"""Every error is a sentence to act on at night: what was tried, on what, what was said, what to do."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

import pytest

from prism import Credentials, PrismCentral, PrismError, Timeouts, errors
from prism.dataprotection import RecoveryPointStores
from prism.networking import Vpc, Vpcs
from tests.prism.conftest import TASK, Answer, Stub, task, task_reference

VPC = {"extId": "v-1", "name": "workload", "description": "ours"}
HTML = b"<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"
PASSWORD, KEY = "hush-hush-password", "hush-hush-key"


def app_error(status: int, code: str = "NET-7", message: str = "No.") -> Answer:
    """An error as the API words it."""
    return Answer(status, {"$objectType": "x.v4.error.ErrorResponse", "error": [{"message": message, "code": code}]})


def read(client: PrismCentral) -> object:
    return Vpcs(client).get("v-1")


def make(client: PrismCentral) -> object:
    return Vpcs(client).create(Vpc(name="workload"))


def change(client: PrismCentral) -> object:
    return Vpcs(client).update("v-1", lambda vpc: vpc.model_copy(update={"description": "x"}), ("description",))


def find(client: PrismCentral) -> object:
    return Vpcs(client).find_by_name("workload")


def stores(client: PrismCentral) -> object:
    return next(RecoveryPointStores(client).list())


def nowhere(client: PrismCentral) -> object:
    return PrismCentral.from_environment({"PRISM_USERNAME": "admin"})


Case = tuple[type[PrismError], Callable[[PrismCentral], object], list[Answer], list[str]]

# What happened, and what the sentence must hold of it: verb, kind, name, id, HTTP status, Prism's code, what to do.
CASES: list[Case] = [
    (errors.ConfigurationError, nowhere, [], ["PRISM_ENDPOINT is not set. Set it", "PRISM_PASSWORD is not set. Set"]),
    (
        errors.UnreachableError,
        read,
        [Answer(accident="reset")],
        ["read VPC (v-1)", "https://127.0.0.1", "closed the connection", "Check that Prism Central runs"],
    ),
    (
        errors.UnreachableError,
        read,
        [Answer(502, raw=HTML, headers={"Content-Type": "text/html"})],
        ["read VPC (v-1)", "502 Bad Gateway", "HTTP 502", "Check its health, then run again", "Tried "],
    ),
    (errors.AuthenticationError, read, [app_error(401)], ["read VPC (v-1)", "HTTP 401, code NET-7", "PRISM_PASSWORD"]),
    (errors.NotFoundError, read, [app_error(404)], ["read VPC (v-1)", "HTTP 404, code NET-7", "pulumi refresh"]),
    (
        errors.ConflictError,
        change,
        [Answer(data=VPC), app_error(409, message="In use by a subnet.")] * 8,
        ["update VPC 'workload' (v-1): In use by a subnet", "HTTP 409, code NET-7", "Check it in Prism Central"],
    ),
    (
        errors.PreconditionError,
        change,
        [Answer(data=VPC), app_error(412), Answer(data={**VPC, "description": "theirs"}), Answer(data=[])],
        ["write VPC 'workload' (v-1)", "someone else changed its description", "'ours' to 'theirs'", "HTTP 412"],
    ),
    (
        errors.ThrottledError,
        make,
        [app_error(429)],
        ["create VPC 'workload'", "HTTP 429, code NET-7", "PRISM_RATE_LIMIT"],
    ),
    (
        errors.RequestError,
        make,
        [app_error(422)],
        ["create VPC 'workload'", "HTTP 422, code NET-7", "Correct the"],
    ),
    (
        errors.RequestError,
        make,
        [app_error(200)],
        ["create VPC 'workload'", "HTTP 200, code NET-7", "Correct the"],
    ),
    (
        errors.ServerError,
        make,
        [app_error(500)],
        ["create VPC 'workload'", "HTTP 500, code NET-7", "Check its health"],
    ),
    (
        errors.ServerError,
        make,
        [Answer(500, raw=b"Traceback: boom", headers={"Content-Type": "text/plain"})],
        ["create VPC 'workload'", "text/plain beginning 'Traceback: boom'", "HTTP 500", "Check its health"],
    ),
    (errors.ServerError, make, [Answer(500)], ["create VPC 'workload'", "HTTP 500", "Check its health"]),
    (
        errors.ServerError,
        make,
        [Answer(500, {"$objectType": "x.v4.error.ErrorResponse", "error": []})],
        ["create VPC 'workload'", "HTTP 500", "Check its health"],
    ),
    (errors.ServerError, read, [Answer(data=[1])], ["read VPC (v-1)", "without an object", "Then run again"]),
    (
        errors.ServerError,
        read,
        [Answer(data={**VPC, "externalSubnets": PASSWORD})],
        ["read VPC (v-1)", "externalSubnets: Input should be a valid list", "Report it"],
    ),
    (
        errors.UnsupportedError,
        stores,
        [],
        ["speaks dataprotection v4.1", "of kind recovery point store need v4.4 or later", "Upgrade Prism Central"],
    ),
    (
        errors.AmbiguousNameError,
        find,
        [Answer(data=[VPC, {**VPC, "extId": "v-2"}])],
        ["find VPC 'workload'", "v-1, v-2", "Rename or delete"],
    ),
    (
        errors.TaskFailedError,
        make,
        [task_reference(), task("FAILED", errorMessages=[{"message": "No room.", "code": "NET-9"}])],
        ["create VPC 'workload': No room", TASK, "FAILED, code NET-9", "Correct the cause, then run again"],
    ),
    (
        errors.TaskFailedError,
        make,
        [task_reference(), task("FAILED", errorMessages=[])],
        ["create VPC 'workload': Prism Central gives no reason", TASK, "then run again"],
    ),
    (errors.TaskFailedError, make, [task_reference(), task("CANCELED")], ["create VPC 'workload'", TASK, "CANCELED"]),
    (
        errors.TaskTimeoutError,
        make,
        [task_reference(), task("RUNNING", progressPercentage=40)],
        ["create VPC 'workload' within", TASK, "RUNNING at 40 %", "Check it there, then run again"],
    ),
]


@pytest.mark.usefixtures("one_try")
@pytest.mark.parametrize(("kind", "run", "answers", "parts"), CASES, ids=lambda value: getattr(value, "__name__", ""))
@pytest.mark.parametrize("with_key", [False, True], ids=["password", "key"])
def test_the_sentence_says_what_was_tried_on_what_what_was_said_and_what_to_do(
    kind: type[PrismError],
    run: Callable[[PrismCentral], object],
    answers: list[Answer],
    parts: list[str],
    with_key: bool,
    stub: Stub,
) -> None:
    stub.script(*answers)
    if kind is errors.UnsupportedError:
        stub.version = "v4.1"
    credentials = Credentials(api_key=KEY) if with_key else Credentials("admin", PASSWORD)
    with pytest.raises(PrismError) as caught:
        run(stub.client(credentials, timeouts=Timeouts(connect=30, read=30, call=60, task=0.05)))
    assert type(caught.value) is kind
    said = str(caught.value)
    for part in parts:
        assert part in said
    assert said.endswith(".")
    # All that is wrong with the environment is said at once, a line each.
    assert "\n" not in said or kind is errors.ConfigurationError
    assert not [secret for secret in secrets() if secret in said + repr(caught.value)]


def secrets() -> list[str]:
    """The credentials in every form in which they travel."""
    return [PASSWORD, KEY, base64.b64encode(f"admin:{PASSWORD}".encode()).decode()]


def test_every_kind_of_error_has_its_case() -> None:
    def tree(root: type[PrismError]) -> set[type[PrismError]]:
        return {root}.union(*(tree(child) for child in root.__subclasses__() if child.__module__ == "prism.errors"))

    assert {case[0] for case in CASES} == tree(PrismError) - {PrismError}


@pytest.mark.parametrize(
    "status", [300, 400, 401, 403, 404, 405, 409, 412, 415, 418, 422, 423, 428, 429, 500, 501, 505]
)
@pytest.mark.parametrize(("detail", "code"), [("Bad luck", "X-1"), ("", None)], ids=["told", "untold"])
def test_every_status_is_a_whole_sentence_with_or_without_prisms_words(status: int, detail: str, code: Any) -> None:
    error = errors.from_status(errors.Subject("create", "subnet", "web", "s-1"), status, detail, code)
    head, _, hint = str(error).partition("). ")
    assert head == f"Could not create subnet 'web' (s-1){': Bad luck' if detail else ''} (HTTP {status}" + (
        ", code X-1" if code else ""
    )
    assert len(hint.split()) > 3
    assert (error.status, error.code) == (status, code)


@pytest.mark.parametrize("with_key", [False, True], ids=["password", "key"])
@pytest.mark.parametrize("where", ["body", "reason", "location"])
def test_what_answers_with_our_own_request_shows_no_secret(where: str, with_key: bool, stub: Stub) -> None:
    echo = f"You sent {' '.join(secrets())}"
    stub.script(
        {
            "body": Answer(500, raw=echo.encode(), headers={"Content-Type": "text/plain"}),
            "reason": app_error(400, message=echo),
            "location": Answer(302, headers={"Location": f"https://admin:{KEY if with_key else PASSWORD}@elsewhere/"}),
        }[where]
    )
    credentials = Credentials(api_key=KEY) if with_key else Credentials("admin", PASSWORD)
    with pytest.raises(PrismError, match=r"\*\*\*") as caught:
        read(stub.client(credentials))
    ours = [KEY] if with_key else [PASSWORD, secrets()[2]]
    assert not [secret for secret in ours if secret[:12] in str(caught.value)]


@pytest.mark.parametrize(
    "answer",
    [
        Answer(502, raw=HTML, headers={"Content-Type": "text/html"}),
        Answer(503, raw=b""),
        Answer(500, {"$objectType": "x.v4.error.ErrorResponse", "error": None}),
        Answer(500, {"$objectType": "x.v4.error.ErrorResponse"}),
        Answer(500, raw=b"null"),
        Answer(500, raw=b"[]"),
        Answer(500, raw=b'"text"'),
        Answer(500, raw=b"{"),
        Answer(500, raw=b"\xff\xfe\x00"),
        Answer(400, {"error": {"validationErrorMessages": [None, {}]}}),
        Answer(400, {"error": [None, "text", {}]}),
        Answer(400, raw=b'{"message_list": []}'),
        Answer(400, raw=b'{"message_list": [{}], "code": 400}'),
    ],
    ids=lambda answer: f"{answer.status} {answer.raw or answer.data}"[:60],
)
def test_no_shape_of_an_error_is_a_crash(answer: Answer, stub: Stub) -> None:
    stub.script(answer)
    with pytest.raises(PrismError, match=rf"^Could not create VPC 'workload'.*HTTP {answer.status}\)\. "):
        make(stub.client(timeouts=Timeouts(connect=10, read=10, call=0.3)))
