"""Things in the state a test needs, reached by the real commands, so that no impossible row exists.

Every function takes the session first and commits nothing: the caller's `session.commit()` ends
it. Instants default to DAY, a Tuesday at nine in the morning, and later acts take `at`.
"""

import itertools
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from sqlalchemy.orm import Session

from forwarding.commands import attach as attaching
from forwarding.commands import forward as forwarding_acts
from forwarding.commands import handle, receive, tell
from forwarding.commands import triage as triaging
from forwarding.models import Attachment, Complaint, Forwarding, Telling
from forwarding.queries.access import complaint_by_number, forwarding_by_id
from forwarding.submission import Against, Person, StoredFile, Submission
from forwarding.vocabulary import DECISION_BLOCKS, FEEDBACK_HEADINGS
from portal.accounts import commands as accounts
from portal.accounts.queries import actor_for, unit
from portal.institutions import commands as institutions
from portal.institutions.entry import Channels, Particulars
from portal.institutions.queries import Card, card
from portal.kernel import arrangement, storage
from portal.kernel.actor import SYSTEM, Actor
from portal.kernel.clock import ZONE

DAY = datetime(2026, 3, 3, 9, 0, tzinfo=ZONE)
PASSWORD = "correct-horse-42"
YES = {
    "bought_or_served": True,
    "dispute_with_institution": True,
    "claims_civil_right": True,
}
_serial = itertools.count(1)
_SEEDED: list[bytes] = []


def make_calendar(session: Session) -> None:
    """Load the working days that ship with the portal; what seeding stores once is copied later.

    Half of all tests begin with it.
    """
    cursor = session.connection().connection.cursor()
    stored = cursor.execute("SELECT EXISTS (SELECT FROM arrangement_day)").fetchone()[0]
    if _SEEDED and not stored:
        with cursor.copy("COPY arrangement_day FROM STDIN") as days:
            days.write(_SEEDED[0])
        return
    arrangement.seed(session)
    if not stored:
        with cursor.copy("COPY arrangement_day TO STDOUT") as days:
            _SEEDED[:] = [b"".join(days)]


def make_units(session: Session) -> None:
    """Add the head office and the bureaus, unless they are there."""
    accounts.seed_units(session)


def make_sub_bureau(session: Session, code: str = "330300", name: str = "温州监管分局") -> str:
    """Add a sub-bureau below its province's bureau and return its code."""
    file = (
        f"code,name,level,parent_code,department\n{code},{name},sub_bureau,{code[:2]}0000,消保科\n"
    )
    report = accounts.import_units(session, file.encode(), by=SYSTEM, at=DAY)
    assert report.ok, report.as_json()
    return code


def make_account(
    session: Session,
    role: str,
    *,
    unit_code: str | None = None,
    institution_id: int | None = None,
    login: str | None = None,
    name: str | None = None,
    at: datetime = DAY,
) -> accounts.NewAccount:
    """Add an account that signs in with PASSWORD; staff without a unit belong to 330000."""
    make_units(session)
    login = login or f"{role}.{next(_serial)}"
    if institution_id is None and unit_code is None:
        unit_code = "330000"
    return accounts.add_account(
        session,
        login=login,
        name=name or login,
        role=role,
        unit_code=unit_code,
        institution_id=institution_id,
        by=SYSTEM,
        at=at,
        password=PASSWORD,
    )


def make_officer(session: Session, role: str = "triage", unit_code: str = "330000") -> Actor:
    """Return the actor of a new account of the regulator's staff."""
    new = make_account(session, role, unit_code=unit_code)
    session.flush()
    actor = actor_for(session, new.id)
    assert actor is not None
    return actor


def make_desk_user(session: Session, institution_id: int, role: str = "institution") -> Actor:
    """Return the actor of a new account of an institution."""
    new = make_account(session, role, institution_id=institution_id)
    session.flush()
    actor = actor_for(session, new.id)
    assert actor is not None
    return actor


