"""A quarter of forwarded complaints for the tests of bulletins."""

from datetime import UTC, datetime

from portal.filings.commands.metrics import Figure, enter_all
from portal.filings.rules.periods import period
from portal.kernel.actor import SYSTEM
from tests import factories as make

IN_QUARTER = datetime(2026, 5, 12, 2, tzinfo=UTC)
BEFORE = datetime(2026, 2, 11, 2, tzinfo=UTC)
AFTER = datetime(2026, 7, 6, 2, tzinfo=UTC)


def banks(session, *counts, at=IN_QUARTER):
    """Return banks to each of which so many complaints were forwarded at a moment."""
    made = []
    for place, count in enumerate(counts):
        bank = make.make_institution(session, f"BANK{place}", f"第{place}银行", territory="330106")
        forwarded(session, bank, count, at)
        made.append(bank)
    session.commit()
    return made


def forwarded(session, bank, count, at=IN_QUARTER):
    """Forward so many complaints to a bank at a moment."""
    for _ in range(count):
        make.forwarded(session, bank.id, at=at, received_at=at)


def outlets(session, banks, value=100, text="2026Q2", at=AFTER):
    """Enter the denominators of both usual rates for some banks."""
    last = period(text).last
    figures = [
        Figure(bank.id, text, metric, value, "个", last)
        for bank in banks
        for metric in ("outlets", "personal_customers")
    ]
    enter_all(session, figures, by=SYSTEM, at=at)
    session.commit()
