"""The words of notices: complete in both languages, short enough, and safe with any data."""

from datetime import date

import pytest
from jinja2 import UndefinedError

from portal.kernel import notices
from portal.kernel.notices.texts import MAIL

DAY = date(2026, 2, 26)
DATA = {
    "number": "ZJ202602000123",
    "unit": "浙江监管局",
    "year": 2026,
    "again": False,
    "to_unit": "宁波监管局",
    "institution": "中国工商银行股份有限公司杭州分行",
    "institutions": ["中国工商银行股份有限公司杭州分行"],
    "link": "https://zhuanban.example.cn/status",
    "login": "zhang",
    "looked_at_on": DAY,
    "point": "公布电子邮箱和网址",
    "points": ["公布投诉渠道和处理流程", "公布电子邮箱和网址"],
    "hours": 24,
    "days_left": 2,
    "act": "转送",
    "reason": "属于对产品的咨询",
    "outcome": "已转至12378热线咨询处理",
    "code": None,
    "other": "ZJ202602000099",
    "day": DAY,
    "overdue": 3,
    "today": 2,
    "soon": 1,
    "received_on": DAY,
    "tell_by": DAY,
    "not_before": None,
    "late": False,
    "said_on": DAY,
    "forwarded_on": DAY,
    "due_on": DAY,
    "closed_on": DAY,
    "handed_on": DAY,
    "returned_on": DAY,
    "sent_back_on": DAY,
    "withdrawn_on": DAY,
    "merged_on": DAY,
    "struck_on": DAY,
    "again_by": DAY,
    "what": "投诉数据半年报 2026H1",
    "period": "2026H1",
    "late_days": 2,
    "approved": True,
    "last_day": DAY,
    "duty": "联系人（A岗和B岗）",
    "about": "中国工商银行股份有限公司杭州分行",
    "since": DAY,
    "days": 30,
    "answer_link": "https://zhuanban.example.cn/follow-up/7K3M-Q9XA-00FD-TZ5H",
    "total": 2,
    "more": 1,
    "lines": [
        {
            "number": "ZJ202602000123",
            "kind": kind,
            "institution": "工商银行杭州分行",
            "due_on": DAY,
            "days_left": days,
            "days_late": 3,
        }
        for kind, days in (("complaint", -1), ("forwarding", 0), ("review", 2))
    ],
    "moves": [
        {"number": "ZJ202602000123", "before": None, "after": DAY, "why": why, "days": [DAY, DAY]}
        for why in ("firm", "days", "rules", "provisional")
    ],
    "ordinal": 1,
    "matter": "ZJ202602000123-A",
    "discreet": "已转相应渠道处理",
    "part": "想了解分红的计算方法",
    "passed_to": "省信访局",
    "passed_on": DAY,
    "ground": "属于社会保险事项",
    "letter": "整改通知书",
    "kind": "整改要求",
    "title": "规范投诉处理时限",
    "measure": "暂停相关业务",
    "ground_en": "it is about social insurance",
    "instead_en": "ask the social insurance office",
    "reason_en": "it asks about a product",
    "outcome_en": "call 12378",
    "discreet_en": "passed on to the channel for it",
    "instead": "可以向社会保险经办机构提出",
    "from_unit": "浙江监管局",
    "sector": "银行业",
    "corrected": True,
    "view": "本季",
    "first": DAY,
    "last": DAY,
    "received": 12,
    "before": 9,
    "waiting": 4,
    "in_time": "97.3%",
    "rises": 1,
}
WITH_A_LINK = {"follow_up_sms": 2}
NAMES = sorted({path.name.split(".")[0] for path in MAIL.glob("*.txt")})


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_every_notice_reads_well_and_has_a_subject_unless_it_is_an_sms(name, lang):
    text = notices.compose(name, lang, **DATA)
    assert bool(text.subject) is not name.endswith("_sms")
    assert text.body
    for wrong in ("{{", "{%", "}}", "None", "\n\n\n", "  "):
        assert wrong not in text.subject + text.body


