"""The sheets of a year as a workbook; no cell is a formula."""

from collections.abc import Iterable, Iterator

from flask_babel import gettext as _

from inspections.messages.evaluations import ELEMENTS, GRADES, STATES
from inspections.queries.evaluations import SheetView
from portal.kernel.workbook import Sheet, workbook


def exported(views: Iterable[SheetView]) -> bytes:
    """Return the workbook: a row for each institution, a column for each element."""
    header = [_("年度"), _("机构代码"), _("机构"), _("机构类别"), _("监管单位"), _("状态")]
    header += [str(words) for words in ELEMENTS.values()]
    header += [_("总分"), _("等级"), _("同类排名"), _("同类家数"), _("同类中位数")]
    return workbook([Sheet(_("年度考评"), header, _rows(views))])


def _rows(views: Iterable[SheetView]) -> Iterator[list[str]]:
    for view in views:
        row, place = view.row, view.place
        points = {each.code: each.points for each in view.judged.elements}
        score = row.score or view.judged.score
        yield [
            str(row.year),
            view.institution.code,
            view.institution.name,
            row.category,
            view.unit_name,
            str(STATES[row.state]),
            *(_text(points.get(code)) for code in ELEMENTS),
            _text(score),
            str(GRADES.get(row.grade or "", row.grade or "")),
            *((str(place.rank), str(place.of), str(place.median)) if place else ("", "", "")),
        ]


def _text(value: object) -> str:
    return "" if value is None else str(value)
