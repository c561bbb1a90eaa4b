"""Making the next items in a process of their own while the ones before are worked on."""

import multiprocessing
import os
import signal
from collections.abc import Iterator
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from portal.kernel.engines.processes import bind_to

Item = TypeVar("Item")
# A copy of this process: the maker has at hand all that its taker has, keys and registers too.
_COPY = multiprocessing.get_context("fork")


class MakerLost(RuntimeError):
    """The process that made the items was killed before the last of them."""


def ahead(items: Iterator[Item]) -> Iterator[Item]:
    """Yield the items, of which a process of its own makes one in advance.

    What makes them must touch no connection of ours, and nothing else that it changes comes
    back: all there is to know must be in the items. Its exceptions are raised here. Raises
    MakerLost when the process ended before its work did.
    """
    taken, given = _COPY.Pipe(duplex=False)
    maker = _COPY.Process(target=_make, args=(items, given, os.getpid()), daemon=True)
    maker.start()
    given.close()
    try:
        while True:
            ended, item = _next(taken)
            if ended:
                return
            yield item
    finally:
        taken.close()
        maker.kill()
        maker.join()


def _next(taken: Connection) -> tuple[bool, Any]:
    try:
        what, item = taken.recv()
    except EOFError:
        raise MakerLost("the process that read ahead was killed; begin again") from None
    if what == "fault":
        raise item
    return what == "end", item


def _make(items: Iterator[Any], given: Connection, parent: int) -> None:
    # Who asked decides when it ends, by killing it; what is meant for both is not for it.
    bind_to(parent, signal.SIGKILL)
    for meant_for_both in (signal.SIGINT, signal.SIGTERM):
        signal.signal(meant_for_both, signal.SIG_IGN)
    try:
        for item in items:
            given.send(("item", item))
        given.send(("end", None))
    except Exception as fault:
        given.send(("fault", fault))
