"""A row of a reports file and the report it holds: headings, words and what may be wrong."""

import unicodedata
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from forwarding import vocabulary
from forwarding.commands.handle import Answer
from forwarding.vocabulary import DECISION_BLOCKS, FEEDBACK_HEADINGS
from portal.kernel import tables
from portal.kernel.findings import N_, ImportReport

ID, NUMBER, DUE = "转送序号", "投诉编号", "办理期限"
RESULT, CAUSE, LOSS, REMEDIES = "处理结果", "投诉原因", "挽回损失（元）", "已告知的救济途径"
BRANCH, TOLD_ON, TOLD_MEANS = "由分支机构决定", "告知日期", "告知方式"
VERIFIED_BY, NO_INTEREST, LATENESS = "核实人员", "无直接利害关系", "逾期原因"
TEXTS = {
    **{DECISION_BLOCKS[key]: key for key in ("verified", "basis_reasons", "decision")},
    **{words: key for key, words in FEEDBACK_HEADINGS.items()},
}
"""Columns of prose, by the code of the block of Art. 19 or of the feedback heading."""

_OPTIONAL_TEXTS = frozenset({"extension", "satisfaction"})
YES, NO = "是", "否"
COLUMNS = tables.Columns(
    required=(ID, NUMBER, RESULT, CAUSE, REMEDIES, BRANCH, TOLD_ON, TOLD_MEANS, *TEXTS)
    + (VERIFIED_BY, NO_INTEREST),
    optional=(DUE, LOSS, LATENESS),
)
ORDER = (
    *(ID, NUMBER, DUE, RESULT, CAUSE, LOSS, "核实的情况", "处理依据和理由", "处理决定"),
    *(REMEDIES, BRANCH, TOLD_ON, TOLD_MEANS),
    *(words for words in FEEDBACK_HEADINGS.values()),
    *(VERIFIED_BY, NO_INTEREST, LATENESS),
)
"""The columns as the template has them, in the order of the report page."""

LONGEST_TEXT, LONGEST_NAME, LONGEST_SHORT = 10_000, 100, 2000
_MISSING = N_("请填写这一列。")
_NOT_A_CHOICE = N_("不在可选范围内。请从“可填内容”表中选择。")
_TOO_LONG = N_("内容过长（最多%(limit)s字）。请精简，或作为附件上传。")
_BAD_ID = N_("不是转送序号。请使用模板中原有的序号，不要改动。")
_BAD_DAY = N_("请填写存在的日期，例如 2026-02-12。")
_BAD_AMOUNT = N_("请填写金额（元），最多两位小数，例如 1200.50。")


class RowReader:
    """Turns rows into reports and notes what is wrong with each."""

    def __init__(self, report: ImportReport) -> None:
        self.report = report

    def read(self, number: int, row: Mapping[str, str]) -> tuple[int, Answer] | None:
        """Return a forwarding's id and its report; None when the row has findings."""
        before = len(self.report.findings)
        forwarding_id = self._id(number, row[ID])
        told_on = self._day(number, TOLD_ON, row[TOLD_ON])
        answer = Answer(
            result=self._code(number, RESULT, row[RESULT], vocabulary.DECIDED_RESULTS),
            cause=self._code(number, CAUSE, row[CAUSE], vocabulary.CAUSES),
            texts=self._texts(number, row),
            remedies=self._remedies(number, row[REMEDIES]),
            decided_by_branch=self._yes(number, BRANCH, row[BRANCH]),
            told_on=told_on,
            told_means=self._code(number, TOLD_MEANS, row[TOLD_MEANS], vocabulary.TELLING_MEANS),
            verified_by=self._text(number, VERIFIED_BY, row[VERIFIED_BY], LONGEST_NAME),
            no_interest=self._yes(number, NO_INTEREST, row[NO_INTEREST]),
            loss_recovered=self._amount(number, row[LOSS]),
            lateness_reason=self._text(number, LATENESS, row[LATENESS], LONGEST_SHORT, must=False)
            or None,
        )
        return (forwarding_id, answer) if len(self.report.findings) == before else None

    def _texts(self, number: int, row: Mapping[str, str]) -> dict[str, str]:
        found = {
            key: self._text(
                number, heading, row[heading], LONGEST_TEXT, must=key not in _OPTIONAL_TEXTS
            )
            for heading, key in TEXTS.items()
        }
        return {key: text for key, text in found.items() if text}

    def _text(self, number: int, column: str, text: str, limit: int, *, must: bool = True) -> str:
        if must and not text:
            self.report.add(number, column, text, _MISSING)
        if len(text) > limit:
            self.report.add(number, column, text, _TOO_LONG, limit=limit)
        return text

    def _id(self, number: int, text: str) -> int:
        if text.isascii() and text.isdigit() and len(text) < 19:
            return int(text)
        self.report.add(number, ID, text, _BAD_ID)
        return 0

    def _code(self, number: int, column: str, text: str, words: Mapping[str, str]) -> str:
        """Read a code, or its word as the template offers it."""
        found = _code_of(text, words)
        if found is None:
            self.report.add(number, column, text, _NOT_A_CHOICE if text else _MISSING)
        return found or ""

    def _remedies(self, number: int, text: str) -> tuple[str, ...]:
        parts = [part.strip() for part in _commas(text).split(",") if part.strip()]
        found = [_code_of(part, vocabulary.REMEDIES) for part in parts]
        if not parts or None in found:
            self.report.add(number, REMEDIES, text, _NOT_A_CHOICE if parts else _MISSING)
        return tuple(dict.fromkeys(code for code in found if code))

    def _yes(self, number: int, column: str, text: str) -> bool:
        if text not in (YES, NO):
            self.report.add(number, column, text, _NOT_A_CHOICE if text else _MISSING)
        return text == YES

    def _day(self, number: int, column: str, text: str) -> date:
        plain = unicodedata.normalize("NFKC", text)
        for sign in "/.年月":
            plain = plain.replace(sign, "-")
        parts = plain.rstrip("日").split("-")
        try:
            year, month, day = (int(part) for part in parts)
            return date(year, month, day)
        except ValueError:
            self.report.add(number, column, text, _BAD_DAY if text else _MISSING)
            return date.min

    def _amount(self, number: int, text: str) -> Decimal:
        plain = unicodedata.normalize("NFKC", text).replace(",", "").strip(" ¥元")
        try:
            amount = Decimal(plain or "0")
        except InvalidOperation:
            amount = Decimal(-1)
        # NaN and the infinities compare with nothing: only a plain sum of money passes.
        if not amount.is_finite() or not 0 <= amount < Decimal("1e13"):
            self.report.add(number, LOSS, text, _BAD_AMOUNT)
            return Decimal(0)
        if amount != round(amount, 2):
            self.report.add(number, LOSS, text, _BAD_AMOUNT)
        return amount


def _code_of(text: str, words: Mapping[str, str]) -> str | None:
    if text in words:
        return text
    head = text.partition(" ")[0]
    if head in words:
        return head
    return next((code for code, word in words.items() if word == text), None)


def _commas(text: str) -> str:
    for sign in "、，;；/|\n":
        text = text.replace(sign, ",")
    return text
