"""The regulator's own clock, in public: what was forwarded in time, and what still waits."""

from datetime import date, timedelta
from typing import Any

from flask import Blueprint, render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from disclosures.forms.timeliness import TimelinessForm
from disclosures.queries.timeliness import timeliness
from disclosures.rules.timeliness import FEWEST
from disclosures.views.cube_words import place
from disclosures.views.shown import period_words
from forwarding.vocabulary import DECLINE_REASONS
from portal.accounts.queries import units
from portal.filings.rules.periods import period, periods_between
from portal.institutions.words import TYPES, category_words
from portal.kernel import clock
from portal.web import nav
from portal.web.access import public
from portal.web.db import session
from portal.web.headers import publicly_cacheable
from portal.web.limits import limited

blueprint = Blueprint("timeliness", __name__, url_prefix="/timeliness")
nav.register("public", "timeliness.page", _l("办理时效"), order=55)
SECONDS = 300
_QUARTERS = 8
_FIRST = date(2020, 3, 1)
"""The Measures are in force from this day; no clock ran before."""


@blueprint.get("")
@public
@limited("timeliness", 120, 60, methods=("GET",))
def page() -> Any:
    """Show how the regulator and the institutions kept their terms in a quarter."""
    publicly_cacheable(SECONDS)
    today = clock.today()
    form = TimelinessForm()
    text, unit = form.offer(_periods(today), _units())
    return render_template(
        "disclosures/public/timeliness.html", form=form, **_facts(text, unit, today)
    )


def _facts(text: str, unit: str, today: date) -> dict[str, Any]:
    span = period(text)
    assert span is not None, "only quarters are offered"
    seen = timeliness(session(), span, unit or None, today)
    return {
        "seen": seen,
        "median": None if seen.median_days is None else f"{float(seen.median_days):g}",
        "running": span.last >= today,
        "fewest": FEWEST,
        "reasons": DECLINE_REASONS,
        "say_category": _category,
        "today": today,
    }


def _periods(today: date) -> list[tuple[str, str]]:
    since = max(_FIRST, today - timedelta(days=92 * _QUARTERS))
    quarters = periods_between("quarterly", since, today + timedelta(days=92))
    found = [each.text for each in quarters if each.first <= today]
    return [(text, period_words(text)) for text in found[::-1][:_QUARTERS]]


def _units() -> list[tuple[str, str]]:
    bureaus = [row for row in units(session()) if row.level == "bureau"]
    return [("", _("全国")), *((row.code, place(row.code)) for row in bureaus)]


def _category(name: str) -> str:
    if not name:
        return _("全部机构")
    return _(TYPES[name]) if name in TYPES else category_words(name)