def make_institution(
    session: Session,
    code: str | None = None,
    name: str | None = None,
    *,
    short_name: str = "",
    aliases: tuple[str, ...] = (),
    type: str = "banking",
    category: str = "股份制商业银行",
    territory: str = "000000",
    parent: Card | None = None,
    notice_email: str = "",
    at: datetime = DAY,
) -> Card:
    """Register an institution, a branch when it has a parent, and return its card."""
    serial = next(_serial)
    stated = Particulars(
        name=name or f"第{serial}样例银行",
        short_name=short_name,
        type=parent.type if parent else type,
        category=parent.category if parent else category,
        level="branch" if parent else "head",
        parent_code=parent.code if parent else "",
        territory=territory,
    )
    row = institutions.add(session, code or f"T{serial:04d}", stated, by=SYSTEM, at=at)
    session.flush()
    if aliases:
        institutions.set_aliases(session, row.id, aliases, version=row.version, by=SYSTEM, at=at)
        session.flush()
    if notice_email:
        channels = Channels(notice_email=notice_email)
        institutions.set_channels(session, row.id, channels, version=row.version, by=SYSTEM, at=at)
        session.flush()
    found = card(session, row.id)
    assert found is not None
    return found


def make_file(session: Session, body: bytes = b"%PDF-1.4\n%%EOF\n", **changes: Any) -> StoredFile:
    """Store a file and return it as a command takes it; a store must be installed."""
    label = changes.pop("label", "合同.pdf")
    stored = storage.installed().put(session, BytesIO(body), label, at=DAY)
    return StoredFile(stored.sha256, stored.label, stored.size, stored.content_type, **changes)


def person(**changes: Any) -> Person:
    """Return an invented complainant who is told by SMS."""
    given = {
        "name": "王小明",
        "id_type": "resident_id",
        "id_no": "11010519491231002X",
        "phone": "13812341234",
        "preferred_means": "sms",
    }
    return Person(**{**given, **changes})


def submission(**changes: Any) -> Submission:
    """Return a phone complaint about a credit card; `person` or `stated_name` change a part."""
    who = changes.pop("person", None) or person()
    stated = changes.pop("stated_name", "招行信用卡中心")
    institution_id = changes.pop("institution_id", None)
    given = {
        "channel": "phone",
        "source": "clerk",
        "received_at": DAY,
        "territory": "330106",
        "people": (who,),
        "against": (Against(stated, institution_id),),
        "claim": "要求退还多收的年费。",
        "facts": "办卡时说免年费，今年二月扣了三百元，客服不肯退。",
        "amount": Decimal("300.00"),
        "declared_at": None,
    }
    return Submission(**{**given, **changes})


def receive_complaint(
    session: Session, *, by: Actor = SYSTEM, at: datetime | None = None, **changes: Any
) -> Complaint:
    """Receive a complaint; `at` is the entry, `received_at` the receipt, equal unless given."""
    at = at or changes.get("received_at") or DAY
    changes.setdefault("received_at", at)
    receipt = receive.receive(session, submission(**changes), by=by, at=at)
    return again(session, receipt.number)


def again(session: Session, number: str) -> Complaint:
    """Return a complaint as it is stored now, with parties and respondents."""
    session.flush()
    session.expire_all()
    found = complaint_by_number(session, SYSTEM, number)
    assert found is not None
    return found


def triaged(
    session: Session, *, by: Actor = SYSTEM, at: datetime | None = None, **changes: Any
) -> Complaint:
    """Return a complaint whose three questions are answered yes."""
    complaint = receive_complaint(session, at=at, **changes)
    triaging.triage(session, complaint, YES, by=by, at=at or DAY)
    session.flush()
    return complaint


def classified(
    session: Session,
    *,
    by: Actor = SYSTEM,
    at: datetime | None = None,
    business: str = "B0402",
    cause: str = "C07",
    **changes: Any,
) -> Complaint:
    """Return a complaint that is ready to be forwarded."""
    complaint = triaged(session, by=by, at=at, **changes)
    triaging.classify(session, complaint, business=business, cause=cause, by=by, at=at or DAY)
    session.flush()
    return complaint


def diversion_proposed(
    session: Session,
    *,
    by: Actor,
    at: datetime | None = None,
    track: str = "enquiry",
    **changes: Any,
) -> Complaint:
    """Return a complaint of which `by` proposed that it go to another track."""
    complaint = receive_complaint(session, at=at, **changes)
    triaging.propose_diversion(
        session, complaint, track=track, reason="只是询问利率。", by=by, at=at or DAY
    )
    session.flush()
    return complaint


def diverted(session: Session, complaint: Complaint, *, by: Actor, at: datetime = DAY) -> Complaint:
    """Let a second officer agree to a proposed diversion."""
    triaging.divert(session, complaint, by=by, at=at)
    session.flush()
    return complaint


