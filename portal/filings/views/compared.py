"""The page of the difference between two versions of a policy, for both sides."""

from typing import Any

from flask import abort, request

from portal.filings.queries import policies
from portal.filings.queries.filings import FilingView
from portal.filings.rules.differences import Passage, differences
from portal.filings.views.opened import filing_or_404
from portal.filings.views.shown import words
from portal.web.db import session
from portal.web.forms import answer

_FOLDED = 3


def compared(filing_id: int, template: str) -> Any:
    """Show what a version changed against the one before it, or against another (`?with=`)."""
    view = filing_or_404(filing_id)
    other = _other(view) or abort(404)
    read = policies.texts(session(), [view.row.id, other.id])
    both = [read.get(row.id) for row in (other, view.row)]
    passages: list[Passage] = []
    if all(text is not None and text.text for text in both):
        passages = differences(*(text.text for text in both if text is not None))
    return answer(
        template,
        view=view,
        other=other,
        versions=[row for row in view.versions if row.id != view.row.id],
        unread=[row for row, text in zip((other, view.row), both, strict=True) if not text],
        faults=[text.fault for text in both if text is not None and text.fault],
        passages=passages,
        same=bool(passages) and all(passage.kind == "kept" for passage in passages),
        folded=_FOLDED,
        say=words(),
    )


def _other(view: FilingView) -> Any:
    """Return the version to compare with: the one asked for, else the newest before this."""
    asked = request.args.get("with", "")
    if asked:
        return next((row for row in view.versions if str(row.id) == asked), None)
    earlier = [row for row in view.versions if row.ordinal < view.row.ordinal]
    accepted = [row for row in earlier if row.state in ("accepted", "superseded", "retired")]
    return next(iter([*accepted, *earlier]), None)
