"""How a file carries its reference: a hidden, locked sheet of a marker, a hash, a seal and text."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from portal.filings.returns.reference import Reference, Sealed
from portal.kernel.spreadsheets import Book

Seal = Callable[[bytes], str]
TITLE = "_reference"
_MARKER = "zhuanban-reference 1"
_PIECE = 30_000
"""A spreadsheet cuts a cell at 32,767 characters."""


def lines_of(reference: Reference, seal: Seal | None) -> list[str]:
    """Return the cells of column A of the hidden sheet."""
    text = reference.to_json()
    sealed = Sealed.of(text, seal)
    pieces = [text[at : at + _PIECE] for at in range(0, len(text), _PIECE)]
    # Each piece ends with a mark, so that no blank at its end is lost on the way.
    return [_MARKER, sealed.sha256, sealed.seal, *(f"{piece}|" for piece in pieces)]


def carried(book: Book) -> Sealed | None:
    """Return the reference that an opened file carries; None for a file without one."""
    if TITLE not in book.names:
        return None
    return _read([row[0] if row else "" for row in book.rows(TITLE)])


def _read(cells: Sequence[Any]) -> Sealed | None:
    texts = [str(cell) for cell in cells]
    if len(texts) < 4 or texts[0] != _MARKER:
        return None
    return Sealed(_joined(texts[3:]), texts[1], texts[2])


def _joined(pieces: Iterable[str]) -> str:
    return "".join(piece.removesuffix("|") for piece in pieces)
