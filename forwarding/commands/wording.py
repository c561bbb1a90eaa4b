"""To keep a unit's own wording of letters and notices, its fields checked each time."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from forwarding.models import LetterTemplate
from forwarding.rules.wording import check_wording
from portal.kernel import audit
from portal.kernel.actor import Actor
from portal.kernel.law import Breach


def add_wording(
    session: Session,
    *,
    name: str,
    purpose: str,
    body: str,
    active: bool = True,
    by: Actor,
    at: datetime,
) -> LetterTemplate:
    """Keep a new wording of the actor's unit; raises Breach for its fields or a name taken."""
    row = LetterTemplate(unit_code=by.unit_code, name=name, purpose=purpose)
    return _kept(session, row, "wording.add", body=body, active=active, by=by, at=at)


def change_wording(
    session: Session,
    row: LetterTemplate,
    *,
    name: str,
    purpose: str,
    body: str,
    active: bool,
    by: Actor,
    at: datetime,
) -> LetterTemplate:
    """Change a wording; letters that used it stay as they left the house."""
    row.name, row.purpose = name, purpose
    return _kept(session, row, "wording.change", body=body, active=active, by=by, at=at)


def _kept(
    session: Session,
    row: LetterTemplate,
    act: str,
    *,
    body: str,
    active: bool,
    by: Actor,
    at: datetime,
) -> LetterTemplate:
    name = row.name
    check_wording(row.purpose, body)
    row.body, row.active, row.changed_at, row.changed_by = body, active, at, by.account_id
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError as error:
        raise Breach("wording_name_taken", "21", name=name) from error
    facts = {"purpose": row.purpose, "active": active, "version": row.version}
    subject = ("letter_template", row.id)
    audit.record(
        session, by=by, act=act, subject=subject, at=at, unit_code=row.unit_code, facts=facts
    )
    return row
