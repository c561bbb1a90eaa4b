"""The rectification ledger as a workbook; no cell is a formula."""

from collections.abc import Iterator, Sequence

from flask_babel import gettext as _

from inspections.messages.rectification import GROUNDS, KINDS, STATES
from inspections.queries.ledger import Line
from portal.kernel.workbook import Sheet, workbook


def exported(lines: Sequence[Line], most: int) -> bytes:
    """Return the workbook: a row for each of at most so many; where it is cut, it says so."""
    header = [_("序号"), _("文书"), _("标题"), _("机构代码"), _("机构"), _("监管单位")]
    header += [_("依据"), _("涉及条款"), _("发出日期"), _("最初期限"), _("最后期限")]
    header += [_("剩余天数"), _("状态"), _("是否逾期"), _("经办人")]
    rows = [*_rows(lines)]
    if len(lines) == most:
        rows.append([_("只导出前%(n)s项，请缩小范围后再导出其余。", n=most)])
    return workbook([Sheet(_("整改台账"), header, rows)])


def _rows(lines: Sequence[Line]) -> Iterator[list[str]]:
    for one in lines:
        row = one.row
        days = (row.issued_on, row.first_due_on, row.due_on)
        yield [
            str(row.id),
            str(KINDS[row.kind]),
            row.title,
            one.institution.code,
            one.institution.name,
            one.unit_name,
            str(GROUNDS[row.ground]) if row.ground else "",
            "、".join(row.articles),
            *(day.isoformat() if day else "" for day in days),
            "" if one.left is None else str(one.left),
            str(STATES[row.state]),
            _("是") if one.late else _("否"),
            one.handler,
        ]
