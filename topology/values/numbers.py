"""Numbers: durations, counts, limits and ports."""

from typing import Annotated

from topology.values.expecting import expecting, read_number, whole


def _read_rpo(value: object) -> int:
    seconds = read_number(value)
    if seconds < 0 or not (seconds % 3600 == 0 or (seconds % 60 == 0 and 60 <= seconds <= 900)):
        raise ValueError("no recovery point objective that Prism Central takes")
    return seconds


Rpo = Annotated[
    int,
    expecting("expected seconds: 0 (synchronous), whole minutes from 60 to 900, or whole hours from 3600", _read_rpo),
]
Rto = Annotated[int, whole(60, 7 * 86400)]
Retention = Annotated[int, whole(1)]
Days = Annotated[int, whole(1, 3653)]
Delay = Annotated[int, whole(0, 86400)]
Minutes = Annotated[int, whole(1, 1440)]
FlipNumber = Annotated[int, whole(1)]
Nodes = Annotated[int, whole(1)]
Port = Annotated[int, whole(1, 65535)]
# AWS wants the interval longer than the timeout of 5 s.
HealthInterval = Annotated[int, whole(6, 300)]
DeregistrationDelay = Annotated[int, whole(0, 3600)]
RateLimit = Annotated[int, whole(10, 2_000_000_000)]
FirewallCapacity = Annotated[int, whole(1, 5000)]
