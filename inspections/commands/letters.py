"""Letters of the inspectors' floor: numbered without gaps, made as PDF, served with proof."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from io import BytesIO
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from inspections.models import LETTERS, SERVED, Letter, LetterSeries
from portal.accounts.queries import unit
from portal.institutions.queries import card
from portal.kernel import audit, letters, outbox, storage
from portal.kernel.actor import Actor
from portal.kernel.clock import business_date
from portal.kernel.law import Breach
from portal.kernel.storage import Stored

_ARTICLES = {"demand": "40", "order": "41", "talk": "41", "measure": "41", "referral": "41"}


def issue(
    session: Session,
    kind: str,
    *,
    about: str,
    about_id: int,
    institution_id: int,
    unit_code: str,
    facts: Mapping[str, Any],
    by: Actor,
    at: datetime,
) -> Letter:
    """Give a letter the next number of its unit and year and have the worker make and tell of it.

    The series is held until the caller's transaction ends, so that numbers have neither gap nor
    repeat. `facts` are what its template in templates/letters says, besides unit, date and number.
    """
    assert kind in LETTERS
    on = business_date(at)
    number = _next_number(session, unit_code, on.year)
    known = _known(session, unit_code, institution_id, number, on)
    row = Letter(
        unit_code=unit_code,
        year=on.year,
        number=number,
        kind=kind,
        about=about,
        about_id=about_id,
        institution_id=institution_id,
        facts=json.dumps({**facts, **known}, ensure_ascii=False, default=_iso),
        issued_at=at,
        issued_by=by.account_id,
    )
    session.add(row)
    session.flush()
    _log(session, row, "letter.issue", by=by, at=at)
    outbox.post(session, "letter.make", f"letter.make:{row.id}", {"letter_id": row.id}, at)
    return row


def number_text(letter: Letter) -> str:
    """Return a letter's number as it is printed, such as 浙江金融监管局〔2026〕12号."""
    return str(facts_of(letter)["number"])


def facts_of(letter: Letter) -> dict[str, Any]:
    """Return what a letter says."""
    found: dict[str, Any] = json.loads(letter.facts)
    return found


def make(session: Session, letter: Letter, *, at: datetime) -> bytes:
    """Return a letter as PDF; it is made once and kept as it left the house."""
    if letter.sha256 is not None:
        return storage.installed().read(letter.sha256)
    pdf = letters.render(letter.kind, facts_of(letter))
    label = f"{number_text(letter)}.pdf"
    letter.sha256 = storage.installed().put(session, BytesIO(pdf), label, at=at).sha256
    return pdf


def serve(
    session: Session,
    letter: Letter,
    *,
    on: date,
    served_by: str,
    note: str = "",
    proof: Stored | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Note the day on which an institution had a letter, how, and the proof of it.

    Raises Breach("letter_served_already"), and Breach("served_on_wrong_day") for a day before
    it was issued or after today.
    """
    if letter.served_on is not None:
        raise Breach("letter_served_already", "34", day=letter.served_on)
    if served_by not in SERVED:
        raise Breach("unknown_way_of_serving", "34")
    if not business_date(letter.issued_at) <= on <= business_date(at):
        raise Breach("served_on_wrong_day", "34", day=business_date(letter.issued_at))
    letter.served_on, letter.served_by, letter.served_note = on, served_by, note.strip()
    if proof is not None:
        letter.proof, letter.proof_label = proof.sha256, proof.label
    letter.served_noted_at, letter.served_noted_by = at, by.account_id
    _log(session, letter, "letter.serve", by=by, at=at, how=served_by, on=on.isoformat())


def hand_out(session: Session, letter: Letter, *, by: Actor, at: datetime) -> None:
    """Note that somebody is handed a letter; who it is to has it served by the portal then."""
    _log(session, letter, "letter.hand_out", by=by, at=at)
    if by.is_institution and letter.served_on is None:
        serve(session, letter, on=business_date(at), served_by="portal", by=by, at=at)


def _known(
    session: Session, unit_code: str, institution_id: int, number: int, on: date
) -> dict[str, str]:
    """Return what every letter says: its number, its unit, its day and to whom it goes."""
    of, named = unit(session, unit_code), card(session, institution_id)
    assert of is not None and named is not None
    text = f"{of.name}〔{on.year}〕{number}号"
    return {
        "number": text,
        "letter_no": text,
        "unit": of.name,
        "date": on.isoformat(),
        "institution": named.name,
    }


def _next_number(session: Session, unit_code: str, year: int) -> int:
    first = insert(LetterSeries).values(unit_code=unit_code, year=year, last=0)
    session.execute(first.on_conflict_do_nothing())
    series = session.scalars(
        select(LetterSeries)
        .where(LetterSeries.unit_code == unit_code, LetterSeries.year == year)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    series.last += 1
    return series.last


def _iso(value: Any) -> str:
    return str(value.isoformat() if isinstance(value, date) else value)


def _log(
    session: Session, letter: Letter, act: str, *, by: Actor, at: datetime, **facts: Any
) -> None:
    audit.record(
        session,
        by=by,
        act=act,
        subject=(letter.about, letter.about_id),
        at=at,
        article=_ARTICLES.get(letter.kind, "34"),
        unit_code=letter.unit_code,
        facts={"letter_id": letter.id, "kind": letter.kind, "number": letter.number, **facts},
    )
