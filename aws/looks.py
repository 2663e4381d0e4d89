"""Looks at what AWS holds, each within seconds: a service that was silent once is not asked again."""

from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as Late
from typing import Any

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from aws.boto import client
from aws.errors import AwsError
from aws.silence import Silence, silence_of

BRIEFLY = Config(connect_timeout=3, read_timeout=6, retries={"total_max_attempts": 2, "mode": "standard"})
SECONDS = 20
"""How long one look takes at most, with `BRIEFLY`."""
TELL_AFTER_SECONDS = 5.0


class UnansweredError(AwsError):
    """AWS did not say, so nothing is known of what was asked."""

    def __init__(self, service: str, silence: Silence) -> None:
        super().__init__(f"{service} {silence}", silence=silence)


class Looks:
    """The looks of one run into one region. `say` is told of a look that takes a while, and how long it may."""

    def __init__(
        self,
        region: str,
        say: Callable[[str], None],
        environment: Mapping[str, str] | None = None,
        *,
        config: Config = BRIEFLY,
    ) -> None:
        self.region, self._say, self._environment, self._config = region, say, environment, config
        self._silent: dict[str, Silence] = {}

    def ask(self, service: str, operation: str, **arguments: Any) -> Any:
        """The answer. Raises UnansweredError where there is none, and ClientError for what AWS refuses."""
        if service in self._silent:
            raise UnansweredError(service, self._silent[service])
        try:
            return self._awaited(service, operation, arguments)
        except (BotoCoreError, ClientError) as error:
            silence = silence_of(error)
            if silence is None:
                raise
            self._silent[service] = silence
            raise UnansweredError(service, silence) from None

    def _awaited(self, service: str, operation: str, arguments: Mapping[str, Any]) -> Any:
        with ThreadPoolExecutor(1) as pool:
            asked: Future[Any] = pool.submit(self._call, service, operation, arguments)
            try:
                return asked.result(timeout=TELL_AFTER_SECONDS)
            except Late:
                self._say(f"Waiting up to {SECONDS} s for {service} of AWS in {self.region} to say what is there.")
            return asked.result()

    def _call(self, service: str, operation: str, arguments: Mapping[str, Any]) -> Any:
        found = client(service, self.region, self._environment, config=self._config)
        return getattr(found, operation)(**arguments)
