"""What a form of return holds: its sheets, columns and fixed lines, as data with a date.

`layout_for` gives the form that applies to a period by its last day; a return of the past is read
by the form of its own day. Headings, titles and words are Chinese msgids.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from importlib import import_module

CODES = ("complaint_data", "handling_report", "metrics", "bancassurance")
TEXT, COUNT, MONEY, DATE, CODE, DIVISION = "text", "count", "money", "date", "code", "division"
TYPES = (TEXT, COUNT, MONEY, DATE, CODE, DIVISION)
LINES, ROWS = "lines", "rows"


@dataclass(frozen=True)
class Column:
    """One column: `type` is one of TYPES; money is in yuan, division a GB/T 2260 code.

    `codes` maps each code of a CODE column to its words; a cell may hold code, words, or both as
    the list of the template writes them. `maximum` is the most characters of a TEXT and the most
    of a number. A `given` column is written by the portal and locked.
    """

    code: str
    heading: str
    type: str = TEXT
    required: bool = False
    codes: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    maximum: Decimal | int | None = None
    given: bool = False
    width: int = 14


@dataclass(frozen=True)
class Line:
    """One fixed line of a sheet: what stands in its given columns, and columns left out of it."""

    code: str
    given: tuple[str, ...]
    blocked: frozenset[str] = frozenset()
    required: bool = False
    type: str = ""
    maximum: Decimal | int | None = None


@dataclass(frozen=True)
class Sheet:
    """One sheet, headings in row 1; kind `lines` has fixed lines, kind `rows` has any number.

    With `noughts` an empty figure is 0. An `optional` sheet is computed when it is left empty.
    """

    code: str
    title: str
    columns: tuple[Column, ...]
    kind: str = ROWS
    lines: tuple[Line, ...] = ()
    note: str = ""
    optional: bool = False
    noughts: bool = False

    def column(self, code: str) -> Column:
        """Return a column by its code; raises KeyError."""
        return next((c for c in self.columns if c.code == code), None) or _none(code)

    def place(self, code: str) -> int:
        """Return the index of a column, from 0."""
        return self.columns.index(self.column(code))


def _none(code: str) -> Column:
    raise KeyError(code)


@dataclass(frozen=True)
class Layout:
    """One form in force from `valid_from`; `article` obliges, `tiers` are the days of Art. 18.

    `csv_sheet` names the sheet that may come alone as a CSV, `nil` the words of the tick by which
    there is nothing to report; either is empty where there is no such thing. `figures` words the
    totals that stand in no sheet.
    """

    code: str
    title: str
    article: str
    valid_from: date
    sheets: tuple[Sheet, ...]
    csv_sheet: str = ""
    nil: str = ""
    notes: tuple[str, ...] = ()
    tiers: Mapping[str, int] = field(default_factory=dict)
    figures: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def sheet(self, code: str) -> Sheet:
        """Return a sheet by its code; raises KeyError."""
        found = {sheet.code: sheet for sheet in self.sheets}
        return found[code]

    def words(self, figure: str) -> tuple[str, ...]:
        """Return what a key of `Verdict.totals` is called: sheet, given cells of the line, column.

        Each is a msgid; raises KeyError for a figure that the form does not hold.
        """
        if figure in self.figures:
            return self.figures[figure]
        sheet_code, _, rest = figure.partition(".")
        line_code, _, column_code = rest.rpartition(".")
        sheet = self.sheet(sheet_code)
        line = {each.code: each for each in sheet.lines}[line_code]
        return (sheet.title, *line.given, sheet.column(column_code).heading)


def layout_for(
    code: str,
    last_day_of_period: date,
    institution_type: str | None = None,
    category: str = "",
) -> Layout:
    """Return the form of this code that applies to a period (by its last day).

    The type of institution and its category choose the codes that are offered: banking business
    or lines of insurance; without a type the form holds both. Raises KeyError for an unknown code
    and LookupError for a period before the first form.
    """
    if code not in CODES:
        raise KeyError(code)
    forms = import_module(f"portal.filings.returns.layouts.{code}").FORMS
    made: Layout = forms.at(last_day_of_period)(institution_type, category)
    return made
