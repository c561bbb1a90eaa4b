"""What is left unchecked where the portal's knowledge is missing, and which form a CSV is of."""

from collections.abc import Sequence
from datetime import date

from portal.filings.returns.layout import CODES, Layout, layout_for
from portal.filings.returns.reference import Reference
from portal.filings.returns.shape import heading_form
from portal.kernel.findings import N_

_LATEST = date(2199, 12, 31)
NO_PERIOD = N_("没有参考文件：报告期、期初、监管部门转送的投诉都没有核对，也没有汇总。")
NO_TYPE = N_("没有参考文件：业务类别和投诉原因按全部机构类型的代码核对。")
NO_LAST = N_("没有上期已接收的报送：期初和变动幅度没有核对。")
GAP = N_("最近一次已接收的报送不是上期的：期初没有核对。")
NO_DATA = N_("本期的投诉数据尚未接收：处理工作情况没有与它核对。")


def guessed_form(heading: Sequence[str]) -> Layout | None:
    """Return the form that a CSV's heading fits best; None when no column is known."""
    names = {heading_form(each) for each in heading}
    for code in CODES:
        layout = layout_for(code, _LATEST)
        if layout.csv_sheet:
            columns = layout.sheet(layout.csv_sheet).columns
            headings = {heading_form(column.heading) for column in columns}
            if names & (headings | {column.code for column in columns}):
                return layout
    return None


def not_checked(layout: Layout, reference: Reference | None) -> tuple[str, ...]:
    """Return what could not be checked, as msgids."""
    if reference is None:
        return (NO_PERIOD, NO_TYPE)
    said = []
    if reference.previous is None:
        said.append(NO_LAST)
    elif layout.code == "complaint_data" and not follows(reference):
        said.append(GAP)
    if layout.code == "handling_report" and reference.complaint_data is None:
        said.append(NO_DATA)
    return tuple(said)


def follows(reference: Reference) -> bool:
    """Return whether the last accepted return is of the period just before."""
    return reference.previous_period == reference.span.previous.text
