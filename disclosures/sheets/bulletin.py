"""A bulletin's figures as a workbook with charts, and as one tidy CSV."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from disclosures.texts.saying import SECTORS, Saying, in_order
from portal.kernel.findings import N_
from portal.kernel.workbook import OPTIONS, inert

CSV_HEADER = (
    "level",
    "category",
    "institution_code",
    "name",
    "measure",
    "key",
    "value",
    "note",
)
_MOST_BARS = 40
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
Document = Mapping[str, Any]


def bulletin_workbook(document: Document, language: str = "zh") -> bytes:
    """Return the bulletin as XLSX: an overview, a sheet with a chart for each category, themes,
    notes.

    Figures are numbers that show the decimals they were printed with; texts are never formulas.
    """
    from xlsxwriter import Workbook  # at need: it takes 20 MB

    file = io.BytesIO()
    with Workbook(file, OPTIONS) as book:
        _Sheets(book, document, Saying(language)).write()
    return file.getvalue()


class _Sheets:
    def __init__(self, book: Any, document: Document, say: Saying) -> None:
        self.book, self.document, self.say = book, document, say
        self.bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self.right = book.add_format({"align": "right"})
        self.whole = book.add_format({"num_format": "#,##0"})
        self.formats: dict[str, Any] = {}

    def write(self) -> None:
        say, document = self.say, self.document
        heads = [N_("机构类别"), N_("件数"), N_("占比（%%）"), N_("变化（%%）"), N_("中位数")]
        rows = [
            (say.category(c["category"]), c["count"], c["share_pct"], self._change(c), c["median"])
            for c in document["categories"]
        ]
        total = (
            say(N_("合计")),
            document["total"]["count"],
            None,
            self._change(document["total"]),
            None,
        )
        overview = self._sheet(say(N_("总体情况")), [say(head) for head in heads], [total, *rows])
        if rows:
            self._chart(overview, say(N_("总体情况")), say(N_("各类机构投诉情况")), 2, len(rows), 1)
        for number, category in enumerate(document["categories"], 1):
            self._category(number, category)
        self._themes()
        self._notes()

    def _category(self, number: int, category: Mapping[str, Any]) -> None:
        say = self.say
        keys = in_order(category["rate_medians"])
        themes = [each["theme"] for each in self.document["themes"]]
        heads = [
            N_("名次"),
            N_("机构代码"),
            N_("机构"),
            N_("件数"),
            N_("占本类（%%）"),
            N_("变化（%%）"),
        ]
        named = [say(head) for head in heads]
        named += [say(N_("%(rate)s投诉量"), rate=say.rate(key)) for key in keys]
        named += [say.theme(theme) for theme in themes]
        rows = [
            (
                *(one["rank"], one["code"], one["name"], one["count"]),
                *(_figure(one["share_pct"]), self._change(one)),
                *(_figure(one["rates"].get(key)) for key in keys),
                *(one["themes"][theme]["count"] for theme in themes),
            )
            for one in category["institutions"]
        ]
        medians = [_figure(category["rate_medians"][key]) for key in keys]
        medians += [_figure(category["theme_medians"][theme]) for theme in themes]
        median = _figure(category["median"])
        last = (None, "", say(N_("中位数")), median, None, None, *medians)
        name = f"{number} {say.category(category['category'])}".translate(_FORBIDDEN)[:31]
        sheet = self._sheet(name, named, [*rows, last])
        title = say(N_("%(category)s投诉量"), category=say.category(category["category"]))
        self._chart(sheet, name, title, 1, min(len(rows), _MOST_BARS), 3)

    def _themes(self) -> None:
        say, names = self.say, [row["category"] for row in self.document["categories"]]
        heads = [N_("主要问题"), N_("件数"), N_("占比（%%）"), N_("变化（%%）")]
        named = [say(head) for head in heads]
        named += [say.category(name) for name in names]
        rows = []
        for row in self.document["themes"]:
            of = {part["category"]: part["count"] for part in row["by_category"]}
            counts = [of.get(name) for name in names]
            about = (say.theme(row["theme"]), row["count"], _figure(row["share_pct"]))
            rows.append((*about, self._change(row), *counts))
        self._sheet(say(N_("主要问题")), named, rows)

    def _notes(self) -> None:
        say, document = self.say, self.document
        about = [
            (say(N_("行业")), say(SECTORS[document["sector"]])),
            (say(N_("报告期")), say.period(document["period"])),
            (say(N_("规则版本")), document["basis"]["rule_set"]),
            ("SHA-256", document["sha256"]),
            *((say(N_("说明")), say.note(text)) for text in document["notes"]),
        ]
        self._sheet(say(N_("说明")), [say(N_("项目")), say(N_("内容"))], about, widths=(14, 90))

    def _sheet(
        self, name: str, heads: Sequence[str], rows: Sequence[Sequence[Any]],
        widths: Sequence[int] = (),
    ) -> Any:  # fmt: skip
        page = self.book.add_worksheet(name)
        page.freeze_panes(1, 0)
        page.set_row(0, 48)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        for column, head in enumerate(heads):
            wide = (
                widths[column]
                if widths
                else 22
                if rows and isinstance(rows[0][column], str)
                else 12
            )
            page.set_column(column, column, wide)
            page.write_string(0, column, head, self.bold)
        for place, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                self._cell(page, place, column, value)
        return page

    def _change(self, row: Mapping[str, Any]) -> str | Decimal | None:
        """Return a printed change; words such as 与上期相同 where there is no percentage."""
        note = row.get("change_note")
        return self.say.note(note) if note else _figure(row["change_pct"])

    def _cell(self, page: Any, place: int, column: int, value: Any) -> None:
        if value is None:
            page.write_string(place, column, "—", self.right)
        elif isinstance(value, int):
            page.write_number(place, column, value, self.whole)
        elif isinstance(value, str):
            page.write_string(place, column, inert(value))
        else:
            page.write_number(place, column, value, self._format(value))

    def _format(self, printed: Decimal) -> Any:
        decimals = -int(printed.as_tuple().exponent)
        shape = "#,##0" + ("." + "0" * decimals if decimals else "")
        if shape not in self.formats:
            self.formats[shape] = self.book.add_format({"num_format": shape})
        return self.formats[shape]

    def _chart(
        self, page: Any, name: str, title: str, first: int, number: int, column: int
    ) -> None:
        chart = self.book.add_chart({"type": "bar"})
        last, labels = first + number - 1, column - 1
        chart.add_series(
            {
                "categories": [name, first, labels, last, labels],
                "values": [name, first, column, last, column],
                "fill": {"color": "#0F4C81"},
                "data_labels": {"value": True},
                "gap": 40,
            }
        )
        chart.set_title({"name": title, "name_font": {"size": 12}})
        chart.set_legend({"none": True})
        chart.set_y_axis({"reverse": True})
        chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
        chart.set_size({"width": 620, "height": max(220, 26 * number + 80)})
        page.insert_chart(first + number + 3, 0, chart, {"description": title})


def _figure(printed: str | None) -> Decimal | None:
    """Return a printed figure as a number that keeps its decimals."""
    return None if printed is None else Decimal(printed)


def bulletin_csv(document: Document) -> bytes:
    """Return every figure of the bulletin as a line of one tidy table; UTF-8 with a mark.

    The mark (BOM) is for spreadsheets, which else take Chinese for something else.
    """
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(CSV_HEADER)
    for line in _lines(document):
        writer.writerow([_plain(value) for value in line])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _plain(value: Any) -> Any:
    """Return a cell as it is written; a negative figure is a number, never a formula."""
    if not isinstance(value, str) or not value:
        return "" if value is None else value
    try:
        Decimal(value)
    except ArithmeticError:
        return inert(value)
    return value


def _lines(document: Document) -> Iterator[tuple[Any, ...]]:
    yield from _counted(("total", "", "", ""), document["total"], "")
    for category in document["categories"]:
        of = ("category", category["category"], "", "")
        yield from _counted(of, category, "share_pct")
        yield (*of, "median", "", category["median"], "")
        for key, value in category["rate_medians"].items():
            yield (*of, "rate_median", key, value, "")
        for theme, value in category["theme_medians"].items():
            yield (*of, "theme_median", theme, value, "")
        for one in category["institutions"]:
            yield from _institution(category["category"], one)
    for row in document["themes"]:
        of = ("theme", "", "", row["theme"])
        yield from _counted(of, row, "share_pct")
        for part in row["by_category"]:
            where = ("theme", part["category"], "", row["theme"])
            yield (*where, "count", "", part["count"], "")
            yield (*where, "share_pct", "", part["share_pct"], "")


def _counted(of: tuple[str, ...], row: Mapping[str, Any], share: str) -> Iterator[tuple[Any, ...]]:
    yield (*of, "count", "", row["count"], "")
    if share:
        yield (*of, share, "", row[share], "")
    yield (*of, "change_pct", "", row["change_pct"], row.get("change_note", ""))


def _institution(category: str, one: Mapping[str, Any]) -> Iterator[tuple[Any, ...]]:
    of = ("institution", category, one["code"], one["name"])
    yield (*of, "rank", "", one["rank"], "")
    yield from _counted(of, one, "share_pct")
    for key, value in one["rates"].items():
        yield (*of, "rate", key, value, "")
    for theme, part in one["themes"].items():
        note = part.get("count_note", "")
        yield (*of, "theme_count", theme, part["count"], note)
        yield (*of, "theme_own_share_pct", theme, part["own_share_pct"], note)
