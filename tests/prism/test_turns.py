"""Threads that write the same object take turns; others do not wait for them."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

from prism.turns import Turns


def test_one_object_has_one_writer_at_a_time_who_may_take_it_again() -> None:
    turns, inside, most = Turns(), [0], [0]

    def write(_: int) -> None:
        with turns.taken("vms/a"), turns.taken("vms/a"):
            inside[0] += 1
            most[0] = max(most[0], inside[0])
            threading.Event().wait(0.001)
            inside[0] -= 1

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(40)))
    assert most == [1]


def test_another_object_is_free_meanwhile() -> None:
    turns, written = Turns(), threading.Event()

    def write() -> None:
        with turns.taken("vms/b"):
            written.set()

    with turns.taken("vms/a"):
        thread = threading.Thread(target=write)
        thread.start()
        assert written.wait(10)
        thread.join()
