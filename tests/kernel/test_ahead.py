"""Items made in advance by another process: all of them in order, and every way it may end."""

import os
import signal
from collections.abc import Iterator

import psutil
import pytest

from portal.kernel.ahead import MakerLost, ahead


def test_every_item_comes_in_order_however_large():
    items = [bytes([n]) * 200_000 for n in range(9)]
    assert list(ahead(iter(items))) == items
    assert list(ahead(iter([]))) == []


def test_a_fault_comes_after_the_items_before_it():
    def make() -> Iterator[int]:
        yield 1
        raise ValueError("row 2")

    taken = ahead(make())
    assert next(taken) == 1
    with pytest.raises(ValueError, match="row 2"):
        next(taken)


def test_the_items_are_made_elsewhere_and_nobody_stays_behind():
    taken = ahead(os.getpid() for _ in range(3))
    maker = next(taken)
    assert maker != os.getpid() and psutil.pid_exists(maker)
    taken.close()
    assert not psutil.pid_exists(maker)


def test_a_maker_that_was_killed_is_told_and_not_taken_for_the_end():
    def make() -> Iterator[int]:
        yield 1
        os.kill(os.getpid(), signal.SIGKILL)

    taken = ahead(make())
    assert next(taken) == 1
    with pytest.raises(MakerLost, match="begin again"):
        next(taken)
