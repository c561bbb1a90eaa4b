"""To report the yearly disclosure: its page on the web, its day, and the document (Art. 26)."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from portal.filings.commands.acts import log
from portal.filings.commands.filing import before_signing
from portal.filings.models import Filing
from portal.filings.rules.disclosing import disclosure_fault
from portal.filings.rules.periods import period
from portal.kernel.actor import Actor
from portal.kernel.clock import business_date
from portal.kernel.law import Breach

KIND = "disclosure"


def describe_disclosure(
    session: Session, filing: Filing, *, url: str, published_on: date, by: Actor, at: datetime
) -> None:
    """Say where and when the disclosure was published; raises Breach with what is wrong of it."""
    if filing.state != "draft" or filing.kind != KIND:
        raise Breach("filing_not_in_hand", "26")
    _check(filing, url.strip(), published_on, at)
    filing.content = {"url": url.strip(), "published_on": published_on.isoformat()}
    session.flush()
    log(session, filing, "filing.describe", by=by, at=at, published_on=published_on.isoformat())


@before_signing(KIND)
def _described(session: Session, filing: Filing, by: Actor, at: datetime) -> None:
    told = filing.content.get("published_on", "")
    on = date.fromisoformat(told) if told else None
    _check(filing, filing.content.get("url", ""), on, at)


def _check(filing: Filing, url: str, published_on: date | None, at: datetime) -> None:
    span = period(filing.period)
    fault = disclosure_fault(url, published_on, span, business_date(at))
    if fault is not None:
        raise Breach(fault, "26", day=span.last if span else business_date(at))
