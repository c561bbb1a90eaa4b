"""An officer of the territory decides what an institution proposed, and the register follows."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.institutions.commands.channels import set_channels
from portal.institutions.commands.closure import close
from portal.institutions.commands.proposals import (
    OF_CHANNELS,
    OF_PARTICULARS,
    Opening,
    decided,
    held,
    particulars_of,
)
from portal.institutions.commands.register import add, edit
from portal.institutions.commands.standing import check_reach, load
from portal.institutions.entry import Channels
from portal.institutions.models import Institution, InstitutionProposal
from portal.kernel import outbox
from portal.kernel.actor import Actor
from portal.kernel.law import clause


@clause("4", "8")
def approve(
    session: Session, proposal_id: int, *, version: int, code: str = "", by: Actor, at: datetime
) -> InstitutionProposal:
    """Approve a proposal and enter it into the register; an opening needs the branch's new code.

    Raises Unfit or Breach when the register no longer allows it, Breach outside the actor's reach.
    """
    row = held(session, proposal_id, version)
    check_reach(by, row.territory)
    decided(session, row, "approve", by=by, at=at)
    _CARRY_OUT[row.kind](session, row, code, by, at)
    _tell(session, row, at)
    return row


@clause("4", "8")
def refuse_proposal(
    session: Session, proposal_id: int, *, version: int, remarks: str, by: Actor, at: datetime
) -> InstitutionProposal:
    """Refuse a proposal and say why; the register stays as it is."""
    row = held(session, proposal_id, version)
    check_reach(by, row.territory)
    decided(session, row, "refuse", by=by, at=at, remarks=remarks)
    _tell(session, row, at)
    return row


def _tell(session: Session, row: InstitutionProposal, at: datetime) -> None:
    payload, key = {"proposal_id": row.id}, f"proposal:{row.id}:decided"
    outbox.post(session, "institution.proposal_decided", key, payload, at)


def _change(
    session: Session, row: InstitutionProposal, _code: str, by: Actor, at: datetime
) -> None:
    """Set what was proposed, and nothing else: what others changed meanwhile stays."""
    after = {name: both[1] for name, both in row.stated.items()}
    about = load(session, row.institution_id)
    if named := {name: after[name] for name in OF_PARTICULARS if name in after}:
        parent = session.get(Institution, about.parent_id) if about.parent_id else None
        stated = replace(particulars_of(about, parent.code if parent else ""), **named)
        about = edit(session, about.id, stated, version=about.version, by=by, at=at)
        session.flush()
    if given := {name: after[name] for name in OF_CHANNELS if name in after}:
        stored = Channels(**{name: getattr(about, name) for name in OF_CHANNELS})
        channels = replace(stored, **given)
        set_channels(session, about.id, channels, version=about.version, by=by, at=at)


def opening_of(stated: dict[str, Any]) -> Opening:
    """Return a proposed branch as its proposal keeps it."""
    opened_on = date.fromisoformat(stated["opened_on"]) if stated["opened_on"] else None
    own = {name: stated[name] for name in (*OF_PARTICULARS, "territory")}
    channels = Channels(**{name: stated[name] for name in OF_CHANNELS})
    return Opening(**own, opened_on=opened_on, channels=channels)


def _opening(
    session: Session, row: InstitutionProposal, code: str, by: Actor, at: datetime
) -> None:
    opening = opening_of(row.stated)
    parent = session.get_one(Institution, row.institution_id)
    made = add(session, code, opening.particulars(parent.code), by=by, at=at)
    session.flush()
    row.opened_id = made.id
    if opening.channels != Channels():
        channels, version = opening.channels, made.version
        set_channels(session, made.id, channels, version=version, by=by, at=at)


def _closing(
    session: Session, row: InstitutionProposal, _code: str, by: Actor, at: datetime
) -> None:
    about = load(session, row.institution_id)
    closed_on = date.fromisoformat(row.stated["closed_on"])
    given = {"closed_on": closed_on, "reason": row.reason, "version": about.version}
    close(session, about.id, **given, by=by, at=at)


_CARRY_OUT: dict[str, Callable[[Session, InstitutionProposal, str, Actor, datetime], None]] = {
    "change": _change,
    "opening": _opening,
    "closing": _closing,
}
