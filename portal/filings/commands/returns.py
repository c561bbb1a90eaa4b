"""To hand in a return, have it checked, and confirm what is unusual but right (Art. 36)."""

import json
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from portal.filings.commands.acts import log, move
from portal.filings.commands.documents import put_document
from portal.filings.commands.filing import before_signing
from portal.filings.lifecycle import FILING
from portal.filings.models import Filing
from portal.filings.queries.references import is_return, reference_of
from portal.filings.queries.verdicts import unconfirmed, verdict_of
from portal.filings.returns.verdict import Verdict
from portal.kernel import tasks
from portal.kernel.actor import SYSTEM, Actor
from portal.kernel.law import Breach
from portal.kernel.storage import Stored

KINDS = ("data_return", "handling_report", "metrics")
TASK = "return_check"
_SHORTEST = 4


def hand_in(session: Session, filing: Filing, stored: Stored, *, by: Actor, at: datetime) -> None:
    """Put a filled-in form into a filing, in place of the one before, and have it checked."""
    _is_return(filing)
    if filing.state in ("checked", "failed"):
        move(session, filing, "rework", by=by, at=at)
    put_document(session, filing, stored, by=by, at=at)
    _ask(session, filing, by, at)


def check_again(session: Session, filing: Filing, *, by: Actor, at: datetime) -> None:
    """Have the same file checked against what the portal knows now."""
    _is_return(filing)
    if filing.sha256 is None:
        raise Breach("document_missing", "36")
    _ask(session, filing, by, at)


def judge(session: Session, filing: Filing, sha256: str, verdict: Verdict, *, at: datetime) -> bool:
    """Keep what the check of a file found; False when another file has taken its place.

    Warnings that were confirmed stay so where the same one was found again.
    """
    if filing.state != "checking" or filing.sha256 != sha256:
        return False
    filing.findings = json.dumps(verdict.as_json(), ensure_ascii=False)
    filing.errors, filing.warnings = verdict.error_count, verdict.warning_count
    filing.nil = verdict.nil
    filing.content = {
        "totals": dict(verdict.totals),
        "rows": verdict.rows,
        "reference": verdict.reference_digest,
    }
    known = {each.key for each in verdict.warnings} | {f"rule:{rule}" for rule in verdict.counts}
    filing.confirmed = {key: said for key, said in filing.confirmed.items() if key in known}
    facts = {"errors": filing.errors, "warnings": filing.warnings, "sha256": sha256}
    move(session, filing, "pass" if verdict.ok else "fail", by=SYSTEM, at=at, **facts)
    return True


def confirm(
    session: Session,
    filing: Filing,
    keys: Iterable[str],
    *,
    reason: str,
    by: Actor,
    at: datetime,
) -> None:
    """Confirm that what a check warned of is right, and why; one reason may serve several.

    Raises Breach("confirmation_reason_missing") and Breach("no_such_warning").
    """
    FILING.check(filing.state, "sign")
    verdict, wanted = verdict_of(filing), list(dict.fromkeys(keys))
    if len(reason.strip()) < _SHORTEST:
        raise Breach("confirmation_reason_missing", "36", least=_SHORTEST)
    if verdict is None or not wanted:
        raise Breach("no_such_warning", "36")
    known = {each.key for each in verdict.warnings}
    known |= {f"rule:{each.rule}" for each in verdict.warnings}
    if not known.issuperset(wanted):
        raise Breach("no_such_warning", "36")
    said = {"reason": reason.strip(), "by": by.account_id, "at": at.isoformat()}
    filing.confirmed = {**filing.confirmed, **dict.fromkeys(wanted, said)}
    session.flush()
    log(session, filing, "filing.confirm", by=by, at=at, warnings=len(wanted))


@before_signing(*KINDS)
def _checked(session: Session, filing: Filing, by: Actor, at: datetime) -> None:
    """Refuse a return that was not checked as it is, against what is known now."""
    if not is_return(filing):
        return
    verdict = verdict_of(filing)
    if filing.state != "checked" or verdict is None or verdict.digest != filing.sha256:
        raise Breach("return_not_checked", "36")
    if reference_of(session, filing, at=at).digest != filing.content.get("reference"):
        raise Breach("reference_outdated", "36")
    if left := unconfirmed(filing, verdict):
        raise Breach("warnings_unconfirmed", "36", count=len(left))


def _ask(session: Session, filing: Filing, by: Actor, at: datetime) -> None:
    move(session, filing, "check", by=by, at=at)
    session.flush()
    about = {"filing_id": filing.id, "sha256": filing.sha256}
    task = tasks.ask(session, TASK, label=filing.label, payload=about, by=by, at=at, total=100)
    filing.content = {**filing.content, "task": task.id}
    session.flush()


def _is_return(filing: Filing) -> None:
    if filing.kind not in KINDS or not is_return(filing):
        raise Breach("filing_not_in_hand", "36")
