"""To receive complaints (接收): the one command in which form, clerk, API and file end (Art. 31).

Rows of all complaints in a call are made first and written together, so that one complaint and
a hotline's whole day go the same way. Serials are taken last: their row lock is short.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from forwarding.commands import received_rows as made
from forwarding.commands.numbers import complaint_number, take
from forwarding.commands.repeats import refuse_other
from forwarding.intake_checks import check
from forwarding.models import (
    Attachment,
    Complaint,
    Forwarding,
    Party,
    ReceiptCode,
    Respondent,
)
from forwarding.submission import Problem, Receipt, Rejected, Submission
from portal.accounts.queries import UnitView, competent_units
from portal.institutions.queries import legal_entities
from portal.kernel import amounts, arrangement, audit, bulk, outbox, secrets
from portal.kernel.actor import Actor
from portal.kernel.amounts import Book
from portal.kernel.clock import aware
from portal.kernel.law import clause

Rows = dict[str, list[dict[str, Any]]]

_KNOWN = (Complaint.id, Complaint.number, Complaint.due_on)
_BY_KEY = select(Complaint.submission_key, *_KNOWN).where(
    Complaint.submission_key == func.any(bindparam("keys"))
)


@clause("31")
def receive(session: Session, submission: Submission, *, by: Actor, at: datetime) -> Receipt:
    """Store one complaint with its audit line and outbox message; raises Rejected (Art. 13, 33).

    A submission key or external reference seen before gives the first receipt again, without
    its code, and stores nothing; with another content it raises OtherContent.
    """
    at = aware(at)
    _refuse_faults([submission], at=at, book=amounts.load(session))
    (receipt,) = receive_checked(session, [submission], by=by, at=at, with_codes=True)
    if receipt.repeat:
        refuse_other(session, submission, receipt)
    return receipt


def receive_all(
    session: Session, submissions: Sequence[Submission], *, by: Actor, at: datetime
) -> list[Receipt]:
    """Store many complaints, all or nothing, and return a receipt for each in order, codeless.

    Raises Rejected with the index of the first submission that is not as prescribed.
    """
    at = aware(at)
    _refuse_faults(submissions, at=at, book=amounts.load(session))
    return receive_checked(session, submissions, by=by, at=at)


def _refuse_faults(submissions: Sequence[Submission], *, at: datetime, book: Book) -> None:
    for index, submission in enumerate(submissions):
        if problems := check(submission, at=at, book=book):
            raise Rejected(problems, index)


def receive_checked(
    session: Session,
    submissions: Sequence[Submission],
    *,
    by: Actor,
    at: datetime,
    with_codes: bool = False,
) -> list[Receipt]:
    """Store submissions in which `check` found nothing as of `at`, as `receive_all` does."""
    receipts = _earlier(session, submissions)
    fresh = [i for i in range(len(submissions)) if i not in receipts]
    if fresh:
        competent = _competent(session, submissions, fresh)
        rows = _rows(session, [submissions[i] for i in fresh], competent, by=by, at=at)
        codes = {row["id"]: secrets.new_code() for row in rows["complaint"] if with_codes}
        _number(session, rows["complaint"], competent.values())
        _write(session, rows, codes, by=by, at=at)
        for i, row in zip(fresh, rows["complaint"], strict=True):
            code = codes.get(row["id"])
            receipts[i] = Receipt(row["id"], row["number"], code, row["due_on"])
    return [receipts[i] for i in range(len(submissions))]


def issue_code(
    session: Session, complaint_id: int, *, at: datetime, seed: str | None = None
) -> str:
    """Make a secret code for a complaint, keep its hash alone, and return the code once.

    A `seed` gives the same code again: a notice sent twice must not carry a code that a
    rolled-back delivery took with it.
    """
    code = secrets.code_for(seed) if seed else secrets.new_code()
    kept = insert(ReceiptCode).values(_kept(complaint_id, code, at))
    session.execute(kept.on_conflict_do_nothing())
    return code


def _earlier(session: Session, submissions: Sequence[Submission]) -> dict[int, Receipt]:
    """Return the receipts of submissions that were received before, by position."""
    keys = {s.submission_key: i for i, s in enumerate(submissions) if s.submission_key}
    refs: dict[tuple[str, str], int] = {
        (s.source, s.external_ref): i for i, s in enumerate(submissions) if s.external_ref
    }
    found: dict[int, Receipt] = {}
    if keys:
        seen = session.execute(_BY_KEY, {"keys": list(keys)})
        for key, complaint_id, number, due_on in seen:
            found[keys[key]] = Receipt(complaint_id, number, None, due_on, repeat=True)
    sources = defaultdict(list)
    for source, ref in refs:
        sources[source].append(ref)
    for source, listed in sources.items():
        seen = select(Complaint.external_ref, *_KNOWN).where(
            Complaint.source == source, Complaint.external_ref == func.any(listed)
        )
        for ref, complaint_id, number, due_on in session.execute(seen):
            found[refs[source, ref]] = Receipt(complaint_id, number, None, due_on, repeat=True)
    return found


def _rows(
    session: Session,
    submissions: list[Submission],
    competent: Mapping[str, UnitView],
    *,
    by: Actor,
    at: datetime,
) -> Rows:
    """Return the rows of every table, all but the complaints' numbers."""
    ids = bulk.new_ids(session, Complaint.__table__, len(submissions))
    book = amounts.load(session)
    clocks = made.Clocks(arrangement.load(session), book)
    earlier_refs = {s.external_ref: i for s, i in zip(submissions, ids, strict=True)}
    entities = legal_entities(session, _institutions(submissions))
    rows: Rows = defaultdict(list)
    for complaint_id, submission in zip(ids, submissions, strict=True):
        unit_code = competent[submission.territory].code
        row = made.complaint(submission, complaint_id, unit_code, clocks, by=by, at=at)
        row["duplicate_of"] = _duplicate(session, submission, earlier_refs)
        rows["complaint"].append(row)
        rows["party"] += [made.party(complaint_id, person) for person in submission.people]
        rows["respondent"] += [
            made.respondent(complaint_id, position, against)
            for position, against in enumerate(submission.against, 1)
        ]
        rows["attachment"] += made.attachments(complaint_id, submission, by=by, at=at)
        if submission.is_history:
            rows["forwarding"] += made.past_forwardings(complaint_id, submission, entities, clocks)
        else:
            rows["message"].append(made.message(complaint_id, at=at))
            rows["message"] += made.alerts(complaint_id, submission, book, at=at)
    return rows


