"""A worker with one handler that notes its start, and waits until a file appears."""

import os
import time
from pathlib import Path

from sqlalchemy import text

from portal import worker
from portal.kernel.outbox import handler


@handler("test.slow")
def slow(session, message, at):
    """Write one row, then dawdle; the row is there only when the delivery was committed."""
    session.execute(text("INSERT INTO told (key) VALUES (:key)"), {"key": message.key})
    folder = Path(os.environ["SIGNALS"])
    (folder / "begun").touch()
    while not (folder / "go").exists():
        time.sleep(0.02)


if __name__ == "__main__":
    worker.work()
