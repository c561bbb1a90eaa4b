"""The public's explorer of the cube: every filter in the address, nothing without JavaScript."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, Response, abort, render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from disclosures.forms.explorer import FILTERS, ExplorerForm, too_many
from disclosures.models import CubeSlice
from disclosures.queries import cube as query
from disclosures.queries.explorer import Explored, explored
from disclosures.rules.cube import DEEPEST
from disclosures.sheets import cube as sheets
from disclosures.views.columns import columns
from disclosures.views.cube_files import cube_file
from disclosures.views.cube_words import place, spoken
from disclosures.views.shown import period_words
from disclosures.views.tiles import tiles
from disclosures.words import CUBE_PARTS
from portal.web import nav
from portal.web.access import public
from portal.web.db import session
from portal.web.headers import publicly_cacheable
from portal.web.limits import limited

blueprint = Blueprint("explorer", __name__, url_prefix="/explorer")
nav.register("public", "explorer.page", _l("数据查询"), order=60)
SECONDS = 300


@blueprint.get("")
@public
@limited("explorer", 240, 60, methods=("GET",))
def page() -> Any:
    """Show what the cube says to a query: a total, a trend, a ranking and a map."""
    publicly_cacheable(SECONDS)
    form, slices = _asked()
    if not slices:
        return render_template("disclosures/explorer/page.html", form=form, seen=None)
    filters = form.filters()
    if too_many(filters, DEEPEST):
        told = _("最多同时限定三项。请去掉一项条件再查：更细的数据大多只有一两件，不单独公布。")
        form.form_errors.append(told)
        return render_template("disclosures/explorer/page.html", form=form, seen=None), 422
    seen = explored(session(), form.chosen(slices), filters, form.ranked_by())
    return render_template(
        "disclosures/explorer/page.html", form=form, **_facts(form, seen, filters)
    )


@blueprint.get("/cells.<any(csv, jsonl, xlsx, parquet):ending>")
@public
@limited("cube-file", 20, 60, methods=("GET",))
def cells(ending: str) -> Response:
    """Hand out every published cell of a query, in one of four forms."""
    form, slices = _asked()
    if not slices:
        abort(404)
    return cube_file(form.chosen(slices), form.filters(), ending)


def _asked() -> tuple[ExplorerForm, Sequence[CubeSlice]]:
    """Return the form with all that is published offered, and the slices of its sector."""
    form = ExplorerForm()
    every = query.slices(session())
    sectors = {each.sector for each in every}
    if form.sector.data not in sectors:
        form.sector.data = "banking" if "banking" in sectors or not sectors else "insurance"
    slices = [each for each in every if each.sector == form.sector.data]
    if slices:
        form.offer(slices, _choices(slices), period_words)
    return form, slices


def _choices(slices: Sequence[CubeSlice]) -> dict[str, list[tuple[str, str]]]:
    ids = [each.id for each in slices]
    found = {}
    for part in FILTERS:
        values = query.values_of(session(), ids, part)
        say = spoken(session(), part, values)
        found[part] = [(value, say(value)) for value in values]
    return found


def _facts(
    form: ExplorerForm, seen: Explored, filters: Mapping[str, tuple[str, ...]]
) -> dict[str, Any]:
    by = seen.ranked_by
    say_time = period_words if seen.trend_by == "quarter" else spoken(session(), "month", ())
    trend = [(say_time(row.value), row.count) for row in seen.trend]
    ranked = seen.ranking or ()
    return {
        "seen": seen,
        "filters": filters,
        "columns": columns(trend),
        "trend": trend,
        "say": spoken(session(), by, [str(row.value) for row in ranked]),
        "say_period": period_words,
        "by_words": _(CUBE_PARTS[by]),
        "tiles": tiles(seen.places) if seen.places is not None else None,
        "say_place": place,
        "told": _told(filters),
        "same": {**form.span(), **{part: values[0] for part, values in filters.items()}},
        "endings": tuple(sheets.TYPES),
    }


def _told(filters: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Return the filters in words."""
    return [
        spoken(session(), part, values)(value)
        for part, values in filters.items()
        for value in values
    ]  # fmt: skip
