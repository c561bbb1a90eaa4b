"""An inspection's file in print: the plan, the team, what was asked, found, answered and held."""

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _

from inspections.messages import inspections as words
from inspections.messages.rectification import LETTERS, SERVED
from inspections.models import Finding
from inspections.queries.inspections import InspectionFile
from inspections.views.offered import evidence_of
from portal.web.messages import label
from portal.web.words import day, moment


def blocks(file: InspectionFile) -> list[dict[str, Any]]:
    """Return the sections of the printed file, as templates/letters/case_file.typ sets them."""
    made = (_plan(file), _team(file), _letters(file), _requests(file), _papers(file))
    findings = [_section(one.title, [_finding(file, one)]) for one in file.findings]
    found = (*made, *findings, _ending(file), _history(file))
    return [each for each in found if each["parts"]]


def _section(title: str, parts: Iterable[dict[str, Any]]) -> dict[str, Any]:
    return {"title": title, "parts": list(parts)}


def _rows(rows: Iterable[tuple[Any, Any]]) -> dict[str, Any]:
    kept = [[str(name), str(value)] for name, value in rows if value not in (None, "")]
    return {"kind": "rows", "rows": kept}


def _table(head: list[str], widths: list[int], rows: list[list[Any]]) -> dict[str, Any]:
    texts = [[str(cell) if cell not in (None, "") else "—" for cell in row] for row in rows]
    return {"kind": "table", "head": head, "widths": widths, "rows": texts}


def _plan(file: InspectionFile) -> dict[str, Any]:
    row, names = file.view.row, file.names
    return _section(
        _("检查计划"),
        [
            _rows(
                (
                    (_("检查名称"), row.title),
                    (_("机构"), file.view.institution.name),
                    (_("检查方式"), words.MODES[row.mode]),
                    (_("检查理由"), row.reason),
                    (_("检查内容和范围"), row.scope),
                    (_("检查所属期间"), _span(row.from_on, row.until_on)),
                    (_("检查起止日"), _span(row.starts_on, row.ends_on)),
                    (_("计划提出人"), names.get(row.proposed_by or 0, "")),
                    (_("批准人"), names.get(row.approved_by or 0, "")),
                    (_("开始检查日"), day(row.entered_on)),
                    (_("状态"), words.STATES[row.state]),
                )
            )
        ],
    )


def _team(file: InspectionFile) -> dict[str, Any]:
    rows = [
        [
            file.names.get(m.account_id, ""),
            _("组长") if m.leads else _("组员"),
            _("没有利益冲突") if m.conflict is False else _("有利益冲突") if m.conflict else "",
            moment(m.declared_at) if m.declared_at else "",
        ]
        for m in (*file.team, *file.left)
    ]
    head = [_("姓名"), _("职责"), _("声明"), _("声明时间")]
    return _section(_("检查组"), [_table(head, [2, 1, 2, 2], rows)])


def _letters(file: InspectionFile) -> dict[str, Any]:
    rows = [
        [
            LETTERS[one.kind],
            _("〔%(year)s〕%(number)s号", year=one.year, number=one.number),
            day(one.issued_at),
            f"{day(one.served_on)} {SERVED[one.served_by]}" if one.served_by else "",
        ]
        for one in file.letters
    ]
    head = [_("文书"), _("文号"), _("日期"), _("送达")]
    return _section(_("文书"), [_table(head, [2, 2, 2, 3], rows)])


def _requests(file: InspectionFile) -> dict[str, Any]:
    rows = [
        [one.ordinal, one.wanted, day(one.due_on), one.answer, day(one.answered_at)]
        for one in file.requests
    ]
    head = [_("序号"), _("调取哪些资料"), _("最后一日"), _("机构答复"), _("答复日期")]
    return _section(_("调取资料"), [_table(head, [1, 4, 2, 4, 2], rows)] if rows else [])


def _papers(file: InspectionFile) -> dict[str, Any]:
    texts = [
        {
            "kind": "words",
            "heading": _("第%(n)s号第%(edition)s版 %(title)s", **_paper(one)),
            "text": one.text,
        }
        for one in file.papers
    ]
    return _section(_("工作底稿"), texts)


def _paper(one: Any) -> dict[str, Any]:
    return {"n": one.ordinal, "edition": one.edition, "title": one.title}


def _finding(file: InspectionFile, one: Finding) -> dict[str, Any]:
    earlier = file.repeats.get(one.repeats) if one.repeats else None
    return _rows(
        (
            (_("问题"), words.PROBLEMS[one.problem]),
            (_("涉及条款"), "、".join(_("第%(n)s条", n=each) for each in one.articles)),
            (_("严重程度"), words.SEVERITIES[one.severity]),
            (_("屡查屡犯"), earlier[1].title if earlier else ""),
            (_("查明的事实"), one.facts),
            (_("证据"), "\n".join(f"{each.kind}：{each.text}" for each in evidence_of(one))),
            (_("机构异议"), one.objection),
            (_("认定理由"), one.ruling),
            (_("状态"), words.FINDING_STATES[one.state]),
        )
    )


def _ending(file: InspectionFile) -> dict[str, Any]:
    row = file.view.row
    facts = ((_("签署人"), row.facts_signer), (_("答复时间"), moment(row.facts_answered_at)))
    texts = [
        {"kind": "words", "heading": heading, "text": text}
        for heading, text in ((_("检查报告"), row.report), (_("检查意见"), row.opinion))
        if text
    ]
    return _section(_("检查报告和意见"), [_rows(facts if row.facts_answered_at else ()), *texts])


def _history(file: InspectionFile) -> dict[str, Any]:
    rows = [
        [moment(each.at), label(each.act), each.actor_name, each.reason] for each in file.history
    ]
    head = [_("时间"), _("办理"), _("人员"), _("说明")]
    return _section(_("经过"), [_table(head, [3, 3, 2, 4], rows)])


def _span(first: Any, last: Any) -> str:
    return "—".join(filter(None, (day(first) if first else "", day(last) if last else "")))