def _competent(
    session: Session, submissions: Sequence[Submission], fresh: Sequence[int]
) -> dict[str, UnitView]:
    """Return the competent unit of each territory; raises Rejected for one that has none."""
    found = competent_units(session, {submissions[index].territory for index in fresh})
    for index in fresh:
        if submissions[index].territory not in found:
            raise Rejected([Problem("territory", "unknown_territory", "33")], index)
    return found


def _institutions(submissions: list[Submission]) -> set[int]:
    """Return the institutions named by submissions that are history."""
    past = (s for s in submissions if s.is_history)
    return {a.institution_id for s in past for a in s.against if a.institution_id}


def _duplicate(session: Session, s: Submission, same_call: dict[str | None, int]) -> int | None:
    if s.duplicate_of is None:
        return None
    if s.duplicate_of in same_call:
        return same_call[s.duplicate_of]
    return session.scalar(
        select(Complaint.id).where(
            Complaint.source == s.source, Complaint.external_ref == s.duplicate_of
        )
    )


def _number(session: Session, rows: list[dict[str, Any]], units: Iterable[UnitView]) -> None:
    """Give each row its number; series are taken in one order, so that no two calls deadlock."""
    prefixes = {unit.code: unit.prefix for unit in units}
    series = defaultdict(list)
    for row in rows:
        series[row["unit_code"], f"{row['received_on']:%Y-%m}"].append(row)
    for (unit_code, period), members in sorted(series.items()):
        first = take(session, unit_code, "complaint", period, len(members))
        for serial, row in enumerate(members, first):
            row["number"] = complaint_number(prefixes[unit_code], row["received_on"], serial)


def _write(
    session: Session, rows: Rows, codes: Mapping[int, str], *, by: Actor, at: datetime
) -> None:
    """Write everything together; codes are kept as hashes alone."""
    kept = [_kept(complaint_id, code, at) for complaint_id, code in codes.items()]
    entries = [made.audit_entry(row, by=by, at=at) for row in rows["complaint"]]
    bulk.insert_batches(
        session,
        [
            (Complaint.__table__, rows["complaint"]),
            (Party.__table__, rows["party"]),
            (Respondent.__table__, rows["respondent"]),
            (Attachment.__table__, rows["attachment"]),
            (Forwarding.__table__, rows["forwarding"]),
            (ReceiptCode.__table__, kept),
            audit.batch(entries),
            outbox.fresh_batch(session, rows["message"]),
        ],
    )


def _kept(complaint_id: int, code: str, at: datetime) -> dict[str, Any]:
    return {"hash": secrets.hash_code(code), "complaint_id": complaint_id, "issued_at": at}
