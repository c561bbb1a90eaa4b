"""What an institution reads of notices: its own lines against its category's medians."""

from typing import Any

from flask import Blueprint, Response, abort, render_template
from flask_babel import lazy_gettext as _l

import disclosures.messages
import disclosures.policy  # noqa: F401  (both declare what these pages need)
from disclosures import words
from disclosures.models import Edition
from disclosures.queries import editions as query
from disclosures.queries.public import names_of, opened
from disclosures.texts.charts import svg
from disclosures.texts.own import Own, own_lines
from disclosures.views.files import ENDINGS, file_of, told_of
from disclosures.views.shown import period_words
from portal.institutions.queries import cards, legal_entities
from portal.web import nav, paging
from portal.web.access import current_actor, requires
from portal.web.db import session
from portal.web.i18n import language

blueprint = Blueprint("bulletins_desk", __name__, url_prefix="/desk/bulletins")
nav.register("institution", "bulletins_desk.listing", _l("通报"), 75, "institution")
ONE = "/<int(max=9223372036854775807):edition_id>"


@blueprint.get("")
@requires("bulletins.read")
def listing() -> Any:
    """List the notices to the institution, the newest first."""
    page = query.editions(session(), current_actor(), paging.requested("desk-bulletins"))
    return render_template(
        "disclosures/desk/list.html",
        page=page,
        units=names_of(session(), page.items),
        words=words,
        say_period=period_words,
    )


@blueprint.get(ONE)
@requires("bulletins.read")
def notice(edition_id: int) -> Any:
    """Show a notice: one's own lines first, then the whole."""
    row = _in_sight(edition_id)
    return render_template(
        "disclosures/desk/notice.html",
        seen=opened(session(), row),
        row=row,
        own=_own(row),
        told=told_of(row, language()),
        draw=svg,
        endings=ENDINGS,
    )


@blueprint.get(f"{ONE}.<any(json, csv, xlsx, pdf, docx):ending>")
@requires("bulletins.read")
def file(edition_id: int, ending: str) -> Response:
    """Hand out a notice as a file."""
    row = _in_sight(edition_id)
    return file_of(row, opened(session(), row).unit, ending, public=False)


def _own(row: Edition) -> Own | None:
    """Return the lines of the legal entity that the reader belongs to (Art. 4)."""
    ids = current_actor().institution_ids
    heads = legal_entities(session(), ids)
    known = cards(session(), set(heads.values()) | set(ids))
    found = (own_lines(row.document, card.code, language()) for card in known.values())
    return next((each for each in found if each is not None), None)


def _in_sight(edition_id: int) -> Edition:
    return query.edition(session(), current_actor(), edition_id) or abort(404)
