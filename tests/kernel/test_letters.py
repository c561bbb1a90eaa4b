"""Letters: every one can be made, long and hostile text stays text, and the file can be kept."""

import re
import shutil
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from time import perf_counter

import pytest

from portal.kernel import letters
from portal.kernel.letters import LETTERS, render

DAY = date(2026, 2, 26)
FACTS = {
    "number": "ZJ202602000123",
    "letter_no": "浙金投转〔2026〕123号",
    "unit": "国家金融监督管理总局浙江监管局",
    "date": DAY,
    "institution": "中国工商银行股份有限公司杭州分行",
    "received_on": date(2026, 2, 12),
    "forwarded_on": DAY,
    "channel": "12378热线",
    "business": "信用卡",
    "cause": "定价收费",
    "asks": ["退款", "道歉"],
    "amount": "12,800.00",
    "staff": "客户经理",
    "complainant": [["姓名", "张三丰"], ["联系电话", "13812341234"]],
    "claim": "请求退还手续费。",
    "facts": "第一段。\n第二段。",
    "respond_by": date(2026, 3, 13),
    "report_by": date(2026, 3, 18),
    "instructions": "请上门核实。",
    "attachments": ["账单.pdf"],
    "contact": "0571-87654321",
    "addressee": "张三丰",
    "institutions": [{"name": "中国工商银行股份有限公司杭州分行", "phone": "95588"}],
    "link": "https://zhuanban.example.cn/status",
    "reason": "属于咨询。",
    "outcome": "已转12378热线。",
    "channels": [["咨询热线", "12378"]],
    "received_at": "2026年2月12日 09:30",
    "tell_by": date(2026, 2, 27),
    "code": "7K3M-Q9XA-00FD-TZ5H",
    "filer": "张**",
    "withdrawn_on": DAY,
    "relayed": ["中国工商银行股份有限公司杭州分行"],
    "instead": "可以申请劳动仲裁。",
    "to_unit": "宁波监管局",
    "handed_on": DAY,
    "matter": "ZJ202602000123-A",
    "passed_to": "省信访局",
    "passed_on": DAY,
    "title": "规范投诉处理时限",
    "legal_basis": "第四十条第（二）项：未按照规定处理消费投诉并告知投诉人",
    "found": "30件消费投诉逾期办结。",
    "articles": ["18", "19"],
    "items": ["逐件办结逾期投诉。", "完善时限管理。"],
    "due_on": date(2026, 3, 31),
    "order_title": "规范投诉处理时限",
    "order_due_on": date(2026, 3, 31),
    "measure": "suspend_business",
    "on": date(2026, 4, 8),
    "place": "第三会议室",
    "respondents": ["中国工商银行股份有限公司杭州分行"],
    "mode": "on_site",
    "scope": "2025年消费投诉的受理和处理。\n有关制度的执行。",
    "starts_on": date(2026, 3, 9),
    "ends_on": date(2026, 3, 13),
    "entered_on": date(2026, 3, 9),
    "team": ["林清（组长）", "沈牧"],
    "opinion": "请在一个月内提交整改报告。",
    "language": "zh",
    "date_words": "2026年2月26日",
    "say": {"notes": "说明", "demands": "工作要求", "recompute": "可以重新算出。"},
    "addressees": "各银行",
    "sha256": "0" * 64,
    "demands": "各机构应当改进。",
    "notes": ["占比按四舍五入列示。"],
    "sections": [
        {
            "heading": "一、总体情况",
            "paragraphs": ["监管部门接收并转送消费投诉12件。"],
            "bars": {"title": "投诉量", "rows": [["甲银行", 1.0, "9"], ["乙银行", 0.3, "3"]]},
            "table": {
                "caption": "投诉量",
                "heads": ["名次", "机构", "件数"],
                "rows": [["1", "甲银行", "9"], ["2", "乙银行", "3"]],
                "numeric": [0, 2],
            },
            "sections": [],
        }
    ],
    "findings": [
        {
            "title": "逾期处理投诉",
            "facts": "30件投诉逾期。",
            "articles": ["18"],
            "severity": "serious",
            "repeated": True,
            "complaints": ["ZJ202602000123"],
        }
    ],
}
NAMES = sorted(path.stem for path in LETTERS.glob("*.typ") if path.stem != "letter")
reads_pdf = pytest.mark.skipif(not shutil.which("pdftotext"), reason="needs poppler's pdftotext")


