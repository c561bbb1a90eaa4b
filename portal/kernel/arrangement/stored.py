"""The arrangement as stored: a table founded from chinesecalendar, then fed by yearly notices."""

from collections.abc import Iterator
from datetime import date
from functools import cache

from sqlalchemy import BigInteger, CheckConstraint, Text, cast, func, insert, literal_column, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.kernel.arrangement.days import (
    HOLIDAY,
    KINDS,
    MAKEUP_WORKDAY,
    Arrangement,
    covered_years,
    from_rows,
)
from portal.kernel.db import Base, once
from portal.kernel.findings import N_

OCCASIONS = (
    N_("元旦"),
    N_("春节"),
    N_("清明节"),
    N_("劳动节"),
    N_("端午节"),
    N_("中秋节"),
    N_("国庆节"),
    N_("国庆节、中秋节"),
    N_("中国人民抗日战争暨世界反法西斯战争胜利70周年纪念日"),
)
"""The festivals by the names of the notices; pages translate them."""

_FULL_NAMES = {"清明": "清明节", "端午": "端午节", "中秋": "中秋节"}


class ArrangementDay(Base):
    """One announced holiday or make-up workday; `document_no` is the notice, "" when founded."""

    __tablename__ = "arrangement_day"
    __table_args__ = (CheckConstraint(f"kind IN {KINDS!r}", name="kind"),)

    day: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[str]
    occasion: Mapped[str]
    document_no: Mapped[str] = mapped_column(default="")


def packaged_days() -> Iterator[tuple[date, str, str]]:
    """Yield (day, kind, occasion) of every year that chinesecalendar knows."""
    from chinese_calendar import constants

    chinese = {festival.value: festival.chinese for festival in constants.Holiday}
    kinds = ((constants.holidays, HOLIDAY), (constants.workdays, MAKEUP_WORKDAY))
    for days, kind in kinds:
        for day, english in days.items():
            occasion = chinese[english]
            yield day, kind, _FULL_NAMES.get(occasion, occasion)


@cache
def packaged() -> Arrangement:
    """Return the arrangement that comes with the portal, for use without a database."""
    return from_rows(packaged_days())


def seed(session: Session) -> int:
    """Store the years of chinesecalendar that the table does not cover; return how many days."""
    found = select(ArrangementDay.day, ArrangementDay.kind)
    stored = dict(iter(session.execute(found)))  # dict would take a Result for a mapping
    covered = covered_years(stored)
    rows = [
        {"day": day, "kind": kind, "occasion": occasion, "document_no": ""}
        for day, kind, occasion in packaged_days()
        if day.year not in covered and day not in stored
    ]
    if rows:
        session.execute(insert(ArrangementDay), rows)
    return len(rows)


# xmin is the transaction that wrote a row: with the count it tells every change, the caller's own
# uncommitted ones too, in one short look.
_NEWEST = func.max(cast(cast(literal_column("xmin"), Text), BigInteger))
_STAMP = select(func.count(), _NEWEST).select_from(ArrangementDay)
_loaded: list[tuple[tuple[int, int | None], Arrangement]] = []


def load(session: Session) -> Arrangement:
    """Return the arrangement as stored; kept in the process until a row of the table changes."""
    stamp = once(session, "arrangement", lambda: session.execute(_STAMP).one())
    if _loaded and _loaded[-1][0] == stamp:
        return _loaded[-1][1]
    found = select(ArrangementDay.day, ArrangementDay.kind, ArrangementDay.occasion)
    arrangement = from_rows((day, kind, occasion) for day, kind, occasion in session.execute(found))
    _loaded[:] = [(stamp, arrangement)]
    return arrangement


def days_of(session: Session, year: int) -> list[ArrangementDay]:
    """Return a year's announced holidays and make-up workdays in order."""
    found = select(ArrangementDay).where(
        ArrangementDay.day >= date(year, 1, 1), ArrangementDay.day <= date(year, 12, 31)
    )
    return list(session.scalars(found.order_by(ArrangementDay.day)))
