"""The figures that published rates divide by: who filed which, what is missing, how it changed."""

from typing import Any

import portal.filings.ledgers  # noqa: F401  (lists offered as files)
from portal.filings.forms.metrics import MetricsForm
from portal.filings.models import METRICS
from portal.filings.queries import metrics
from portal.filings.returns.layouts.metrics import metrics_of, name_of, unit_of
from portal.filings.rules.periods import period
from portal.filings.views.opened import institution_or_404
from portal.filings.views.shown import words
from portal.filings.views.staff.blueprint import blueprint
from portal.institutions import queries as institutions
from portal.institutions.queries import Card
from portal.kernel import clock
from portal.kernel.keyset import Page
from portal.web import paging
from portal.web.access import current_actor, requires
from portal.web.db import session
from portal.web.forms import answer


@blueprint.get("/metrics")
@requires("filings.view")
def metrics_page() -> Any:
    """Show institutions by metric for a period: what stands, and what is missing."""
    form, offered = MetricsForm(), metrics.periods(session())
    form.period.choices = [(text, words()["period"](text)) for text in offered]
    wanted = form.cleaned()
    form.period.data = chosen = wanted.get("period") or _ended(offered)
    found, position = wanted.get("find", ""), paging.requested("metrics")
    narrow = {"type": wanted.get("type", "")}
    page = institutions.reporting(session(), current_actor(), found, position, **narrow)
    return _answer(form, page, chosen)


def _answer(form: MetricsForm, page: Page[Card], period: str) -> Any:
    ids = [card.id for card in page.items]
    wanted = metrics.asked(session(), ids, period)
    return answer(
        "filings/staff/metrics.html",
        filters=form,
        page=page,
        period=period,
        metrics=[(code, name_of(code), unit_of(code)) for code in METRICS],
        asked={
            card.id: metrics_of(card.type, card.category)
            for card in page.items
            if card.id in wanted
        },
        figures=metrics.metrics_for(session(), ids, period, clock.now()),
        say=words(),
    )


@blueprint.get("/metrics/<code>")
@requires("filings.view")
def metrics_of_one(code: str) -> Any:
    """Show every figure of one institution: what stands, what it superseded, where it is from."""
    about = institution_or_404(code)
    return answer(
        "filings/staff/metrics_of.html",
        about=about,
        rows=metrics.history(session(), current_actor(), about.id),
        names={code: (name_of(code), unit_of(code)) for code in METRICS},
        say=words(),
    )


def _ended(offered: list[str]) -> str:
    """Return the newest period that is over; figures of one that runs are not due yet."""
    today = clock.today()
    over = (text for text in offered if (span := period(text)) and span.last < today)
    return next(over, offered[0] if offered else "")
