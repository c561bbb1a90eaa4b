"""What an institution proposes of its own entry and branches; nothing changes until it is decided.

The register is the regulator's: a branch is opened or closed, and a channel changed, when an
officer of the territory approves (Arts. 4, 8).
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from portal.institutions.commands.channels import without_mailbox
from portal.institutions.commands.register import SUBJECT
from portal.institutions.commands.standing import load
from portal.institutions.entry import (
    Channels,
    Particulars,
    channel_faults,
    closing_faults,
    particulars_faults,
)
from portal.institutions.faults import refuse
from portal.institutions.lifecycle import PROPOSAL
from portal.institutions.models import Institution, InstitutionProposal
from portal.institutions.queries.tree import open_branches
from portal.kernel import audit, outbox
from portal.kernel.actor import Actor
from portal.kernel.clock import business_date
from portal.kernel.law import Breach, clause

OF_CHANNELS = tuple(Channels.__dataclass_fields__)
OF_PARTICULARS = ("name", "short_name", "uscc", "licence_no")
CHANGEABLE = (*OF_PARTICULARS, *OF_CHANNELS)
"""What an institution may propose to change; the rest follows from the licence."""


@dataclass(frozen=True)
class Opening:
    """A branch as it is proposed; its code is given when it is approved."""

    name: str
    territory: str
    opened_on: date | None
    short_name: str = ""
    uscc: str = ""
    licence_no: str = ""
    channels: Channels = Channels()

    def particulars(self, parent_code: str) -> Particulars:
        """Return the entry of the branch below an institution."""
        own = {name: getattr(self, name) for name in OF_PARTICULARS}
        place = {"level": "branch", "parent_code": parent_code, "territory": self.territory}
        return Particulars(**own, **place, opened_on=self.opened_on)


@clause("4", "8")
def propose_change(
    session: Session,
    institution_id: int,
    wanted: Mapping[str, Any],
    *,
    reason: str,
    version: int | None = None,
    by: Actor,
    at: datetime,
) -> InstitutionProposal:
    """Propose other channels or another name; raises Unfit, or Breach when nothing differs.

    `wanted` holds the new value of any of CHANGEABLE. Raises StaleDataError when the entry has
    changed since `version`.
    """
    row = _open_entry(session, institution_id, by, version)
    refuse(change_faults(row, wanted, business_date(at)))
    changed = {
        name: [getattr(row, name), wanted[name]]
        for name in CHANGEABLE
        if name in wanted and getattr(row, name) != wanted[name]
    }
    if not changed:
        raise Breach("proposal_changes_nothing", "8")
    return _propose(session, row, "change", changed, row.territory, reason, by, at)


def change_faults(row: Institution, wanted: Mapping[str, Any], as_of: date) -> list[Any]:
    """Return what would be wrong with an entry that was changed so."""
    given = {name: wanted.get(name, getattr(row, name)) for name in CHANGEABLE}
    channels = Channels(**{name: given[name] for name in OF_CHANNELS})
    named = {name: given[name] for name in OF_PARTICULARS}
    faults = particulars_faults(replace(particulars_of(row, ""), **named), as_of)
    return faults + channel_faults(channels)


def particulars_of(row: Institution, parent_code: str) -> Particulars:
    """Return a stored entry as it would be stated."""
    names = (name for name in Particulars.__dataclass_fields__ if name != "parent_code")
    return Particulars(**{name: getattr(row, name) for name in names}, parent_code=parent_code)


@clause("4")
def propose_opening(
    session: Session, parent_id: int, opening: Opening, *, reason: str, by: Actor, at: datetime
) -> InstitutionProposal:
    """Propose that a branch be entered below an institution; raises Unfit with every fault."""
    parent = _open_entry(session, parent_id, by)
    stated = opening.particulars(parent.code)
    refuse(particulars_faults(stated, business_date(at)) + channel_faults(opening.channels))
    flat = asdict(opening) | asdict(opening.channels)
    del flat["channels"]
    flat["opened_on"] = opening.opened_on.isoformat() if opening.opened_on else None
    return _propose(session, parent, "opening", flat, opening.territory, reason, by, at)


@clause("4")
def propose_closing(
    session: Session,
    institution_id: int,
    *,
    closed_on: date,
    reason: str,
    by: Actor,
    at: datetime,
) -> InstitutionProposal:
    """Propose that a branch be entered as closed; raises Unfit for a bad day, Breach for a head."""
    row = _open_entry(session, institution_id, by)
    if row.level != "branch":
        raise Breach("proposal_closes_the_head", "4")
    refuse(closing_faults(closed_on, row.opened_on, business_date(at)))
    if still_open := open_branches(session, row.id):
        raise Breach("institution_has_open_branches", "4", count=still_open)
    stated = {"closed_on": closed_on.isoformat()}
    return _propose(session, row, "closing", stated, row.territory, reason, by, at)


@clause("4")
def withdraw(
    session: Session, proposal_id: int, *, version: int, by: Actor, at: datetime
) -> InstitutionProposal:
    """Take a proposal back before it is decided."""
    row = held(session, proposal_id, version)
    _check_own(row.institution_id, by)
    decided(session, row, "withdraw", by=by, at=at)
    return row


def held(session: Session, proposal_id: int, version: int) -> InstitutionProposal:
    """Return a proposal, held until the commit; StaleDataError when another acted since."""
    found = select(InstitutionProposal).where(InstitutionProposal.id == proposal_id)
    found = found.with_for_update().execution_options(populate_existing=True)
    row = session.scalars(found).one()
    if row.version != version:
        raise StaleDataError(f"proposal {row.id} is at version {row.version}, not {version}")
    return row


def decided(
    session: Session,
    row: InstitutionProposal,
    act: str,
    *,
    by: Actor,
    at: datetime,
    remarks: str = "",
) -> None:
    """Do the move that ends a proposal, and log it."""
    PROPOSAL.move(row, act)
    row.decided_at, row.decided_by, row.remarks = at, by.account_id, remarks
    session.flush()
    _log(session, row, act, remarks or None, by, at)


def _open_entry(
    session: Session, institution_id: int, by: Actor, version: int | None = None
) -> Institution:
    """Return the entry a proposal is about, held until the commit: it is the queue of proposals."""
    _check_own(institution_id, by)
    row = load(session, institution_id, version)
    if row.state != "open":
        raise Breach("institution_not_open", "28", closed_on=row.closed_on)
    return row


def _check_own(institution_id: int, by: Actor) -> None:
    if institution_id not in by.institution_ids:
        raise Breach("proposal_of_another", "4")


def _propose(
    session: Session,
    about: Institution,
    kind: str,
    stated: dict[str, Any],
    territory: str,
    reason: str,
    by: Actor,
    at: datetime,
) -> InstitutionProposal:
    if kind != "opening" and _waits(session, about.id, kind):
        raise Breach("proposal_waits_already", "4")
    row = InstitutionProposal(
        kind=kind,
        state=PROPOSAL.initial,
        institution_id=about.id,
        territory=territory,
        stated=stated,
        reason=reason,
        proposed_at=at,
        proposed_by=by.account_id,
    )
    session.add(row)
    session.flush()
    _log(session, row, "propose", reason, by, at)
    payload = {"proposal_id": row.id}
    outbox.post(session, "institution.proposed", f"proposal:{row.id}", payload, at)
    return row


def _waits(session: Session, institution_id: int, kind: str) -> bool:
    of = InstitutionProposal
    # The entry is the queue: of two alike at once the second finds the first.
    session.execute(
        select(Institution.id).where(Institution.id == institution_id).with_for_update()
    )
    waiting = of.institution_id == institution_id, of.kind == kind, of.state == PROPOSAL.initial
    return session.scalar(select(of.id).where(*waiting).limit(1)) is not None


def _log(
    session: Session,
    row: InstitutionProposal,
    act: str,
    reason: str | None,
    by: Actor,
    at: datetime,
) -> None:
    facts: dict[str, Any] = {"proposal": row.id, "kind": row.kind}
    if row.kind == "change":
        facts["columns"] = sorted(without_mailbox(row.stated))
    audit.record(
        session,
        by=by,
        act=f"institution_{act}_{row.kind}",
        subject=(SUBJECT, row.institution_id),
        at=at,
        article="8" if row.kind == "change" else "4",
        reason=reason,
        facts=facts,
    )
