"""The public's bulletins: the list, each to read, to take along and to compute again (Art. 37)."""

from typing import Any

from flask import Blueprint, Response, abort, render_template
from flask_babel import lazy_gettext as _l

from disclosures import words
from disclosures.models import Edition
from disclosures.queries import editions as query
from disclosures.queries.public import names_of, opened
from disclosures.texts.charts import svg
from disclosures.views.files import ENDINGS, extract_of, file_of, told_of
from disclosures.views.shown import period_words, place_words
from portal.web import nav, paging
from portal.web.access import public
from portal.web.db import session
from portal.web.headers import publicly_cacheable
from portal.web.i18n import language
from portal.web.limits import limited

blueprint = Blueprint("bulletins_public", __name__, url_prefix="/bulletins")
nav.register("public", "bulletins_public.listing", _l("投诉情况披露"), order=50)
ONE = "/<int(max=9223372036854775807):edition_id>"
SECONDS = 300


@blueprint.get("")
@public
@limited("bulletins", 240, 60, methods=("GET",))
def listing() -> Any:
    """List the published disclosures, the newest first."""
    publicly_cacheable(SECONDS)
    page = query.public_editions(session(), paging.requested("public-bulletins"))
    return render_template(
        "disclosures/public/list.html",
        page=page,
        units=names_of(session(), page.items),
        words=words,
        say_period=period_words,
    )


@blueprint.get(ONE)
@public
@limited("bulletins", 240, 60, methods=("GET",))
def bulletin(edition_id: int) -> Any:
    """Show a disclosure as it was published, what corrected it, and how it is computed again."""
    publicly_cacheable(SECONDS)
    row = _in_sight(edition_id)
    return render_template(
        "disclosures/public/bulletin.html",
        seen=opened(session(), row),
        row=row,
        told=told_of(row, language()),
        draw=svg,
        say_place=place_words,
        endings=ENDINGS,
    )


@blueprint.get(f"{ONE}.<any(json, csv, xlsx, pdf, docx):ending>")
@public
@limited("bulletin-file", 60, 60, methods=("GET",))
def file(edition_id: int, ending: str) -> Response:
    """Hand out a disclosure as a file; the JSON byte for byte as it was sealed."""
    row = _in_sight(edition_id)
    return file_of(row, opened(session(), row).unit, ending, public=True)


@blueprint.get(f"{ONE}/extract.json")
@public
@limited("bulletin-file", 60, 60, methods=("GET",))
def extract(edition_id: int) -> Response:
    """Hand out what a disclosure was computed from, without anything personal."""
    return extract_of(_in_sight(edition_id))


def _in_sight(edition_id: int) -> Edition:
    return query.public_edition(session(), edition_id) or abort(404)
