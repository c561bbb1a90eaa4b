"""What the portal knows before a return comes: the last one, and what was forwarded (Art. 36)."""

from collections.abc import Callable, Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.filings.models import Filing, Obligation
from portal.filings.returns.layout import CODES, Layout, layout_for
from portal.filings.returns.reference import Forwarded, Reference, Totals
from portal.filings.rules.periods import Period, period
from portal.institutions.queries import Card, card
from portal.kernel.secrets.cipher import installed

Source = Callable[[Session, Card, Period], Iterable[Forwarded]]
_sources: list[Source] = []
_PURPOSE = "filing.reference"


def tells_what_was_forwarded(source: Source) -> Source:
    """Register who knows what was forwarded to an institution, and to the branches of a head."""
    _sources.append(source)
    return source


def is_return(filing: Filing) -> bool:
    """Return whether a filing is filled into a form of the portal's."""
    return filing.subject in CODES and period(filing.period) is not None


def reference_of(session: Session, filing: Filing, *, at: datetime) -> Reference:
    """Return what a filing is checked against, as it is known now."""
    owner, span = card(session, filing.institution_id), period(filing.period)
    assert owner is not None and span is not None
    previous = _previous(session, filing, span)
    duty = session.get(Obligation, filing.obligation_id) if filing.obligation_id else None
    forwarded = filing.subject == "complaint_data"
    return Reference(
        institution_code=owner.code,
        institution_name=owner.name,
        institution_type=owner.type,
        category=owner.category,
        layout=filing.subject,
        period=filing.period,
        made_at=at,
        due_on=duty.due_on if duty else None,
        previous=_totals(previous) if previous else None,
        previous_period=previous.period if previous else "",
        complaint_data=_same_period(session, filing),
        forwarded=tuple(sorted(_forwarded(session, owner, span))) if forwarded else (),
    )


def layout_of(reference: Reference) -> Layout:
    """Return the form that a reference is of."""
    about = (reference.institution_type, reference.category)
    return layout_for(reference.layout, reference.span.last, *about)


def seal(text: bytes) -> str:
    """Return the portal's seal of a reference, by which its own templates are known."""
    return installed().mac(text, _PURPOSE).hex()


def _forwarded(session: Session, owner: Card, span: Period) -> Iterable[Forwarded]:
    for source in _sources:
        yield from source(session, owner, span)


def _previous(session: Session, filing: Filing, span: Period) -> Filing | None:
    """Return the accepted return of the same form for the period before."""
    found = select(Filing).where(
        Filing.institution_id == filing.institution_id,
        Filing.kind == filing.kind,
        Filing.subject == filing.subject,
        Filing.period == span.previous.text,
        Filing.state == "accepted",
    )
    return session.scalar(found)


def _same_period(session: Session, filing: Filing) -> Totals | None:
    if filing.subject != "handling_report":
        return None
    found = select(Filing).where(
        Filing.institution_id == filing.institution_id,
        Filing.kind == "data_return",
        Filing.subject == "complaint_data",
        Filing.period == filing.period,
        Filing.state == "accepted",
    )
    accepted = session.scalar(found)
    return _totals(accepted) if accepted else None


def _totals(filing: Filing) -> Totals:
    totals: Totals = filing.content.get("totals", {})
    return totals
