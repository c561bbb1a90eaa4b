"""Numbers of complaints and letters: unit prefix, year, month and serial, one number everywhere."""

from datetime import date

from sqlalchemy import bindparam
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from forwarding.models import NumberSeries

_TAKEN = (
    insert(NumberSeries.__table__)
    .values(
        unit_code=bindparam("of_unit"),
        kind=bindparam("of_kind"),
        period=bindparam("of_period"),
        last=bindparam("wanted"),
    )
    .on_conflict_do_update(
        index_elements=["unit_code", "kind", "period"],
        set_={"last": NumberSeries.last + bindparam("wanted")},
    )
    .returning(NumberSeries.last)
)


def take(session: Session, unit_code: str, kind: str, period: str, count: int = 1) -> int:
    """Return the first of `count` serials taken from a series of one unit.

    The series' row stays locked until the caller's transaction ends, so that serials come
    without gaps or repeats; take them as late in the transaction as can be.
    """
    series = {"of_unit": unit_code, "of_kind": kind, "of_period": period}
    last = session.scalar(_TAKEN, {**series, "wanted": count})
    assert last is not None
    return last - count + 1


def complaint_number(prefix: str, received_on: date, serial: int) -> str:
    """Return a complaint's number, e.g. ZJ-2026-11-000318."""
    return f"{prefix}-{received_on:%Y-%m}-{serial:06d}"


def letter_number(prefix: str, year: int, serial: int) -> str:
    """Return the number of a forwarding letter, e.g. ZJ转〔2026〕318号."""
    return f"{prefix}转〔{year}〕{serial}号"
