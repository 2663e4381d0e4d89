"""Whether AWS answers at all in a region, asked with a deadline before anything waits for it without one."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Any

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from aws.boto import client
from aws.errors import AwsError
from aws.silence import Kind, Silence, silence_of

PATIENCE = Config(connect_timeout=5, read_timeout=15, retries={"total_max_attempts": 2, "mode": "standard"})
"""For a look that must end soon: never within the first lost packet, and within 45 seconds."""
TELL_AFTER_SECONDS = 5.0
# The AWS provider asks the one who it is, and the other for nearly everything.
_QUESTIONS: Mapping[str, Callable[[Any], Any]] = {
    "sts": lambda sts: sts.get_caller_identity()["Account"],
    "ec2": lambda ec2: ec2.describe_availability_zones(),
}


@dataclass(frozen=True)
class Answers:
    """`account`: the id of the account, empty where STS does not tell it; `silent`: why, by service, if one is."""

    account: str
    silent: Mapping[str, Silence]


def expect_answer(
    region: str,
    say: Callable[[str], None],
    environment: Mapping[str, str] | None = None,
    *,
    without: Mapping[str, Kind] | None = None,
) -> Answers:
    """Raises AwsError if the region's endpoints give no answer, or do not take the credentials. A refusal is an answer.

    `say` is told what is waited for, if it takes a while. `without`: services that the run can do without, and up to
    which kind of silence; they are in the answer then.
    """
    with ThreadPoolExecutor(len(_QUESTIONS)) as pool:
        asked = {service: pool.submit(_asked, service, region, environment) for service in _QUESTIONS}
        late = wait(asked.values(), timeout=TELL_AFTER_SECONDS).not_done
        if late:
            waiting = [service for service, answer in asked.items() if answer in late]
            say(f"Waiting up to 45 s for {' and '.join(waiting)} of AWS in {region} to answer. Nothing was begun.")
        found = {service: answer.result() for service, answer in asked.items()}
    silent = {service: answer for service, answer in found.items() if isinstance(answer, Silence)}
    fatal = {service: one for service, one in silent.items() if not _bearable(one, (without or {}).get(service))}
    if fatal:
        raise AwsError(_sentence(region, fatal))
    account = found["sts"]
    return Answers(account if isinstance(account, str) else "", silent)


def _bearable(silence: Silence, most: Kind | None) -> bool:
    """Whether a run can do without this answer. AWS that fails is better than one that is silent."""
    bearable = {None: (), Kind.FAILS: (Kind.FAILS,), Kind.SILENT: (Kind.FAILS, Kind.SILENT)}
    return silence.kind in bearable.get(most, ())


def _sentence(region: str, silent: Mapping[str, Silence]) -> str:
    why = "; ".join(f"{service}: {silence.why}" for service, silence in silent.items())
    nothing = "Nothing was changed, and no failover was begun: its routes and targets could not follow."
    hint = next((one.hint for one in silent.values() if one.hint), "")
    if hint:
        return f"AWS does not take the credentials in {region} ({why}). {nothing} {hint}"
    return (
        f"AWS does not answer in {region} ({why}). {nothing} Check the connection, AWS_ENDPOINT_URL and the health of "
        "AWS in that region. Then run pulumi again."
    )


def _asked(service: str, region: str, environment: Mapping[str, str] | None) -> str | Silence:
    """The answer as far as it counts, or why there was none. Being denied is an answer, too."""
    try:
        answer = _QUESTIONS[service](client(service, region, environment, config=PATIENCE))
    except (BotoCoreError, ClientError) as error:
        silence = silence_of(error)
        return silence if silence and silence.kind is not Kind.DENIES else ""
    return answer if isinstance(answer, str) else ""
