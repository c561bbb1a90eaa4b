"""What both sides see of a return: its findings, its figures, and the marked copy."""

from typing import Any

from flask import abort
from flask_babel import gettext as _
from werkzeug import Response

from portal.filings.commands import documents
from portal.filings.commands.marking import AT_ONCE
from portal.filings.models import Filing
from portal.filings.queries.filings import FilingView
from portal.filings.queries.references import is_return, layout_of, reference_of
from portal.filings.queries.stored import stored_file
from portal.filings.queries.verdicts import figures, unconfirmed, verdict_of
from portal.filings.returns.marked import marked
from portal.filings.returns.sentences import SENTENCES
from portal.filings.returns.verdict import Finding
from portal.filings.views.opened import filing_or_404
from portal.kernel import clock
from portal.kernel.db import transaction
from portal.web import downloads
from portal.web.access import current_actor
from portal.web.db import session

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def return_or_404(filing_id: int) -> FilingView:
    """Return a filing in sight that is filled into a form of the portal's."""
    view = filing_or_404(filing_id)
    return view if is_return(view.row) else abort(404)


def shown(view: FilingView) -> dict[str, Any]:
    """Return what the check found of a return and what it says, for its page."""
    row, verdict = view.row, verdict_of(view.row)
    reference = reference_of(session(), row, at=clock.now())
    layout = layout_of(reference)
    earlier = next((v for v in view.versions if v.ordinal < row.ordinal and v.findings), None)
    return {
        "layout": layout,
        "verdict": verdict,
        "large": bool(verdict) and verdict.rows > AT_ONCE,
        "counts": _counts(verdict.counts) if verdict else [],
        "left": unconfirmed(row, verdict) if verdict else (),
        "confirmed": row.confirmed,
        "said": said,
        "figures": figures(
            layout,
            verdict.totals if verdict else {},
            reference.previous,
            earlier.content.get("totals") if earlier else None,
        ),
        "previous_period": reference.previous_period,
        "earlier": earlier,
        "outdated": bool(verdict) and row.content.get("reference") != reference.digest,
        "forwarded": [each for each in reference.forwarded if each.to_report],
    }


def marked_file(filing_id: int) -> Response:
    """Hand out the same workbook with what is wrong marked, and log it."""
    row = return_or_404(filing_id).row
    verdict = verdict_of(row)
    if verdict is None or row.sha256 is None or verdict.rows > AT_ONCE:
        abort(404)  # a large one is asked for and made by the worker
    with transaction(session()):
        documents.hand_out(session(), row, by=current_actor(), at=clock.now())
    with stored_file(row.sha256, row.label) as source:
        body = marked(source, verdict)
    return downloads.attachment(body, f"{_stem(row)}-{_('标注')}.xlsx", XLSX)


def said(finding: Finding) -> dict[str, str]:
    """Return why a finding is wrong and how to mend it, in the reader's language."""
    facts = {name: _(str(value)) for name, value in finding.facts.items() if str(value)}
    facts = {name: facts.get(name, "") for name in finding.facts}
    return {"reason": _(finding.reason, **facts), "mend": _(finding.mend, **facts)}


def _counts(counts: Any) -> list[dict[str, Any]]:
    """Return how often each rule was broken, errors first, in the words of its first part."""
    rows = [
        {"rule": rule, "count": n, "level": SENTENCES[rule].level} for rule, n in counts.items()
    ]
    return sorted(rows, key=lambda row: (row["level"], -row["count"]))


def _stem(row: Filing) -> str:
    return row.label.rsplit(".", 1)[0] or row.period
