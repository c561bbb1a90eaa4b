"""Keeping the register of mediation organisations (Art. 39)."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from portal.institutions.commands.register import apply
from portal.institutions.commands.standing import check_reach, take_turn
from portal.institutions.faults import fault, refuse
from portal.institutions.models import MediationOrganisation
from portal.institutions.rules import MEDIATION_SECTORS, mediator_faults
from portal.kernel import audit
from portal.kernel.actor import Actor
from portal.kernel.findings import N_
from portal.kernel.law import clause

SUBJECT = "mediation_organisation"
NAME_TAKEN = N_("已有同名的调解组织。请打开它修改，不要重复登记。")


@dataclass(frozen=True)
class Stated:
    """A mediation organisation as entered; `sectors` among banking and insurance."""

    name: str
    territory: str
    sectors: tuple[str, ...]
    began_on: date
    association: str = ""
    phone: str = ""
    address: str = ""
    ended_on: date | None = None


@clause("39")
def add_mediator(
    session: Session, stated: Stated, *, by: Actor, at: datetime
) -> MediationOrganisation:
    """Enter a mediation organisation; raises Unfit with every fault, Breach outside reach."""
    _check(session, stated, None, by)
    row = MediationOrganisation(**_columns(stated), entered_at=at, entered_by=by.account_id)
    session.add(row)
    session.flush()
    _log(session, row, "mediator_register", by, at, {"name": row.name})
    return row


@clause("39")
def edit_mediator(
    session: Session,
    organisation_id: int,
    stated: Stated,
    *,
    version: int,
    by: Actor,
    at: datetime,
) -> MediationOrganisation:
    """Correct an organisation; StaleDataError (409) when another acted since `version`."""
    found = select(MediationOrganisation).where(MediationOrganisation.id == organisation_id)
    locked = found.with_for_update().execution_options(populate_existing=True)
    row = session.scalars(locked).one()
    if row.version != version:
        raise StaleDataError(f"mediation organisation {row.id} has changed")
    check_reach(by, row.territory)
    _check(session, stated, row.id, by)
    if changed := apply(row, _columns(stated)):  # type: ignore[arg-type]
        session.flush()
        _log(session, row, "mediator_correct", by, at, {"changed": changed})
    return row


def _check(session: Session, stated: Stated, own_id: int | None, by: Actor) -> None:
    refuse(mediator_faults(**asdict(stated)))
    check_reach(by, stated.territory)
    take_turn(session)
    taken = select(MediationOrganisation.id).where(MediationOrganisation.name == stated.name)
    if session.scalar(taken) not in (None, own_id):
        refuse([fault("name", stated.name, NAME_TAKEN)])


def _columns(stated: Stated) -> dict[str, object]:
    sectors = [sector for sector in MEDIATION_SECTORS if sector in stated.sectors]
    return asdict(stated) | {"sectors": sectors}


def _log(
    session: Session,
    row: MediationOrganisation,
    act: str,
    by: Actor,
    at: datetime,
    facts: dict[str, object],
) -> None:
    audit.record(
        session, by=by, act=act, subject=(SUBJECT, row.id), at=at, article="39", facts=facts
    )
