"""Who would get what, and what the complainant would be told, before anything is sent."""

from dataclasses import dataclass
from datetime import date

from forwarding.commands.tell import filer_of
from forwarding.forms.staff_acts import ForwardForm, QuickForm
from forwarding.models import Complaint
from forwarding.rules import institution_due_on, means_for
from portal.accounts.queries import unit
from portal.institutions.queries import cards
from portal.kernel import amounts, clock, links, notices
from portal.web.db import session

_WRITTEN = ("sms", "email")


@dataclass(frozen=True)
class Copy:
    """What one institution gets: the letter and the case in its inbox, and by when it is due."""

    name: str
    by_email: bool
    due_on: date
    report_by: date


@dataclass(frozen=True)
class Preview:
    """A forwarding as it would be done today; `text` is what an SMS or e-mail would say."""

    copies: tuple[Copy, ...]
    means: str
    text: str | None


def preview_of(complaint: Complaint, form: ForwardForm | QuickForm) -> Preview:
    """Return what sending the form would do."""
    today = clock.today()
    due_on = institution_due_on(today, book=amounts.load(session()))
    chosen = list(cards(session(), form.institutions.data).values())
    copies = tuple(
        Copy(card.name, bool(card.notice_email), due_on, form.report_by.data or due_on)
        for card in chosen
    )
    means = means_for(filer_of(session(), complaint))
    text = _text(complaint, means, [card.label for card in chosen], today)
    return Preview(copies, means, text)


def _text(complaint: Complaint, means: str, names: list[str], today: date) -> str | None:
    if means not in _WRITTEN:
        return None
    competent = unit(session(), complaint.unit_code)
    return notices.compose(
        f"told_{means}",
        lang=complaint.language,
        number=complaint.number,
        unit=competent.name if competent else "",
        received_on=complaint.received_on,
        link=links.to("/status"),
        institutions=names,
        forwarded_on=today,
    ).body
