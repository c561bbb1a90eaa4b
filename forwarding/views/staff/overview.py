"""The dashboard of a territory, kept views of it, and early warnings of rises."""

from typing import Any
from urllib.parse import urlencode

from flask import abort, flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug import Response

from forwarding.commands import rises as rise_acts
from forwarding.commands import saved_views as view_acts
from forwarding.forms.overview import DIGESTS, OverviewForm, OverviewViewForm, RiseForm
from forwarding.models import Rise
from forwarding.queries import rises
from forwarding.queries.saved_views import views_of
from forwarding.queries.told_overview import Told, told_overview
from forwarding.rules.rises import WATCHING
from forwarding.views.staff.blueprint import blueprint
from forwarding.views.staff.brief import kept
from forwarding.views.staff.opened import ID
from portal.accounts.queries import account_names, unit_names, units, units_below
from portal.institutions.queries import cards
from portal.kernel import clock
from portal.kernel.db import transaction
from portal.web import errors, nav
from portal.web.access import current_actor, may, requires
from portal.web.db import session
from portal.web.forms import answer

nav.register("staff", "complaints_staff.overview_page", _l("辖区态势"), 15, "work")
_SECONDS = 60


@blueprint.get("/overview")
@requires("overview.view")
def overview_page() -> Any:
    """Show the figures of a territory, its early warnings, and one's own views."""
    return _page(OverviewViewForm(formdata=None, prefix="view"))


@blueprint.post("/overview/views")
@requires("overview.view")
def keep_overview() -> Any:
    """Keep the dashboard that stands in the address; its figures are sent as often as wished."""
    form = OverviewViewForm(prefix="view")
    asked = _asked()
    if form.validate_on_submit():
        query = urlencode({"span": asked.span.data, "unit": asked.unit.data})
        with form.catching(), transaction(session()):
            told = {"page": "overview", "digest": form.digest.data or ""}
            about = {"by": current_actor(), "at": clock.now(), **told}
            view_acts.save_view(session(), str(form.name.data), query, **about)
            flash(_("已保存视图。"), "success")
            return redirect(f"{url_for('.overview_page')}?{query}", 303)
    return _page(form)


@blueprint.get(f"/rises/<{ID}:rise_id>")
@requires("overview.view")
def rise_page(rise_id: int) -> Any:
    """Show one early warning: what rose, how it was computed, and what was done."""
    return _rise_page(_rise_or_404(rise_id), RiseForm(formdata=None))


@blueprint.post(f"/rises/<{ID}:rise_id>")
@requires("overview.decide")
def rise_decided(rise_id: int) -> Any:
    """Note a warning or dismiss it; whoever comes second is told that it was decided."""
    row, form = _rise_or_404(rise_id), RiseForm()
    if form.validate_on_submit():
        with form.catching(), transaction(session()):
            session().refresh(row, with_for_update=True)
            about = {"by": current_actor(), "at": clock.now()}
            remarks = str(form.remarks.data)
            rise_acts.decide_rise(session(), row, str(form.act.data), remarks=remarks, **about)
            flash(_("已记录。"), "success")
            return redirect(url_for(".overview_page"), 303)
    return _rise_page(row, form)


def _asked() -> OverviewForm:
    form, codes = OverviewForm(), current_actor().unit_codes
    form.unit.choices = [(row.code, row.name) for row in units(session()) if row.code in codes]
    good = form.cleaned()
    form.span.data = good.get("span", "month")
    form.unit.data = good.get("unit") or current_actor().unit_code
    return form


def _page(saving: OverviewViewForm) -> Any:
    asked, actor = _asked(), current_actor()
    told = _told(str(asked.unit.data), str(asked.span.data))
    found = rises.open_rises(session(), _reach(told.unit))
    ids = {row.key for row in told.seen.institutions} | {row.legal_entity_id for row in found}
    return answer(
        "forwarding/staff/overview.html",
        form=saving,
        asked=asked,
        told=told,
        rises=found,
        cards=cards(session(), ids),
        names=unit_names(session()),
        views=views_of(session(), actor, "overview"),
        digests=DIGESTS,
        worklist={"received_from": told.span.first, "received_until": told.span.last},
    )


def _told(unit: str, span: str) -> Told:
    def make() -> Told:
        return told_overview(session(), current_actor(), unit, span, clock.today())

    return kept(f"overview:{unit}:{span}:{clock.today()}", current_actor(), _SECONDS, make)


def _reach(unit: str) -> list[str]:
    """Return whose warnings are shown: those of the unit and of all below it in reach."""
    return sorted(units_below(session(), unit) & current_actor().unit_codes)


def _rise_or_404(rise_id: int) -> Rise:
    row = rises.rise_in_sight(session(), current_actor(), rise_id) or abort(404)
    errors.about("rise", row.id)
    return row


def _rise_page(row: Rise, form: RiseForm) -> Response | tuple[str, int]:
    decides = row.state == "open" and may(current_actor(), "overview.decide")
    return answer(
        "forwarding/staff/rise.html",
        form=form if decides or form.errors else None,
        row=row,
        card=cards(session(), [row.legal_entity_id])[row.legal_entity_id],
        unit=unit_names(session())[row.unit_code],
        decided_by=account_names(session(), [row.decided_by] if row.decided_by else []),
        watching=WATCHING.at(row.until),
    )