@pytest.mark.parametrize("name", [name for name in NAMES if name.endswith("_sms")])
def test_an_sms_in_chinese_is_one_segment(name):
    facts = DATA | {"institutions": ["工商银行杭州分行"], "code": "7K3M-Q9XA-00FD-TZ5H"}
    body = notices.compose(name, **facts).body
    assert notices.segments(body) <= WITH_A_LINK.get(name, 1), len(body)


def test_an_institution_is_told_nothing_about_the_person():
    names = [name for name in NAMES if name.endswith("institution")]
    assert len(names) >= 4
    for name in names:
        for field in ("complainant", "phone", "claim", "facts"):
            assert field not in (MAIL / f"{name}.txt").read_text()


def test_a_complainant_who_reads_english_gets_both_languages_by_mail():
    text = notices.compose("told_email", "en", **DATA)
    assert text.subject.startswith("Your complaint ZJ202602000123 has been forwarded / 您的投诉")
    assert text.body.index("26 Feb 2026") < text.body.index("2026年2月26日")


def test_an_institutions_mail_stays_chinese_whatever_the_language():
    assert notices.compose("reminder_institution", "en", **DATA) == notices.compose(
        "reminder_institution", **DATA
    )


@pytest.mark.parametrize(
    ("days_left", "words"), [(2, "还有2日到期"), (0, "今日到期"), (-3, "已逾期3日")]
)
def test_a_reminder_says_how_long_is_left(days_left, words):
    text = notices.compose("reminder_institution", **DATA | {"days_left": days_left})
    assert words in text.subject
    assert words in text.body


def test_data_that_are_missing_are_noticed():
    with pytest.raises(UndefinedError, match="number"):
        notices.compose("told_sms", **{k: v for k, v in DATA.items() if k != "number"})


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_receipt_carries_the_code_only_for_those_who_hold_none(lang):
    code = "7K3M-Q9XA-00FD-TZ5H"
    for name in ("received_sms", "received_email"):
        assert code in notices.compose(name, lang, **DATA | {"code": code}).body
        assert "7K3M" not in notices.compose(name, lang, **DATA).body


LATE = {"tell_by": None, "late": True}
PROVISIONAL = {"tell_by": None, "not_before": date(2027, 1, 4)}
NEXT_YEAR = {"tell_by": date(2027, 1, 8)}


@pytest.mark.parametrize("changes", [{}, LATE, PROVISIONAL, NEXT_YEAR])
def test_a_receipt_by_sms_is_one_segment_whatever_it_promises(changes):
    facts = DATA | {"code": "7K3M-Q9XA-00FD-TZ5H"} | changes
    body = notices.compose("received_sms", **facts).body
    assert notices.segments(body) == 1, len(body)


@pytest.mark.parametrize("name", ["received_sms", "received_email"])
@pytest.mark.parametrize(
    ("changes", "chinese", "english"),
    [
        ({}, "2月26日", "by 26 Feb 2026"),
        (NEXT_YEAR, "2027年1月8日", "by 8 Jan 2027"),
        (PROVISIONAL, "暂定", "provisional: not before 4 Jan 2027"),
        (LATE, "会尽快", "s soon as possible"),
    ],
)
def test_a_receipt_promises_no_day_that_is_over_or_not_known(name, changes, chinese, english):
    assert chinese in notices.compose(name, **DATA | changes).body
    said = notices.compose(name, "en", **DATA | changes).body
    assert english in said
    assert ("7 working days" in said) is not bool(changes.get("late")) or "sms" in name


def test_an_officer_reads_no_guessed_day_of_a_case_given_back():
    given = DATA | {"due_on": None, "not_before": date(2027, 1, 4)}
    assert "不早于2027年1月4日，暂定" in notices.compose("returned_officer", **given).body


def test_data_stay_data():
    forged = "工行\n\n{{ 7 * 7 }} 请汇款到 <b>此账号</b>\u202e"
    body = notices.compose("told_email", **DATA | {"institutions": [forged]}).body
    assert "· 工行 {{ 7 * 7 }} 请汇款到 <b>此账号</b>\n" in body


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 1), ("字" * 70, 1), ("字" * 71, 2), ("字" * 134, 2), ("字" * 135, 3), ("😀" * 36, 2)],
)
def test_segments_are_counted_as_the_networks_do(text, count):
    assert notices.segments(text) == count