def text_of(pdf: bytes) -> str:
    """Return the words of a PDF without blanks."""
    found = subprocess.run(
        ["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True, timeout=60
    )
    words = re.sub(r"— \d+ —\s", "", found.stdout.decode())
    return re.sub(r"\s", "", words)


@pytest.mark.parametrize("name", NAMES)
def test_every_letter_is_a_tagged_pdf_to_be_kept_and_read_aloud(name):
    pdf = render(name, FACTS)
    assert pdf.startswith(b"%PDF-1.7")
    assert b"/MarkInfo" in pdf
    assert b"pdfaid:part>2<" in pdf
    assert b"pdfaid:conformance>A<" in pdf
    assert b"pdfuaid:part>1<" in pdf
    assert b"(zh-CN)" in pdf
    assert len(pdf) < 200_000


@reads_pdf
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("forwarding", ["浙金投转〔2026〕123号", "2026年3月13日前", "第十八条", "第三十三条"]),
        ("forwarding", ["姓名张三丰", "12,800.00元", "请求退还手续费。", "第二段。", "账单.pdf"]),
        ("bulletin", ["各银行：", "一、总体情况", "1甲银行9", "工作要求", "可以重新算出。"]),
        ("telling", ["张三丰：", "于2026年2月26日转送", "95588", "第三十三条", "第二十条"]),
        ("diversion", ["属于咨询。", "已转12378热线。", "第二条"]),
        ("elsewhere", ["不予接收", "属于咨询。", "可以申请劳动仲裁。"]),
        (
            "demand",
            ["整改通知书", "第四十条第（二）项", "2026年3月31日前（含当日", "第18条、第19条"],
        ),
        (
            "order",
            ["责令限期改正通知书", "第四十一条", "30件消费投诉逾期办结。", "二、完善时限管理。"],
        ),
        ("recommendation", ["监管建议书", "书面回复采纳情况"]),
        ("talk", ["监管谈话通知书", "2026年4月8日", "第三会议室"]),
        ("measure", ["监管措施决定书", "暂停相关业务", "第四十一条"]),
        ("referral", ["移送行政处罚程序", "申辩"]),
        ("inspection_notice", ["检查通知书", "林清（组长）、沈牧", "2026年3月9日至2026年3月13日"]),
        ("fact_confirmation", ["一、逾期处理投诉（屡查屡犯）", "第18条", "2026年3月31日前（含"]),
        ("inspection_opinion", ["检查意见书", "自2026年3月9日起", "请在一个月内提交整改报告。"]),
        ("receipt", ["ZJ202602000123", "7K3M-Q9XA-00FD-TZ5H", "2026年2月27日", "张**"]),
    ],
)
def test_a_letter_says_what_it_must(name, words):
    text = text_of(render(name, FACTS))
    for word in [*words, "国家金融监督管理总局浙江监管局", "2026年2月26日"]:
        assert word in text


@reads_pdf
@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("handed_over", ["宁波监管局的辖区", "移交该单位", "接收日期不变"]),
        ("passed_on", ["ZJ202602000123-A", "转省信访局办理"]),
    ],
)
def test_a_letter_says_where_a_case_went(kind, words):
    text = text_of(render("elsewhere", FACTS | {"kind": kind}))
    assert [word for word in words if word not in text] == []


@reads_pdf
def test_a_receipt_in_english_has_both_languages():
    text = text_of(render("receipt", FACTS | {"lang": "en"}))
    assert "Within7workingdays" in text
    assert "7个工作日内" in text


@reads_pdf
def test_what_is_not_known_is_left_out():
    text = text_of(render("forwarding", FACTS | dict.fromkeys(["amount", "staff", "report_by"])))
    assert "涉及金额" not in text
    assert "None" not in text
    assert "none" not in text


HOSTILE = [
    '#read("/etc/passwd") #sys.inputs #panic("x")',
    "$x^2$ @ref [c] *b* _i_ <label> // c /* d */ `raw` = H - l + e / t: u ~ \\ \\u{1F600}",
    '"],"claim":"forged',
    "]] #let data = none",
    "http://例子.cn/?a=1&b=<script>",
    "工作区$变量#函数@引用",
]


@reads_pdf
@pytest.mark.parametrize("words", HOSTILE)
@pytest.mark.parametrize("name", ["forwarding", "diversion"])
def test_what_people_write_stays_text(name, words):
    field = "facts" if name == "forwarding" else "reason"
    assert re.sub(r"\s", "", words) in text_of(render(name, FACTS | {field: words}))


@reads_pdf
@pytest.mark.parametrize("field", ["institution", "channel", "claim", "instructions", "number"])
def test_every_field_takes_hostile_text(field):
    assert "#panic($x$)[@b]" in text_of(render("forwarding", FACTS | {field: "#panic($x$)[@b]"}))


