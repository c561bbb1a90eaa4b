"""To look for unusual rises, and to note or dismiss one (Art. 30)."""

from collections import Counter
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from forwarding.lifecycle import RISE
from forwarding.models import Rise
from forwarding.queries.rises import counted, last_days
from forwarding.rules.rises import WATCHING, is_rise
from portal.kernel import audit
from portal.kernel.actor import SYSTEM, Actor
from portal.kernel.clock import business_date
from portal.kernel.law import Breach, clause

_COUNTRY = "000000"
_SHORTEST = 5


@clause("30")
def look_for_rises(session: Session, *, at: datetime) -> int:
    """Warn of every rise up to yesterday that no warning tells of yet; return how many.

    Each unit is looked at by itself, and the whole country as the head office's. A rise whose
    days overlap with those of an earlier warning is the same one.
    """
    until = business_date(at) - timedelta(days=1)
    watching = WATCHING.at(until)
    since = until - timedelta(days=watching.days - 1)
    now: Counter[tuple[str, int, str]] = Counter()
    before: Counter[tuple[str, int, str]] = Counter()
    for row in counted(session, until, watching):
        for code in dict.fromkeys((row.unit_code, _COUNTRY)):
            now[code, row.legal_entity_id, row.business] += row.now
            before[code, row.legal_entity_id, row.business] += row.before
    told = last_days(session)
    found = [
        key
        for key in sorted(now)
        if is_rise(now[key], before[key], watching) and not (key in told and told[key] >= since)
    ]
    for key in found:
        _warn(session, key, (now[key], before[key], watching.windows), since, until, at)
    return len(found)


def _warn(
    session: Session,
    key: tuple[str, int, str],
    counts: tuple[int, int, int],
    since: object,
    until: object,
    at: datetime,
) -> None:
    unit_code, legal_entity_id, business = key
    number, before, windows = counts
    row = Rise(
        unit_code=unit_code,
        legal_entity_id=legal_entity_id,
        business=business,
        since=since,
        until=until,
        number=number,
        before=before,
        windows=windows,
        noticed_at=at,
    )
    session.add(row)
    session.flush()
    _log(session, row, "notice", SYSTEM, at, number=number, before=before)


@clause("30")
def decide_rise(
    session: Session, row: Rise, act: str, *, remarks: str, by: Actor, at: datetime
) -> None:
    """Note a warning with what is done, or dismiss it with the reason.

    Raises Breach("rise_remarks_missing"), and what a lifecycle raises of an act out of turn.
    """
    if len(remarks.strip()) < _SHORTEST:
        raise Breach("rise_remarks_missing", "30", least=_SHORTEST)
    RISE.move(row, act)
    row.remarks, row.decided_at, row.decided_by = remarks.strip(), at, by.account_id
    session.flush()
    _log(session, row, act, by, at, reason=remarks.strip())


def _log(
    session: Session, row: Rise, act: str, by: Actor, at: datetime, reason: str | None = None,
    **facts: object,
) -> None:  # fmt: skip
    about = {"institution_id": row.legal_entity_id, "business": row.business, **facts}
    audit.record(
        session,
        act=f"rise.{act}",
        subject=("rise", row.id),
        by=by,
        at=at,
        article="30",
        unit_code=row.unit_code,
        reason=reason,
        facts=about,
    )
