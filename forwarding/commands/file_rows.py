"""One row of the complaints file as a submission, or what is wrong with it, column by column."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal, InvalidOperation

from forwarding import vocabulary
from forwarding.submission import UNKNOWN_NAME, Against, Person, Problem, Submission
from portal.institutions.queries import Card
from portal.kernel import clock, identifiers
from portal.kernel.findings import N_, ImportReport
from portal.kernel.tables import Columns

COLUMNS = Columns(
    required=("external_ref", "received_at", "channel", "territory", "claim", "facts"),
    optional=(
        "institution_code",
        "business",
        "cause",
        "complainant_kind",
        "complainant_name",
        "complainant_id_no",
        "complainant_phone",
        "amount",
        "forwarded_at",
        "told_at",
        "duplicate_of",
    ),
)
SOURCE = "file"

WHEN = N_("时间写法不对。请写成 2026-11-20T09:30 或 2026-11-20。")
AMOUNT = N_("金额写法不对。请写成 1200.50 这样的数字。")
NO_SUCH_INSTITUTION = N_("名录中没有这个机构代码。请先导入机构，或改为正确的代码。")
OUT_OF_SIGHT = N_("不在您的辖区。请由有关监管局登记，或更正行政区划代码。")
NO_UNIT = N_("没有负责这个行政区划的监管机构。请填写六位行政区划代码。")
NEEDED = N_("请填写此项。")
TWICE = N_("与第%(first)s行的编号相同。同一来源的编号不能重复，请删去一行。")
SECTOR = N_("业务和原因须同属银行业或同属保险业。请核对。")

_SENTENCES = {
    "missing": NEEDED,
    "too_long": N_("内容过长（最多%(limit)s字）。请精简。"),
    "bad_characters": N_("含有无法识别的控制字符。请删除。"),
    "not_a_choice": N_("不在可选范围内。请使用约定的代码。"),
    "in_future": N_("时间晚于现在。请填写实际发生的时间。"),
    "too_early": N_("时间过早。请核对年份。"),
    "too_many": N_("最多%(limit)s项。请删减。"),
    "bad_amount": AMOUNT,
    "bad_phone": N_("电话号码不完整。请填写11位手机号，或带区号的固定电话。"),
    "bad_email": N_("电子邮件地址不完整。请核对。"),
    "forwarded_before_receipt": N_("转送时间早于接收时间。请核对。"),
    "told_before_receipt": N_("告知时间早于接收时间。请核对。"),
    "history_needs_institution": N_("有转送时间的，须写明转送的机构代码。"),
}
_COLUMN_OF = {
    "complainant_contact": "complainant_phone",
    "against": "institution_code",
    "unknown": "external_ref",
}


@dataclass
class Reader:
    """Reads rows of one file; `institutions` holds every institution the file names."""

    institutions: Mapping[str, Card]
    report: ImportReport
    seen: dict[str, int] = field(default_factory=dict)

    def submission(self, number: int, row: Mapping[str, str]) -> Submission | None:
        """Return the row as a submission; None when it has faults, which are in the report."""
        before = len(self.report.findings)
        received_at = self._moment(number, row, "received_at", needed=True)
        forwarded_at = self._moment(number, row, "forwarded_at")
        told_at = self._moment(number, row, "told_at")
        amount = self._amount(number, row)
        against = self._against(number, row)
        self._reference(number, row)
        if len(self.report.findings) > before or received_at is None:
            return None
        return Submission(
            channel=row["channel"],
            source=SOURCE,
            received_at=received_at,
            territory=row["territory"],
            people=(_person(row),),
            against=against,
            claim=row["claim"],
            facts=row["facts"],
            business=row["business"] or None,
            cause=row["cause"] or None,
            amount=amount,
            external_ref=row["external_ref"],
            forwarded_at=forwarded_at,
            told_at=told_at,
            duplicate_of=row["duplicate_of"] or None,
        )

    def problem(self, number: int, row: Mapping[str, str], problem: Problem) -> None:
        """Note what the checks shared by every way in found."""
        column = _COLUMN_OF.get(problem.field, problem.field)
        value = row.get(column, "")
        facts = {name: fact for name, fact in problem.facts if name != "value"}
        self.report.add(number, column, value, _SENTENCES[problem.code], **facts)

    def _moment(
        self, number: int, row: Mapping[str, str], column: str, *, needed: bool = False
    ) -> datetime | None:
        text = row[column]
        if not text:
            if needed:
                self.report.add(number, column, "", NEEDED)
            return None
        try:
            moment = datetime.fromisoformat(text)
            return clock.aware(moment if moment.tzinfo else moment.replace(tzinfo=clock.ZONE))
        except (ValueError, OverflowError):  # the first of January of the year 1 has no UTC
            self.report.add(number, column, text, WHEN)
            return None

    def _amount(self, number: int, row: Mapping[str, str]) -> Decimal | None:
        if not row["amount"]:
            return None
        try:
            return Decimal(row["amount"])
        except InvalidOperation:
            self.report.add(number, "amount", row["amount"], AMOUNT)
            return None

    def _against(self, number: int, row: Mapping[str, str]) -> tuple[Against, ...]:
        """Return the institutions named by code; none named means that a person must find out."""
        codes = [code.strip() for code in row["institution_code"].split(";") if code.strip()]
        found = []
        for code in dict.fromkeys(codes):
            card = self.institutions.get(code)
            if card is None:
                self.report.add(number, "institution_code", code, NO_SUCH_INSTITUTION)
            else:
                found.append(Against(card.label, card.id))
        return tuple(found)

    def _reference(self, number: int, row: Mapping[str, str]) -> None:
        reference = row["external_ref"]
        if not reference:
            self.report.add(number, "external_ref", "", NEEDED)
        elif reference in self.seen:
            self.report.add(number, "external_ref", reference, TWICE, first=self.seen[reference])
        else:
            self.seen[reference] = number


def _person(row: Mapping[str, str]) -> Person:
    kind = row["complainant_kind"] or "natural"
    return Person(
        name=row["complainant_name"] or UNKNOWN_NAME,
        kind=kind,
        id_type=None if not row["complainant_id_no"] else _ID_TYPE.get(kind),
        id_no=row["complainant_id_no"].upper() or None,
        phone=identifiers.phone_form(row["complainant_phone"]) or None,
    )


_ID_TYPE = {"natural": "resident_id", "organisation": "uscc"}

assert set(_ID_TYPE) == set(vocabulary.COMPLAINANT_KINDS)
