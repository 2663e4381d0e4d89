"""Whether AWS answers at all in a region, asked with a deadline before anything waits for it without one."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from typing import Any

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, ConnectionError, HTTPClientError

from aws.boto import client
from aws.errors import EXPIRED, AwsError, asking

PATIENCE = Config(connect_timeout=5, read_timeout=15, retries={"total_max_attempts": 2, "mode": "standard"})
"""For a look that must end soon: never within the first lost packet, and within 45 seconds."""
TELL_AFTER_SECONDS = 5.0
# The AWS provider asks the one who it is, and the other for nearly everything.
_QUESTIONS: Mapping[str, Callable[[Any], object]] = {
    "sts": lambda sts: sts.get_caller_identity(),
    "ec2": lambda ec2: ec2.describe_availability_zones(),
}


def expect_answer(region: str, say: Callable[[str], None], environment: Mapping[str, str] | None = None) -> None:
    """Raises AwsError if the region's endpoints give no answer, or say that the credentials have expired.

    Any other refusal is an answer.

    `say` is told what is waited for, if it takes a while.
    """
    with ThreadPoolExecutor(len(_QUESTIONS)) as pool:
        asked = {service: pool.submit(_silence, service, region, environment) for service in _QUESTIONS}
        late = wait(asked.values(), timeout=TELL_AFTER_SECONDS).not_done
        if late:
            waiting = [service for service, answer in asked.items() if answer in late]
            say(f"Waiting up to 45 s for {' and '.join(waiting)} of AWS in {region} to answer. Nothing was begun.")
        silent = {service: answer.result() for service, answer in asked.items() if answer.result()}
    if silent:
        why = "; ".join(f"{service}: {error}" for service, error in silent.items())
        raise AwsError(
            f"AWS does not answer in {region} ({why}). Nothing was changed, and no failover was begun: its routes and "
            "targets could not follow. Check the connection, AWS_ENDPOINT_URL and the health of AWS in that region. "
            "Then run pulumi again."
        )


def _silence(service: str, region: str, environment: Mapping[str, str] | None) -> str:
    """Why there was no answer. Empty for any answer, and where nothing could be asked, as without credentials."""
    try:
        _QUESTIONS[service](client(service, region, environment, config=PATIENCE))
    except (ConnectionError, HTTPClientError) as error:
        return str(error).rstrip(".")
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") in EXPIRED:
            # The AWS plugin would repeat each of its calls for minutes, and the failover would be half done.
            with asking(f"begin anything in {region}", ""):
                raise
    except BotoCoreError:
        pass
    return ""
