"""A call that an SDK repeats, because it had no answer, is done once and answered twice."""

import json
from typing import Any

from simulator.aws.given_answers import GivenAnswers


def served(statuses: list[str]) -> tuple[Any, list[int]]:
    """An application that counts what it does; it answers with these statuses in turn."""
    done: list[int] = []

    def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        status = statuses[min(len(done), len(statuses) - 1)]
        done.append(len(done))
        start_response(status, [("X-Number", str(len(done)))])
        return [json.dumps(len(done)).encode()]

    return application, done


def ask(answers: GivenAnswers, application: Any, call: str | None) -> tuple[str, list[tuple[str, str]], bytes]:
    began: list[tuple[str, list[tuple[str, str]]]] = []
    environ = {"HTTP_AMZ_SDK_INVOCATION_ID": call} if call else {}
    body = b"".join(answers.answer(application, environ, lambda status, headers: began.append((status, headers))))
    return (*began[0], body)


def test_the_answer_to_a_repeated_call_is_that_of_the_first_try() -> None:
    application, done = served(["200 OK"])
    answers = GivenAnswers()
    first, again = (ask(answers, application, "a") for _ in range(2))
    assert first == again == ("200 OK", [("X-Number", "1")], b"1")
    assert ask(answers, application, "b")[2] == b"2"
    assert len(done) == 2


def test_an_error_is_no_answer_that_is_given_again() -> None:
    application, done = served(["400 Bad Request", "503 Slow Down", "200 OK"])
    answers = GivenAnswers()
    assert [ask(answers, application, "a")[0] for _ in range(4)] == [
        "400 Bad Request",
        "503 Slow Down",
        *["200 OK"] * 2,
    ]
    assert len(done) == 3


def test_a_call_without_an_id_is_done_each_time() -> None:
    application, done = served(["200 OK"])
    answers = GivenAnswers()
    assert [ask(answers, application, None)[2] for _ in range(2)] == [b"1", b"2"]
    assert len(done) == 2