def forwarded(
    session: Session,
    *institution_ids: int,
    by: Actor = SYSTEM,
    at: datetime | None = None,
    **changes: Any,
) -> Complaint:
    """Return a complaint forwarded to the institutions named, to a new one when none is."""
    ids = institution_ids or (make_institution(session).id,)
    complaint = classified(session, by=by, at=at, **changes)
    forwarding_acts.forward(session, complaint, ids, by=by, at=at or DAY)
    session.flush()
    return complaint


def forwardings_of(session: Session, complaint: Complaint) -> list[Forwarding]:
    """Return a complaint's forwardings in order, each with its complaint loaded."""
    ids = session.query(Forwarding.id).filter_by(complaint_id=complaint.id).order_by(Forwarding.id)
    found = [forwarding_by_id(session, SYSTEM, row.id) for row in ids]
    return [row for row in found if row is not None]


def tellings_of(session: Session, complaint: Complaint) -> list[Telling]:
    """Return what a complaint's complainant must be told, in order."""
    return list(session.query(Telling).filter_by(complaint_id=complaint.id).order_by(Telling.id))


def told(
    session: Session, complaint: Complaint, *, at: datetime = DAY, by: Actor = SYSTEM
) -> Telling:
    """Tell the complainant what is due, as the gateway would."""
    telling = next(row for row in tellings_of(session, complaint) if row.state == "due")
    complaint_by_number(session, SYSTEM, complaint.number)
    session.refresh(telling, ["complaint"])
    tell.tell(session, telling, means=telling.means, proof="sms-1", done_at=at, by=by, at=at)
    session.flush()
    return telling


def answer(**changes: Any) -> handle.Answer:
    """Return a report with every block that Art. 19 and the feedback headings ask for."""
    texts = dict.fromkeys((*DECISION_BLOCKS, *FEEDBACK_HEADINGS), "已经核实，情况属实。")
    given = {
        "result": "upheld",
        "cause": "C07",
        "texts": texts,
        "remedies": ("mediation", "arbitration", "litigation"),
        "decided_by_branch": False,
        "told_on": DAY.date(),
        "told_means": "phone",
        "verified_by": "李核",
        "no_interest": True,
        "loss_recovered": Decimal("300.00"),
    }
    return handle.Answer(**{**given, **changes})


def acknowledged(
    session: Session, forwarding: Forwarding, *, at: datetime = DAY, by: Actor = SYSTEM
) -> Forwarding:
    """Sign for a forwarding."""
    handle.acknowledge(session, forwarding, by=by, at=at)
    session.flush()
    return forwarding


def returned(
    session: Session,
    forwarding: Forwarding,
    *,
    at: datetime = DAY,
    by: Actor = SYSTEM,
    reason: str = "not_ours",
    text: str = "该卡不是本行所发。",
) -> Forwarding:
    """Give a forwarding back as not the institution's own."""
    handle.return_forwarding(session, forwarding, reason=reason, text=text, by=by, at=at)
    session.flush()
    return forwarding


def reported(
    session: Session,
    forwarding: Forwarding,
    *,
    at: datetime = DAY,
    by: Actor = SYSTEM,
    **changes: Any,
) -> Forwarding:
    """Hand in a complete report on a forwarding."""
    given = {"told_on": at.astimezone(ZONE).date(), **changes}
    handle.report(session, forwarding, answer(**given), by=by, at=at)
    session.flush()
    return forwarding


def closed(
    session: Session, *institution_ids: int, at: datetime = DAY, **changes: Any
) -> Complaint:
    """Return a complaint whose every report was accepted."""
    complaint = forwarded(session, *institution_ids, at=at, **changes)
    for forwarding in forwardings_of(session, complaint):
        reported(session, forwarding, at=at)
        handle.accept(session, forwarding, by=SYSTEM, at=at)
        session.flush()
    return complaint


def attached(
    session: Session, complaint: Complaint, file: StoredFile, *, at: datetime = DAY, **kwargs: Any
) -> Attachment:
    """Add a stored file to a case."""
    [row] = attaching.attach(session, complaint, [file], by=SYSTEM, at=at, **kwargs)
    session.flush()
    return row


def territory_name(session: Session, code: str) -> str:
    """Return the name of the unit with this code."""
    found = unit(session, code)
    assert found is not None
    return found.name
