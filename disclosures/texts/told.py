"""What a told bulletin consists of; pages, PDF, DOCX and charts are made of these alone."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Table:
    """A table: the first cell of a row heads it; columns in `numeric` are set to the right."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[int, ...]


@dataclass(frozen=True)
class Bars:
    """Horizontal bars: a label, a size against the largest, and the figure as printed."""

    title: str
    rows: tuple[tuple[str, float, str], ...]


@dataclass(frozen=True)
class Section:
    """A heading that says what was found, sentences, a chart and its table, and what is below.

    The table of a `folded` section only repeats its chart: a page shows it when asked.
    """

    heading: str
    paragraphs: tuple[str, ...] = ()
    bars: Bars | None = None
    table: Table | None = None
    sections: "tuple[Section, ...]" = ()
    folded: bool = False


@dataclass(frozen=True)
class Told:
    """A whole bulletin; `asides` are what its editor fills in: addressees, number, demands."""

    title: str
    number: str
    addressees: str
    sections: tuple[Section, ...]
    notes: tuple[str, ...]
    language: str
    sha256: str
    demands: str = ""
