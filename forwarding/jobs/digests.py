"""The figures of a kept dashboard, sent to whoever keeps it; nothing personal in it (Art. 22)."""

from datetime import date, datetime
from urllib.parse import parse_qs

from sqlalchemy.orm import Session

from forwarding import notices
from forwarding.queries.rises import open_rises
from forwarding.queries.saved_views import view_to_send
from forwarding.queries.told_overview import told_overview
from portal.accounts.queries import account, actor_for, unit_names, units_below
from portal.kernel import links
from portal.kernel.notices import Undeliverable
from portal.kernel.outbox import OutboxMessage, handler


@handler("digest.send")
def send_digest(session: Session, message: OutboxMessage, at: datetime) -> None:
    """Send one digest; a view forgotten since, or a reader who may look no more, gets none."""
    view = view_to_send(session, message.payload["view_id"])
    if view is None or not view.digest:
        return
    about = account(session, view.account_id)
    actor = actor_for(session, view.account_id) if about and about.active else None
    if actor is None or actor.role not in _READERS:
        return
    asked = {name: values[0] for name, values in parse_qs(view.query).items()}
    day = date.fromisoformat(message.payload["day"])
    told = told_overview(session, actor, asked.get("unit", ""), asked.get("span", ""), day)
    total = told.seen.total
    warnings = open_rises(session, units_below(session, told.unit) & actor.unit_codes)
    try:
        notices.send_to_officer(
            session,
            view.account_id,
            "overview_digest",
            key=message.key,
            at=at,
            view=view.name,
            day=day,
            unit=unit_names(session)[told.unit],
            first=told.span.first,
            last=told.span.last,
            received=total.received,
            before=total.before,
            waiting=total.waiting,
            overdue=total.overdue,
            in_time="—" if total.in_time_pct is None else f"{total.in_time_pct}%",
            rises=len(warnings),
            link=links.to(f"/staff/overview?{view.query}"),
        )
    except Undeliverable:
        return  # an account without an address is told nothing


_READERS = ("triage", "supervisor", "inspector", "statistician")