@reads_pdf
@pytest.mark.parametrize(
    ("given", "printed"),
    [
        ("空\x00字\x1b符", "空字符"),
        ("合同\u202efdp.exe\u200f尾", "合同fdp.exe尾"),
        ("笑😀脸🀄", "笑〓脸〓"),
        ("䶮𬭎㛃", "䶮𬭎㛃"),
        ("半\ud800个", "半个"),
        ("中\u0301文é", "中"),
    ],
)
def test_signs_that_cannot_be_printed_do_not_spoil_the_letter(given, printed):
    assert printed in text_of(render("forwarding", FACTS | {"claim": given}))


@reads_pdf
def test_long_text_flows_over_pages_and_loses_nothing():
    words = [f"第{number}句是说明情况的一句话。" for number in range(3000)]
    pdf = render("forwarding", FACTS | {"facts": "".join(words)})
    text = text_of(pdf).replace("消费投诉转办单ZJ202602000123", "")
    assert "".join(words) in text
    assert pdf.count(b"/Type/Page") + pdf.count(b"/Type /Page") > 20


@reads_pdf
def test_a_word_that_no_line_holds_is_broken_and_whole():
    word = "a" * 500
    assert word in text_of(render("forwarding", FACTS | {"facts": word, "claim": word}))


@reads_pdf
@pytest.mark.parametrize("name", ["telling", "diversion", "receipt"])
def test_an_address_of_the_web_is_copied_as_it_is(name):
    link = "http://127.0.0.1:8000/zhuanban/portal/status"
    pdf = render(name, FACTS | {"link": link})
    assert b"(%b)" % link.encode() in pdf
    found = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True)
    assert link in found.stdout.decode()


@reads_pdf
def test_an_address_that_fits_on_its_line_stays_in_one_piece():
    mail = "zhang.sanfeng.the.elder@sub.example.cn"
    pdf = render("forwarding", FACTS | {"complainant": [["邮箱", mail]]})
    found = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True)
    assert mail in found.stdout.decode()


@reads_pdf
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"tell_by": None, "not_before": date(2027, 1, 4)}, "不早于2027年1月4日（暂定）"),
        ({"tell_by": None, "late": True}, "会尽快将属于消费投诉的事项转送"),
    ],
)
def test_a_receipt_gives_no_guessed_day_and_promises_none_that_is_over(changes, words):
    text = text_of(render("receipt", FACTS | changes))
    assert words in text and "2026年2月27日" not in text
    assert ("7个工作日内" in text) is not changes.get("late", False)


def test_thousands_of_unlike_strange_signs_do_not_take_long():
    strange = "".join(chr(code) for code in range(0x1F000, 0x1F000 + 3000))
    begun = perf_counter()
    render("forwarding", FACTS | {"facts": strange})
    assert perf_counter() - begun < 10


def test_every_sign_counted_as_known_can_be_printed():
    known = re.compile(f"[{letters.KNOWN}]")
    signs = "".join(chr(code) for code in range(0x20, 0x10000) if known.match(chr(code)))
    assert len(signs) > 21_000
    for font in (b"Noto Serif SC", b"Noto Sans SC"):
        source = b'#set text(font: "%b")\n#set document(title: "x")\n#sys.inputs.data' % font
        assert letters._compile(source, signs, 0)


def test_the_same_facts_give_the_same_bytes():
    assert render("forwarding", FACTS) == render("forwarding", FACTS)
    assert render("forwarding", FACTS) != render("forwarding", FACTS | {"number": "ZJ1"})


@pytest.mark.parametrize("name", ["", "letter", "nothing", "../mail/told_sms", "forwarding.typ"])
def test_an_unknown_letter_is_named(name):
    with pytest.raises(letters.UnknownLetter):
        render(name, FACTS)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("lacking", ["date", "number", "unit"])
def test_facts_that_are_missing_are_named(name, lacking):
    with pytest.raises(letters.WrongFacts, match=lacking):
        render(name, {key: value for key, value in FACTS.items() if key != lacking})


@pytest.mark.parametrize("wrong", [{"date": "soon"}, {"forwarded_on": "x"}, {"asks": {1, 2}}])
def test_facts_of_the_wrong_shape_are_refused(wrong):
    with pytest.raises(letters.WrongFacts):
        render("forwarding", FACTS | wrong)


def test_letters_are_made_by_several_threads_at_once():
    facts = [FACTS | {"number": f"ZJ{n}"} for n in range(24)]
    with ThreadPoolExecutor(6) as pool:
        made = list(pool.map(lambda each: render("forwarding", each), facts))
    assert made == [render("forwarding", each) for each in facts]
    assert threading.active_count() < 50


def test_a_warm_letter_takes_less_than_a_third_of_a_second():
    render("forwarding", FACTS)
    times = []
    for number in range(5):
        begun = perf_counter()
        render("forwarding", FACTS | {"facts": f"第{number}次。" * 500})
        times.append(perf_counter() - begun)
    assert min(times) < 0.3  # a busy machine holds up one or another
