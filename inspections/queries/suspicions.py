"""What stands against institutions on a day, rule by rule: the evidence that proposals are of."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, aliased

from forwarding.queries import supervision as cases
from forwarding.queries.supervision import Cases
from inspections.models import Rectification
from inspections.rules.proposing import Evidence, risen
from portal.accounts.queries import territories
from portal.filings.queries import channels
from portal.filings.queries import supervision as filings
from portal.institutions.queries import cards

_HEAD_OFFICE = "000000"
_ENDED = ("discarded", "revoked")


@dataclass(frozen=True)
class Suspicion:
    """What one rule finds against one institution in one unit's territory."""

    unit_code: str
    institution_id: int
    detail: str
    evidence: tuple[Evidence, ...]
    figures: Mapping[str, int] = field(default_factory=dict)


def gather(session: Session, rule: str, days: int, as_of: date) -> list[Suspicion]:
    """Return what a rule finds on a day, looking back (or waiting) so many days."""
    return list(_GATHERERS[rule](session, days, as_of))


def _late_handling(session: Session, days: int, as_of: date) -> Iterator[Suspicion]:
    return _of_cases(cases.late_handlings(session, as_of - timedelta(days=days), as_of))


def _reports_sent_back(session: Session, days: int, as_of: date) -> Iterator[Suspicion]:
    return _of_cases(cases.sent_back_reports(session, as_of - timedelta(days=days)))


def _mediation_refused(session: Session, days: int, as_of: date) -> Iterator[Suspicion]:
    return _of_cases(cases.refused_mediations(session, as_of - timedelta(days=days)))


def _mediation_unperformed(session: Session, days: int, as_of: date) -> Iterator[Suspicion]:
    return _of_cases(cases.unperformed_mediations(session, as_of - timedelta(days=days)))


def _incident_unreported(session: Session, days: int, as_of: date) -> Iterator[Suspicion]:
    return _of_cases(cases.unreported_incidents(session, as_of - timedelta(days=days)))


def _product_cluster(session: Session, days: int, as_of: date) -> Iterator[Suspicion]:
    return _of_cases(cases.by_business(session, as_of - timedelta(days=days)))


def _cause_rise(session: Session, days: int, as_of: date) -> Iterator[Suspicion]:
    since = as_of - timedelta(days=days)
    found = cases.by_cause(session, since - timedelta(days=days), since)
    return _of_cases(each for each in found if risen(len(each.numbers), each.before))


def _of_cases(found: Iterable[Cases]) -> Iterator[Suspicion]:
    for each in found:
        evidence = tuple({"kind": "complaint", "ref": number} for number in each.numbers)
        figures = {"before": each.before}
        yield Suspicion(each.unit_code, each.institution_id, each.detail, evidence, figures)


def _filing_overdue(session: Session, days: int, as_of: date) -> Iterator[Suspicion]:
    found = filings.overdue(session, as_of - timedelta(days=days))
    return _of_filings(session, found, "duty")


def _channels_unpublished(session: Session, days: int, as_of: date) -> Iterator[Suspicion]:
    return _of_filings(session, channels.failing_checks(session), "channel_check")


def _persons_missing(session: Session, days: int, as_of: date) -> Iterator[Suspicion]:
    lacking = filings.unmanned(session, as_of - timedelta(days=days))
    still = filings.unmanned(session, as_of)
    found = {
        owner: [duty for duty in duties if duty in still.get(owner, ())]
        for owner, duties in lacking.items()
    }
    return _of_filings(session, found, "figure")


def _of_filings(
    session: Session, found: Mapping[int, Iterable[object]], kind: str
) -> Iterator[Suspicion]:
    known, competent = cards(session, found), territories(session)
    for owner, refs in found.items():
        if known[owner].open:
            unit = competent(known[owner].territory) or _HEAD_OFFICE
            evidence = tuple({"kind": kind, "ref": str(ref)} for ref in refs)
            yield Suspicion(unit, owner, "", evidence)


def _demand_failed(session: Session, days: int, as_of: date) -> Iterator[Suspicion]:
    order = aliased(Rectification)
    ordered = (
        select(order.id)
        .where(order.demand_id == Rectification.id, order.state.not_in(_ENDED))
        .exists()
    )
    overdue = and_(
        Rectification.state == "issued",
        Rectification.due_on <= as_of - timedelta(days=days),
    )
    found = select(Rectification).where(
        Rectification.kind == "demand",
        or_(Rectification.state == "failed", overdue),
        ~ordered,
    )
    for row in session.scalars(found):
        evidence = ({"kind": "rectification", "ref": str(row.id)},)
        yield Suspicion(row.unit_code, row.institution_id, str(row.id), evidence)


_GATHERERS: dict[str, Callable[[Session, int, date], Iterable[Suspicion]]] = {
    "late_handling": _late_handling,
    "reports_sent_back": _reports_sent_back,
    "mediation_refused": _mediation_refused,
    "mediation_unperformed": _mediation_unperformed,
    "channels_unpublished": _channels_unpublished,
    "product_cluster": _product_cluster,
    "cause_rise": _cause_rise,
    "filing_overdue": _filing_overdue,
    "persons_missing": _persons_missing,
    "incident_unreported": _incident_unreported,
    "demand_failed": _demand_failed,
}
