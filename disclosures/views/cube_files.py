"""Cells of the cube handed out as a file, with a tag by which a cache knows them."""

import hashlib
import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

from flask import Response, request

from disclosures.models import CubeSlice
from disclosures.queries.cube import Asked, rows
from disclosures.sheets import cube as sheets
from portal.web import downloads
from portal.web.db import session

_BLOCK = 1 << 18
_SECONDS = 300


def cube_file(
    slices: Sequence[CubeSlice], filters: Mapping[str, tuple[str, ...]], ending: str
) -> Response:
    """Return all shown cells of some slices and filters as a file; 304 when it is known."""
    tag = _tag(slices, filters, ending)
    if request.if_none_match.contains(tag):
        answer = Response(status=304)
    else:
        asked = Asked(tuple(each.id for each in slices), filters)
        body = _body(asked, ending)
        parts = [slices[0].period, slices[-1].period] if slices else ["empty"]
        name = f"cube-{'-'.join(dict.fromkeys(parts))}.{ending}"
        answer = downloads.attachment(body, name, sheets.TYPES[ending])
    answer.set_etag(tag)
    answer.headers["Cache-Control"] = f"public, max-age={_SECONDS}"
    return answer


def _tag(slices: Sequence[CubeSlice], filters: Mapping[str, tuple[str, ...]], ending: str) -> str:
    told = [[each.sha256 for each in slices], sorted(filters.items()), ending]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:32]


def _body(asked: Asked, ending: str) -> Iterator[bytes]:
    """Write the whole file, then hand it out block by block.

    So a slow reader holds no connection to the database, and nobody's memory.
    """
    with tempfile.TemporaryDirectory(prefix="zhuanban-") as room:
        path = Path(room) / f"cube.{ending}"
        sheets.WRITERS[ending](rows(session(), asked), path)
        file = path.open("rb")  # its room may go: what is open stays readable
    return _blocks(file)


def _blocks(file: BinaryIO) -> Iterator[bytes]:
    with file:
        yield from iter(lambda: file.read(_BLOCK), b"")
