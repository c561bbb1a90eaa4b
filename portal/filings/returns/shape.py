"""The first stage: sheets, headings, fixed lines, types, codes and required cells."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from portal.filings.returns.cells import Fault, is_blank, plain, read_column, shown
from portal.filings.returns.collecting import Found
from portal.filings.returns.layout import LINES, TEXT, Column, Line, Sheet
from portal.filings.returns.opening import Table
from portal.filings.returns.sheets import kind_of, limit_of


@dataclass
class Filled:
    """What a sheet says, once read: column code → values by row, None where nothing stands.

    `rows` are the row numbers as the spreadsheet shows them; of a sheet with fixed lines, the
    lines' codes stand in `lines`. `places` are the columns' indexes in the file.
    """

    sheet: Sheet
    rows: Sequence[int]
    values: dict[str, list[Any]]
    raw: dict[str, list[Any]]
    places: Mapping[str, int]
    lines: dict[str, int] = field(default_factory=dict)

    @property
    def blank(self) -> bool:
        """Whether nothing at all was filled in."""
        return not any(v is not None for column in self.values.values() for v in column)

    def cell(self, line: str, column: str) -> Any:
        """Return what stands in a fixed line's column."""
        return self.values[column][self.lines[line]]

    def note(
        self, found: Found, rule: str, index: int, column: str, key: str = "", /, **facts: int | str
    ) -> None:
        """Note a finding about the cell in the row of this index."""
        found.add(
            rule,
            self.sheet.title,
            self.rows[index],
            self.places[column],
            self.sheet.column(column).heading,
            shown(self.raw[column][index]),
            key=key,
            **facts,
        )


def heading_form(text: str) -> str:
    """Return a heading as it is compared: without its star, blanks and full-width forms."""
    folded = unicodedata.normalize("NFKC", text)
    return "".join(folded.split()).rstrip("*")


def read_sheet(sheet: Sheet, table: Table, found: Found) -> Filled | None:
    """Read a workbook's sheet; None when its headings or lines were changed, which is noted."""
    wide = len(sheet.columns)
    whole = True
    for place, column in enumerate(sheet.columns):
        heading = table.heading[place] if place < len(table.heading) else ""
        if heading_form(heading) != heading_form(column.heading):
            facts = {"heading": column.heading}
            found.add("heading_changed", sheet.title, 1, place, column.heading, heading, **facts)
            whole = False
    for place in range(wide, len(table.heading)):
        whole = _nothing_outside(sheet, table, place, found) and whole
    if not whole:
        return None
    places = {column.code: place for place, column in enumerate(sheet.columns)}
    table.columns[wide:] = []
    return (_read_lines if sheet.kind == LINES else read_rows)(sheet, table, places, found)


def _nothing_outside(sheet: Sheet, table: Table, place: int, found: Found) -> bool:
    cells = [(1, table.heading[place]), *enumerate(table.columns[place], 2)]
    filled = [(row, shown(value)) for row, value in cells if value != "" and shown(value)]
    for row, value in filled:
        found.add("outside_table", sheet.title, row, place, "", value)
    return not filled


def read_rows(sheet: Sheet, table: Table, places: Mapping[str, int], found: Found) -> Filled:
    """Read the rows of free number; empty ones are passed over."""
    raw = {code: plain(table.columns[place]) for code, place in places.items()}
    table.columns.clear()
    keep = _filled_rows(raw, table.height)
    if len(keep) < table.height:
        raw = {code: [values[index] for index in keep] for code, values in raw.items()}
    filled = Filled(sheet, [index + 2 for index in keep], {}, raw, places)
    for column in sheet.columns:
        if column.code in raw:
            filled.values[column.code] = _read_values(filled, column, found)
    return filled


def _filled_rows(raw: Mapping[str, list[Any]], height: int) -> Sequence[int]:
    empty: set[int] | None = None
    for values in raw.values():
        candidates = range(height) if empty is None else empty
        empty = {i for i in candidates if values[i] == "" or is_blank(values[i])}
        if not empty:
            return range(height)
    gone = empty or set()
    return [index for index in range(height) if index not in gone]


