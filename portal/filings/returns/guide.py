"""The first sheet of a template: what this is, for whom, by when, and how it is filled in."""

from typing import Any

from portal.filings.returns.layout import ROWS, Layout
from portal.filings.returns.looks import Looks
from portal.filings.returns.reference import Reference

TITLE = "填报说明"
YES = "是"
_ARTICLES = {"36": "第三十六条", "37": "第三十七条"}
_ALWAYS = (
    "表头带 * 的列必填；灰色的格由平台生成，不能改动；不要增删工作表和列。",
    "不要使用公式：从别处粘贴时，请用“选择性粘贴”粘贴为数值。",
    "有下拉列表的格请从列表中选择，也可以直接填代码；全部代码见“代码”工作表。",
    "日期写作“年-月-日”，如2026-03-15。",
    "填好后在平台上传，由平台校验；校验指出的每一处都说明怎么改。",
)


def write(
    page: Any, layout: Layout, reference: Reference, looks: Looks, *, nil: bool = False
) -> None:
    """Write the sheet; column A names, column B tells."""
    page.set_column(0, 0, 20)
    page.set_column(1, 1, 92)
    page.set_row(0, 30)
    page.write_string(0, 0, f"{layout.title}填报模板", looks.title)
    row = 2
    for label, text in _facts(layout, reference):
        page.write_string(row, 0, label, looks.label)
        page.write_string(row, 1, text, looks.text)
        row += 1
    if layout.nil:
        _write_nil(page, row, layout, looks, nil)
        row += 1
    row = _write_notes(page, row + 1, layout, looks)
    page.protect("", {"format_columns": True, "format_rows": True})
    page.hide_gridlines(2)
    page.set_paper(9)
    page.fit_to_pages(1, 0)


def _facts(layout: Layout, reference: Reference) -> list[tuple[str, str]]:
    span, due_on = reference.span, reference.due_on
    article = _ARTICLES.get(layout.article, layout.article)
    return [
        ("机构", reference.institution_name),
        ("机构代码", reference.institution_code),
        ("报告期", f"{reference.period}（{span.first.isoformat()}至{span.last.isoformat()}）"),
        ("报送截止日", due_on.isoformat() if due_on else "见平台报送日历"),
        ("依据", f"《银行业保险业消费投诉处理管理办法》{article}"),
        ("模板生成于", reference.made_at.date().isoformat()),
    ]


def _write_nil(page: Any, row: int, layout: Layout, looks: Looks, nil: bool) -> None:
    """Write the tick by which there is nothing to report; the check finds it by its words."""
    page.write_string(row, 0, layout.nil, looks.label)
    if nil:
        page.write_string(row, 1, YES, looks.tick)
    else:
        page.write_blank(row, 1, None, looks.tick)
    about = f"{layout.nil}的，在这一格选“{YES}”，其他工作表全部留空；否则这一格留空。"
    rule = {"validate": "list", "source": [YES], "input_title": layout.nil, "input_message": about}
    page.data_validation(row, 1, row, 1, rule)


def _write_notes(page: Any, row: int, layout: Layout, looks: Looks) -> int:
    page.write_string(row, 0, "怎么填", looks.label)
    for number, text in enumerate((*layout.notes, *_ALWAYS), 1):
        page.write_string(row, 1, f"{number}. {text}", looks.text)
        row += 1
    row += 1
    page.write_string(row, 0, "工作表", looks.label)
    for sheet in layout.sheets:
        about = sheet.note or ("每项一行。" if sheet.kind == ROWS else "逐项填写。")
        page.write_string(row, 1, f"“{sheet.title}”：{about}", looks.text)
        row += 1
    if layout.csv_sheet:
        row += 1
        only = layout.sheet(layout.csv_sheet).title
        page.write_string(row, 0, "用 CSV 报送", looks.label)
        page.write_string(
            row, 1, f"也可以只报“{only}”：UTF-8 编码的 CSV，第一行为列名。", looks.text
        )
    return row
