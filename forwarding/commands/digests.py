"""Figures of a dashboard by e-mail, as often as its reader asked (Art. 30)."""

from datetime import datetime

from sqlalchemy.orm import Session

from forwarding.queries.saved_views import with_digest
from forwarding.rules.told_spans import DIGESTS, digest_due
from portal.kernel import outbox
from portal.kernel.clock import business_date


def post_digests(session: Session, *, at: datetime) -> int:
    """Post what is due today, once for each view and day however often this runs."""
    today = business_date(at)
    due = [digest for digest in DIGESTS if digest_due(digest, today)]
    messages = [
        outbox.message(
            "digest.send",
            f"digest:{view.id}:{today}",
            {"view_id": view.id, "day": today.isoformat()},
            at,
        )
        for view in with_digest(session, due)
    ]
    outbox.post_all(session, messages)
    return len(messages)
