"""One reader for every imported table: UTF-8 CSV with a header, or the first sheet of an XLSX.

    report = ImportReport()
    for number, row in tables.read(stream, COLUMNS, report):
        ...                                  # row: {column: stripped text, "" when empty}
        report.add(number, "level", row["level"], N_("…"))

Faults of the file, of its header or of a row's shape go to `report.findings` and the row is
left out; nothing is raised. Rows are numbered as a spreadsheet shows them: the header is 1.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from portal.kernel import spreadsheets
from portal.kernel.findings import N_, Finding, ImportReport
from portal.kernel.spreadsheets import Inexact, Unreadable, unreadable

__all__ = ["Columns", "Finding", "ImportReport", "Limits", "N_", "read"]

Row = dict[str, str]
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_LONGEST_LINE = 4_000_000
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True)
class Columns:
    """The header a table must have, and the columns it may leave out; any other is refused."""

    required: tuple[str, ...]
    optional: tuple[str, ...] = ()

    @property
    def known(self) -> tuple[str, ...]:
        """Every column, the required ones first."""
        return self.required + self.optional


@dataclass(frozen=True)
class Limits:
    """How large a table may be: data rows in a CSV, in an XLSX, and characters in a cell."""

    rows: int = 1_000_000
    sheet_rows: int = 200_000
    cell: int = 20_000


def read(
    source: BinaryIO | Path | bytes,
    columns: Columns,
    report: ImportReport,
    limits: Limits = Limits(),
) -> Iterator[tuple[int, Row]]:
    """Yield (row number, row) of a CSV or XLSX; whatever is wrong goes to `report.findings`."""
    if isinstance(source, Path):
        with source.open("rb") as file:
            yield from read(file, columns, report, limits)
        return
    stream: BinaryIO = io.BytesIO(source) if isinstance(source, bytes) else source
    try:
        yield from _table(_raw_rows(stream, limits), columns, report, limits)
    except Unreadable as refusal:
        report.findings.extend(refusal.findings)


def _raw_rows(stream: BinaryIO, limits: Limits) -> Iterator[list[str]]:
    start = stream.read(4)
    stream.seek(0)
    if start.startswith(b"PK\x03\x04"):
        return spreadsheets.rows(stream, limits.sheet_rows)
    if start == OLD_EXCEL:
        reason = N_("这是旧版 XLS 或加密的表格。请另存为不加密的 .xlsx 或 CSV。")
        raise unreadable(reason, code="old_or_encrypted")
    if start.startswith(WIDE):
        reason = N_("文件编码是 UTF-16。请另存为“CSV UTF-8（逗号分隔）”。")
        raise unreadable(reason, code="utf16")
    return csv_rows(stream, limits)


def csv_rows(stream: BinaryIO, limits: Limits) -> Iterator[list[str]]:
    """Yield a UTF-8 CSV's rows, the header among them; raises Unreadable."""
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
    reader = csv.reader(_lines(text), strict=True)
    number = 0
    try:
        for number, values in enumerate(reader, 1):
            if number > limits.rows + 1:
                reason = N_("表格超过 %(rows)s 行。请拆成几个文件。")
                raise unreadable(reason, code="too_many_rows", rows=limits.rows)
            yield values
    except UnicodeDecodeError as error:
        raise _wrong_encoding(error) from error
    except csv.Error as error:
        reason = N_("这一行的引号没有配对，或一格过长。请检查英文双引号后再上传。")
        raise unreadable(reason, row=number + 1, code="broken_quotes") from error
    finally:
        text.detach()


def _lines(text: io.TextIOWrapper) -> Iterator[str]:
    """Yield the lines; a line without an end would be taken apart into millions of cells."""
    while line := text.readline(_LONGEST_LINE):
        if len(line) == _LONGEST_LINE:
            raise csv.Error("line too long")
        yield line


def _wrong_encoding(error: UnicodeDecodeError) -> Unreadable:
    """Say GBK when the bytes read as GBK: that is what a Chinese Excel writes by default."""
    try:
        codecs.getincrementaldecoder("gb18030")().decode(error.object)
    except UnicodeDecodeError:
        reason = N_("文件不是 UTF-8 编码的文本。请另存为“CSV UTF-8（逗号分隔）”。")
        return unreadable(reason, code="not_utf8")
    reason = N_("文件编码是 GBK，不是 UTF-8。请另存为“CSV UTF-8（逗号分隔）”。")
    return unreadable(reason, code="gbk")


def _table(
    raw: Iterator[list[str]], columns: Columns, report: ImportReport, limits: Limits
) -> Iterator[tuple[int, Row]]:
    header = [name.strip() for name in next(raw, [])]
    while header and not header[-1]:
        header.pop()
    faults = _header_faults(header, columns)
    if faults:
        raise Unreadable(faults)
    absent = {name: "" for name in columns.known if name not in header}
    for number, values in enumerate(raw, 2):
        if not any(value.strip() for value in values):
            continue
        fault = _shape_fault(number, header, values, limits)
        if fault:
            report.findings.append(fault)
            continue
        cells = [value.strip() for value in values[: len(header)]]
        cells += [""] * (len(header) - len(cells))  # a spreadsheet leaves trailing empties out
        yield number, absent | dict(zip(header, cells, strict=True))


def _header_faults(header: Sequence[str], columns: Columns) -> list[Finding]:
    if not header:
        reason = N_("文件是空的。第一行应为列名：%(columns)s。")
        return [Finding(1, "", "", reason, {"columns": ", ".join(columns.known)})]
    faults = []
    for name in dict.fromkeys(header):
        if name not in columns.known:
            reason = N_("不认识的列。可用的列：%(columns)s。")
            faults.append(Finding(1, name, name, reason, {"columns": ", ".join(columns.known)}))
        elif header.count(name) > 1:
            faults.append(Finding(1, name, name, N_("列名重复。每一列只能出现一次。")))
    for name in columns.required:
        if name not in header:
            faults.append(Finding(1, name, "", N_("缺少这一列。请在第一行补上列名。")))
    return faults


def _shape_fault(
    number: int, header: Sequence[str], values: Sequence[str], limits: Limits
) -> Finding | None:
    extra = [value for value in values[len(header) :] if value.strip()]
    if extra:
        reason = N_("这一行的格数多于列名（%(count)s 列）。含逗号的内容请放在英文双引号内。")
        return Finding(number, "", extra[0], reason, {"count": len(header)})
    for name, value in zip(header, values, strict=False):
        if CONTROL.search(value):
            reason = N_("含有不可见的控制字符。请删去后再上传。")
            return Finding(number, name, CONTROL.sub("�", value), reason)
        if len(value) > limits.cell:
            reason = N_("内容过长（%(length)s 字，上限 %(limit)s 字）。请缩短，或作为附件提交。")
            facts = {"length": len(value), "limit": limits.cell}
            return Finding(number, name, value, reason, facts)
        if isinstance(value, Inexact):
            reason = N_("长数字以“数字”格式存放，末几位已失真。请把这一列设为“文本”后重新录入。")
            return Finding(number, name, value, reason)
    return None
