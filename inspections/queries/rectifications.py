"""One recommendation, demand or order with all that its page shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from inspections.models import (
    Finding,
    KeptFile,
    Letter,
    Measure,
    Progress,
    Rectification,
    RectificationExtension,
    RectificationItem,
    RectificationPlan,
    Verification,
)
from inspections.queries.access import rectifications_visible_to
from inspections.queries.files import files_about
from inspections.queries.letters import letters_about
from inspections.queries.measures import measures_of
from inspections.queries.standing import standing_of
from inspections.rules.rectifying import overdue, uncorrected
from portal.accounts.queries import account_names, staff_of, unit_names
from portal.institutions.queries import Card, card
from portal.kernel import audit
from portal.kernel.actor import Actor

HANDLERS = ("inspector", "supervisor")


@dataclass(frozen=True)
class ItemView:
    """A requirement with the finding it comes from and how it was last looked at."""

    row: RectificationItem
    finding: Finding | None
    verified: Verification | None


@dataclass(frozen=True)
class RectificationFile:
    """A rectification as its page shows it; lists are the oldest first."""

    row: Rectification
    institution: Card
    unit_name: str
    items: list[ItemView]
    plans: Sequence[RectificationPlan]
    progress: Sequence[Progress]
    extensions: Sequence[RectificationExtension]
    verifications: Sequence[Verification]
    letters: Sequence[Letter]
    measures: Sequence[Measure]
    orders: Sequence[Rectification]
    demand: Rectification | None
    history: Sequence[audit.AuditEntry]
    evidence: dict[int, list[KeptFile]]
    own_files: Sequence[KeptFile]
    names: dict[int, str]

    @property
    def asked(self) -> RectificationExtension | None:
        """The extension that waits for its decision."""
        return next((each for each in self.extensions if each.state == "asked"), None)

    def overdue(self, as_of: date) -> bool:
        """Whether its last day has passed without a report in time."""
        return overdue(standing_of(self.row), as_of)

    def uncorrected(self, as_of: date) -> bool:
        """Whether something was not put right (Art. 41)."""
        return uncorrected(standing_of(self.row), as_of)


def file_of(session: Session, actor: Actor, row: Rectification) -> RectificationFile:
    """Return a rectification in sight with all that hangs on it; working papers are not in it."""
    about = card(session, row.institution_id)
    assert about is not None
    looked = _rows(session, Verification, row)
    linked = rectifications_visible_to(actor).where(Rectification.demand_id == row.id)
    measures = measures_of(session, row.id)
    if actor.is_institution:
        measures = [each for each in measures if each.state not in ("proposed", "rejected")]
    return RectificationFile(
        row=row,
        institution=about,
        unit_name=unit_names(session).get(row.unit_code, row.unit_code),
        items=_items(session, row, looked),
        plans=_rows(session, RectificationPlan, row),
        progress=_rows(session, Progress, row),
        extensions=_rows(session, RectificationExtension, row),
        verifications=looked,
        letters=letters_about(session, "rectification", row.id),
        measures=measures,
        orders=session.scalars(linked.order_by(Rectification.id)).all(),
        demand=_demand(session, actor, row),
        history=audit.history(session, "rectification", row.id),
        evidence=_evidence(session, row),
        own_files=files_about(session, "rectification", row.id),
        names=_names(session, row, looked),
    )


def kept_file(session: Session, row: Rectification, file_id: int) -> KeptFile | None:
    """Return a file of a rectification or of one of its items; another's is None."""
    found = session.get(KeptFile, file_id)
    if found is None:
        return None
    if (found.about, found.about_id) == ("rectification", row.id):
        return found
    item = session.get(RectificationItem, found.about_id) if found.about == "item" else None
    return found if item is not None and item.rectification_id == row.id else None


def handlers(session: Session, unit_code: str) -> list[tuple[int, str]]:
    """Return the officers of a unit who may have one in hand, with their names."""
    return [(each.id, each.name) for each in staff_of(session, {unit_code}, HANDLERS)]


def failed_demands(
    session: Session, actor: Actor, institution_id: int, as_of: date
) -> list[Rectification]:
    """Return the demands on an institution that failed or ran over, the newest first."""
    found = rectifications_visible_to(actor).where(
        Rectification.institution_id == institution_id,
        Rectification.kind == "demand",
        Rectification.state.in_(("issued", "reported", "failed")),
    )
    rows = session.scalars(found.order_by(Rectification.id.desc()).limit(100)).all()
    return [row for row in rows if uncorrected(standing_of(row), as_of)]


def from_inspection(session: Session, actor: Actor, inspection_id: int) -> Sequence[Rectification]:
    """Return what was drafted or issued for the findings of an inspection, the oldest first."""
    found = rectifications_visible_to(actor).where(
        Rectification.inspection_id == inspection_id, Rectification.state != "discarded"
    )
    return session.scalars(found.order_by(Rectification.id)).all()


def _rows(session: Session, of: type, row: Rectification) -> Sequence:  # type: ignore[type-arg]
    found = select(of).where(of.rectification_id == row.id)  # type: ignore[attr-defined]
    return session.scalars(found.order_by(of.id)).all()  # type: ignore[attr-defined]


def _demand(session: Session, actor: Actor, row: Rectification) -> Rectification | None:
    if row.demand_id is None:
        return None
    return session.scalar(rectifications_visible_to(actor).where(Rectification.id == row.demand_id))


def _items(session: Session, row: Rectification, looked: Sequence[Verification]) -> list[ItemView]:
    found = select(RectificationItem).where(RectificationItem.rectification_id == row.id)
    items = session.scalars(found.order_by(RectificationItem.ordinal)).all()
    ids = {each.finding_id for each in items if each.finding_id}
    findings = {
        each.id: each for each in session.scalars(select(Finding).where(Finding.id.in_(ids)))
    }
    last = {each.item_id: each for each in looked}
    return [ItemView(each, findings.get(each.finding_id or 0), last.get(each.id)) for each in items]


def _evidence(session: Session, row: Rectification) -> dict[int, list[KeptFile]]:
    of = RectificationItem
    ids = session.scalars(select(of.id).where(of.rectification_id == row.id)).all()
    kept: dict[int, list[KeptFile]] = {each: [] for each in ids}
    for file in files_about(session, "item", *ids):
        kept[file.about_id].append(file)
    return kept


def _names(session: Session, row: Rectification, looked: Sequence[Verification]) -> dict[int, str]:
    people = {row.handler, row.made_by, row.proposed_by, row.approved_by, row.closed_by}
    people |= {each.verified_by for each in looked}
    return account_names(session, {who for who in people if who})
