"""What anybody may ask by the API: published bulletins and the cube (Art. 37)."""

from typing import Any

from flask import Blueprint, Response, abort

from disclosures import words
from disclosures.forms.explorer import FILTERS
from disclosures.models import Edition
from disclosures.queries import cube
from disclosures.queries import editions as query
from disclosures.queries.public import names_of, opened
from disclosures.rules.cube import DEEPEST, features_of
from disclosures.sheets.cube import TYPES
from disclosures.views import files
from disclosures.views.cube_files import cube_file
from disclosures.views.files import ENDINGS, extract_of, file_of
from portal.kernel.keyset import Position
from portal.web import paging
from portal.web.access import public
from portal.web.api import faults
from portal.web.api.describing import Answered, document, operation
from portal.web.api.documents import (
    Output,
    flag,
    moment,
    page_of,
    text,
    text_or_none,
    whole,
    whole_or_none,
)
from portal.web.api.fields import Choice, Input, Text, Whole
from portal.web.db import session
from portal.web.headers import publicly_cacheable
from portal.web.limits import limited

blueprint = Blueprint("disclosures_api", __name__, url_prefix="/api/v1/public")
ONE = "/bulletins/<int(max=9223372036854775807):id>"
LIST, TAG = "api-bulletins", "Public"
SECONDS = 300
_FILES = tuple(files.TYPES.values())
_CELLS = tuple(TYPES.values())


class BulletinOut(Output):
    """A published disclosure; its document is at `json`, byte for byte as it was sealed."""

    id = whole("Its id.")
    sector = text("The sector.", words.SECTORS)
    period = text("The period, such as 2022Q4, 2022H1 or 2022.")
    unit = text("The code of the unit that published it.")
    unit_name = text("The name of that unit.")
    number = text("Its document number; empty when it has none.")
    published_at = moment("When it was published.")
    superseded = flag("Whether a correction has replaced it.")
    corrects = whole_or_none("The id of the edition that it corrects.")
    correction_reason = text_or_none("Why it was corrected.")
    rule_set = text("The rule set that the figures were computed by.")
    sha256 = text("The SHA-256 of the document without this very member.")


BulletinsOut = page_of(BulletinOut, "BulletinsOut")


class BulletinPath(Input):
    """Which disclosure."""

    id = Whole("The disclosure's id.", 1, 2**63 - 1, required=True)


class BulletinFilePath(BulletinPath):
    """Which disclosure, in which form."""

    ending = Choice("The form.", {name: name.upper() for name in ENDINGS}, required=True)


class CubePath(Input):
    """In which form."""

    ending = Choice("The form.", {name: name.upper() for name in TYPES}, required=True)


class BulletinsQuery(Input):
    """Which page of the list."""

    cursor = Text("`next_cursor` of the page before.", 500)


class CubeQuery(Input):
    """Which cells; without anything, all of them."""

    sector = Choice("Only this sector.", words.SECTORS)
    first = Text("From this quarter on, such as 2022Q4.", 6)
    last = Text("Up to this quarter.", 6)
    territory = Text("Only this territory's code.", 6)
    category = Text("Only this category of institution.", 40)
    entity = Text("Only this institution's code.", 60)
    business = Text("Only this business.", 8)
    cause = Text("Only this cause.", 8)
    channel = Text("Only this channel of receipt.", 20)


@blueprint.get("/bulletins")
@public
@limited("api-public", 240, 60, methods=("GET",))
@operation(TAG, {200: Answered("One page.", BulletinsOut)}, query=BulletinsQuery)
def list_bulletins(query: dict[str, Any]) -> Response:
    """List the published disclosures that stand, the newest first."""
    publicly_cacheable(SECONDS)
    page = _page(query["cursor"])
    names = names_of(session(), page.items)
    items = [_described(row, names[row.unit_code]) for row in page.items]
    return document(BulletinsOut, {"items": items, "next_cursor": paging.next_cursor(page, LIST)})


def _page(cursor: str | None) -> Any:
    position: Position | None = None
    try:
        position = paging.decode(cursor, LIST) if cursor else None
    except ValueError:
        raise faults.refuse("cursor", "bad_cursor") from None
    return query.public_editions(session(), position)


def _described(row: Edition, unit: str) -> dict[str, Any]:
    return {
        "id": row.id,
        "sector": row.sector,
        "period": row.period,
        "unit": row.unit_code,
        "unit_name": unit,
        "number": row.number,
        "published_at": row.published_at,
        "superseded": row.state == "superseded",
        "corrects": row.corrects_id,
        "correction_reason": row.correction_reason or None,
        "rule_set": row.rule_set,
        "sha256": row.sha256,
    }


@blueprint.get(ONE)
@public
@limited("api-public", 240, 60, methods=("GET",))
@operation(TAG, {200: Answered("The disclosure.", BulletinOut)}, path=BulletinPath)
def get_bulletin(id: int) -> Response:
    """Look at one disclosure; a superseded one stays where it was."""
    publicly_cacheable(SECONDS)
    row = _in_sight(id)
    return document(BulletinOut, _described(row, opened(session(), row).unit))


@blueprint.get(f"{ONE}.<any(json, csv, xlsx, pdf, docx):ending>")
@public
@limited("api-public-file", 60, 60, methods=("GET",))
@operation(TAG, {200: Answered("The file.", media_types=_FILES)}, path=BulletinFilePath)
def get_bulletin_file(id: int, ending: str) -> Response:
    """Fetch a disclosure as a file: json, csv, xlsx, pdf or docx."""
    row = _in_sight(id)
    return file_of(row, opened(session(), row).unit, ending, public=True)


@blueprint.get(f"{ONE}/extract.json")
@public
@limited("api-public-file", 60, 60, methods=("GET",))
@operation(TAG, {200: Answered("The extract.")}, path=BulletinPath)
def get_extract(id: int) -> Response:
    """Fetch what a disclosure was computed from; `zhuanban recompute` gives it back."""
    return extract_of(_in_sight(id))


@blueprint.get("/cube.<any(csv, jsonl, xlsx, parquet):ending>")
@public
@limited("cube-file", 20, 60, methods=("GET",))
@operation(
    TAG,
    {200: Answered("The cells.", media_types=_CELLS)},
    query=CubeQuery,
    path=CubePath,
)
def get_cube(ending: str, query: dict[str, Any]) -> Response:
    """Fetch every published cell of a query: csv, jsonl, xlsx or parquet, without a limit.

    A cell fixes at most three features; what it leaves open is empty. Cells of fewer than five
    complaints, and those that would give one away, are not published.
    """
    filters = {name: (query[name],) for name in FILTERS if query[name]}
    if len(features_of(filters)) > DEEPEST:
        raise faults.refuse("query", "too_many_features", most=DEEPEST)
    first, last = query["first"] or "", query["last"] or "9999"
    slices = [
        each
        for each in cube.slices(session())
        if query["sector"] in (None, each.sector) and first <= each.period <= last
    ]
    return cube_file(slices, filters, ending)


def _in_sight(edition_id: int) -> Edition:
    return query.public_edition(session(), edition_id) or abort(404)