def _read_values(filled: Filled, column: Column, found: Found) -> list[Any]:
    raw = filled.raw[column.code]
    meaning = read_column(raw, column)
    values = [meaning[value] for value in raw]
    if any(isinstance(each, Fault) for each in meaning.values()):
        for index, value in enumerate(values):
            if isinstance(value, Fault):
                filled.note(found, value.rule, index, column.code, **value.facts)
    if column.required and any(each is None for each in meaning.values()):
        for index, value in enumerate(values):
            if value is None:
                filled.note(found, "required", index, column.code, heading=column.heading)
    return values


def _read_lines(
    sheet: Sheet, table: Table, places: Mapping[str, int], found: Found
) -> Filled | None:
    wanted = len(sheet.lines)
    raw = {code: plain(table.columns[place]) for code, place in places.items()}
    for place, (code, values) in enumerate(raw.items()):
        for index, value in enumerate(values[wanted:], wanted):
            if value != "" and shown(value):
                heading = sheet.column(code).heading
                found.add("outside_table", sheet.title, index + 2, place, heading, shown(value))
        raw[code] = [*values[:wanted], *[""] * (wanted - len(values))]
    lines = {line.code: index for index, line in enumerate(sheet.lines)}
    filled = Filled(sheet, range(2, wanted + 2), {}, raw, places, lines)
    if not _lines_stand(filled, found):
        return None
    for column in sheet.columns:
        if not column.given:
            filled.values[column.code] = [
                _read_cell(filled, index, line, column, found)
                for index, line in enumerate(sheet.lines)
            ]
    return filled


def _lines_stand(filled: Filled, found: Found) -> bool:
    whole = True
    given = [column.code for column in filled.sheet.columns if column.given]
    for index, line in enumerate(filled.sheet.lines):
        for code, words in zip(given, line.given, strict=True):
            if heading_form(shown(filled.raw[code][index])) != heading_form(words):
                filled.note(found, "line_changed", index, code, words=words)
                whole = False
    return whole


def _read_cell(filled: Filled, index: int, line: Line, column: Column, found: Found) -> Any:
    raw = filled.raw[column.code][index]
    value = read_column([raw], column, kind_of(line, column), limit_of(line, column))[raw]
    if isinstance(value, Fault):
        filled.note(found, value.rule, index, column.code, **value.facts)
        return None
    if value is not None and column.code in line.blocked:
        filled.note(found, "blocked_cell", index, column.code)
    if value is None and line.required and column.type == TEXT:
        filled.note(found, "required", index, column.code, heading=line.given[0])
    return value


def read_csv(sheet: Sheet, table: Table, found: Found) -> Filled | None:
    """Read a sheet that came alone as a CSV: its columns in any order, by heading or code."""
    names = {heading_form(column.heading): column.code for column in sheet.columns}
    names |= {column.code: column.code for column in sheet.columns}
    places: dict[str, int] = {}
    for place, heading in enumerate(table.heading):
        code = names.get(heading_form(heading), "")
        cells = table.columns[place]
        if not heading and not any(str(value).strip() for value in cells):
            continue
        if not code or code in places:
            rule = "column_twice" if code else "column_unknown"
            found.add(rule, sheet.title, 1, place, heading, heading)
        else:
            places[code] = place
    for column in sheet.columns:
        if column.code not in places and column.required:
            heading = column.heading
            found.add("column_missing", sheet.title, 1, -1, heading, heading=heading, key=heading)
    if not found.clean:
        return None
    for column in sheet.columns:
        if column.code not in places:
            places[column.code] = len(table.columns)
            table.columns.append([""] * table.height)
    ordered = {column.code: places[column.code] for column in sheet.columns}
    return read_rows(sheet, table, ordered, found)
