"""Wrong input by call: each with its field, its code and how to mend it, and nothing stored."""

import json

from tests import factories as make
from tests.api.conftest import complaint, report, stored

FACTS = "办卡时说免年费，今年二月扣了三百元。"
COMPLAINTS = [
    # (what is sent instead, field, code, what the sentence says)
    ({"claim": ...}, "claim", "missing", "请填写"),
    ({"claim": None}, "claim", "missing", "请填写"),
    ({"claim": " \n "}, "claim", "missing", "请填写"),
    ({"claim": 5}, "claim", "wrong_type", "文本"),
    ({"claim": ["退款"]}, "claim", "wrong_type", "文本"),
    ({"claim": "退" * 2001}, "claim", "too_long", "2000"),
    ({"facts": FACTS + "\x00"}, "facts", "bad_characters", "控制字符"),
    ({"facts": FACTS + "\x1b[31m"}, "facts", "bad_characters", "控制字符"),
    ({"facts": "长" * 20_001}, "facts", "too_long", "20000"),
    ({"complainant_name": ""}, "complainant_name", "missing", "请填写"),
    ({"complainant_name": "王\n小明"}, "complainant_name", "bad_characters", "控制字符"),
    ({"complainant_kind": "company"}, "complainant_kind", "not_a_choice", "company"),
    ({"complainant_phone": "1381234"}, "complainant_phone", "bad_phone", "11位"),
    ({"complainant_phone": 13812341234}, "complainant_phone", "wrong_type", "文本"),
    ({"complainant_email": "wang@"}, "complainant_email", "bad_email", "name@example.cn"),
    ({"received_at": ...}, "received_at", "missing", "请填写"),
    ({"received_at": "昨天"}, "received_at", "bad_moment", "+08:00"),
    ({"received_at": "2026-02-30"}, "received_at", "bad_moment", "2026-02-12"),
    ({"received_at": "2026-03-03T09:00:00"}, "received_at", "no_zone", "时区"),
    ({"received_at": "2026-03-03T25:00:00Z"}, "received_at", "bad_moment", "+08:00"),
    ({"received_at": "2026-03-03T10:00:01+08:00"}, "received_at", "in_future", "晚于"),
    ({"received_at": "1999-12-31"}, "received_at", "too_early", "年份"),
    ({"received_at": "9999-12-31T23:59:59-12:00"}, "received_at", "out_of_range", "2199"),
    ({"received_at": 1772503200}, "received_at", "wrong_type", "文本"),
    ({"channel": "fax"}, "channel", "not_a_choice", "fax"),
    ({"channel": {"code": "phone"}}, "channel", "wrong_type", "文本"),
    ({"territory": ...}, "territory", "missing", "请填写"),
    ({"territory": "3301"}, "territory", "bad_shape", "3301"),
    ({"territory": "９９０１０１"}, "territory", "bad_shape", "写法"),
    ({"territory": "990101"}, "territory", "unknown_territory", "六位"),
    ({"territory": "110101"}, "territory", "outside_territory", "辖区"),
    ({"institution_code": "NOBODY"}, "institution_code", "unknown_institution", "NOBODY"),
    ({"institution_code": "银" * 401}, "institution_code", "too_long", "400"),
    ({"institution_name": "银" * 201}, "institution_name", "too_long", "200"),
    (
        {"institution_name": ";".join(f"第{n}银行" for n in range(11))},
        "institution_name",
        "too_many",
        "10",
    ),
    ({"business": "B9999"}, "business", "not_a_choice", "B9999"),
    ({"business": ""}, "business", "not_a_choice", "代码"),
    ({"cause": "I03"}, "cause", "other_sector", "保险"),
    ({"amount": -1}, "amount", "bad_amount", "0以上"),
    ({"amount": "1,200"}, "amount", "bad_amount", "两位小数"),
    ({"amount": 0.001}, "amount", "bad_amount", "两位小数"),
    ({"amount": 10**30}, "amount", "bad_amount", "一万亿"),
    ({"amount": True}, "amount", "bad_amount", "数字"),
    ({"external_ref": "R" * 101}, "external_ref", "too_long", "100"),
    ({"duplicate_of": "HL-0"}, "duplicate_of", "unknown_reference", "duplicate_of"),
    ({"attachments": "abc"}, "attachments", "wrong_type", "数组"),
    ({"attachments": ["abc"]}, "attachments", "unknown_upload", "重新上传"),
    ({"attachments": ["abc", "abc"]}, "attachments", "same_twice", "abc"),
    ({"attachments": ["../etc/passwd"]}, "attachments.0", "bad_shape", "passwd"),
    ({"attachments": [None]}, "attachments.0", "missing", "请填写"),
    ({"attachments": [str(n) for n in range(21)]}, "attachments", "too_many", "20"),
    ({"forwarded_at": "2026-03-03"}, "forwarded_at", "unknown_field", "接口说明"),
    ({"state": "closed"}, "state", "unknown_field", "接口说明"),
    ({"__proto__": {}}, "__proto__", "unknown_field", "接口说明"),
]


def refused(answer):
    """Return the one line of a 422."""
    assert (answer.status_code, answer.content_type) == (422, "application/problem+json")
    (line,) = answer.json["errors"]
    return line


def told(answer) -> tuple:
    """Return the status, and field and code of a problem's only line, or its own code."""
    problem = answer.json if answer.content_type == "application/problem+json" else {}
    lines = problem.get("errors", [{"field": None, "code": problem.get("code")}])
    assert all(line.get("detail", "-") for line in lines)
    return (answer.status_code, *((line["field"], line["code"]) for line in lines))


def test_a_wrong_complaint_is_refused_field_by_field_and_leaves_no_trace(caller, house):
    who, before, wrong = caller("clerk"), stored(house), []
    for changes, field, code, says in COMPLAINTS:
        answer = who.post("/complaints", complaint(**changes), key="k")
        expected = told(answer) == (422, (field, code))
        if not expected or says not in answer.json["errors"][0]["detail"]:
            wrong.append((str(changes)[:80], answer.json))
    assert wrong == []
    assert len(COMPLAINTS) >= 50
    assert stored(house) == before


def test_every_fault_is_told_at_once_with_its_article(caller):
    answer = caller("clerk").post("/complaints", {"claim": 1, "territory": "x", "more": 1})
    lines = {line["field"]: line for line in answer.json["errors"]}
    missing = {"received_at", "complainant_name", "facts"}
    assert set(lines) == {"claim", "territory", "more"} | missing
    assert (lines["claim"]["article"], lines["received_at"]["article"]) == ("13", "33")


REPORTS = [
    ({"decision": ...}, "decision", "missing", "19"),
    ({"decision": "  "}, "decision", "missing", "19"),
    ({"remedies": []}, "remedies", "too_few", "19"),
    ({"remedies": ["prayer"]}, "remedies.0", "not_a_choice", "19"),
    ({"no_interest": False}, "no_interest", "must_be_true", "17"),
    ({"no_interest": "true"}, "no_interest", "wrong_type", "17"),
    ({"decided_by_branch": 1}, "decided_by_branch", "wrong_type", "20"),
    ({"told_on": "3 March"}, "told_on", "bad_day", "18"),
    ({"told_means": "pigeon"}, "told_means", "not_a_choice", "21"),
    ({"loss_recovered": "-5"}, "loss_recovered", "bad_amount", None),
    ({"basic": "长" * 10_001}, "basic", "too_long", None),
    ({"result": ...}, "result", "missing", None),
]


def test_a_wrong_report_is_refused_with_its_article(desk, house):
    (bank, row), before, wrong = desk, stored(house), []
    for changes, field, code, article in REPORTS:
        answer = bank.post(f"/forwardings/{row.id}/report", report(**changes), key="k")
        if told(answer) != (422, (field, code)) or answer.json["errors"][0]["article"] != article:
            wrong.append((str(changes)[:80], answer.json))
    assert wrong == []
    assert stored(house) == before


BREACHES = [
    ({"remedies": ["review"]}, "review_not_open", "20"),
    ({"decided_by_branch": True}, "report_blocks_missing", "19"),
    ({"told_on": "2026-03-04"}, "told_on_outside", "21"),
    ({"told_on": "2026-03-02"}, "told_on_outside", "21"),
]


def test_a_report_that_a_rule_forbids_is_a_conflict(desk, house):
    (bank, row), before = desk, stored(house)
    for changes, code, article in BREACHES:
        answer = bank.post(f"/forwardings/{row.id}/report", report(**changes), key="k")
        assert told(answer) == (409, (None, code))
        assert answer.json["article"] == article
    assert stored(house) == before


OTHER_CALLS = [
    ("return", {"reason": "lazy", "text": "不办"}, "reason", "not_a_choice"),
    ("return", {"reason": "not_ours"}, "text", "missing"),
    ("reveals", {"reason": "看"}, "reason", "too_short"),
    ("reveals", {}, "reason", "missing"),
    ("reveals", {"reason": "x" * 201}, "reason", "too_long"),
]


def test_a_wrong_act_is_refused(desk, house):
    (bank, row), before = desk, stored(house)
    for noun, body, field, code in OTHER_CALLS:
        answer = bank.post(f"/forwardings/{row.id}/{noun}", body)
        assert told(answer) == (422, (field, code))
    assert stored(house) == before


INSTITUTIONS = [
    (["T900", "NONE"], "institution_codes", "unknown_institution"),
    ([], "institution_codes", "too_few"),
    (["T900", "T900"], "institution_codes", "same_twice"),
    ("T900", "institution_codes", "wrong_type"),
    ([7], "institution_codes.0", "wrong_type"),
    (["T\x00"], "institution_codes.0", "bad_characters"),
]


def test_a_wrong_forwarding_is_refused(caller, house, bank):
    number = make.classified(house).number
    house.commit()
    who, before = caller("triage"), stored(house)
    for codes, field, code in INSTITUTIONS:
        body = {"institution_codes": codes}
        answer = who.post(f"/complaints/{number}/forwardings", body, key="k")
        assert told(answer) == (422, (field, code))
    assert stored(house) == before


HALF = json.dumps(complaint()).replace("\\u8981", "\\ud800", 1).encode()
BODIES = [
    (b"", 400, "not_json"),
    (b"{", 400, "not_json"),
    (b"{} {}", 400, "not_json"),
    (b"{'claim': 1}", 400, "not_json"),
    (json.dumps(complaint(), ensure_ascii=False).encode("gbk"), 400, "not_json"),
    (b'{"amount": NaN}', 400, "not_json"),
    (b'{"amount": Infinity}', 400, "not_json"),
    (b'{"amount": ' + b"9" * 5000 + b"}", 400, "not_json"),
    (b'{"amount": 1e99999999999999999999}', 400, "not_json"),
    (HALF, 400, "not_json"),
    (b'{"claim": "a", "claim": "b"}', 400, "same_name_twice"),
    (b"[" * 100_000, 400, "too_deep"),
    (b'{"claim":' * 50_000 + b"1" + b"}" * 50_000, 400, "too_deep"),
    (b"[]", 422, "not_an_object"),
    (b"null", 422, "not_an_object"),
    (b'"claim"', 422, "not_an_object"),
]


def test_a_body_that_is_no_json_object_is_refused(caller, house):
    who, before = caller("clerk"), stored(house)
    for body, status, code in BODIES:
        answer = who("POST", "/complaints", data=body, content_type="application/json")
        assert told(answer) == (status, ("body", code)), body[:40]
    assert stored(house) == before


def test_another_media_type_is_refused(caller):
    who, body = caller("clerk"), json.dumps(complaint())
    for content_type in ("text/plain", "application/x-www-form-urlencoded", ""):
        answer = who("POST", "/complaints", data=body, content_type=content_type)
        assert told(answer) == (415, ("body", "wrong_media_type"))


def test_a_body_beyond_a_megabyte_is_refused(caller):
    answer = caller("clerk").post("/complaints", {"claim": "x" * 1_000_001})
    assert (answer.status_code, answer.content_type) == (413, "application/problem+json")


def test_a_key_that_is_no_key_is_refused(caller, house):
    who, before = caller("clerk"), stored(house)
    for key in ("", " ", "a b", "k" * 201, "\xe9"):
        line = refused(who.post("/complaints", complaint(), key=key))
        assert (line["field"], line["code"]) == ("Idempotency-Key", "bad_key")
    assert stored(house) == before


LARGE = "99999999999999999999"
NOTHING = ("0", LARGE, "-1", "1.5", "%00", "1/attachments/%00", "1/attachments/..%2f..%2fetc")


def test_an_address_of_nothing_is_404(caller, bank):
    who = caller("institution", institution_id=bank.id)
    for path in (*(f"/forwardings/{part}" for part in NOTHING), "/nothing"):
        answer = who.get(path)
        assert (answer.status_code, answer.json["title"]) == (404, "没有找到"), path


def test_a_number_of_nothing_is_404(caller):
    officer = caller("triage")
    for number in ("ZJ-2026-03-999999", "%00", "' OR 1=1 --", "x" * 3000, "%FF", "%ED%A0%80"):
        assert officer.get(f"/complaints/{number}").status_code == 404


CLOCKS = [
    ("from=2026-02-12", "rule", "missing"),
    ("rule=33", "from", "missing"),
    ("rule=34&from=2026-02-12", "rule", "not_a_choice"),
    ("rule=33&from=12.2.2026", "from", "bad_day"),
    ("rule=33&from=1900-01-01", "from", "out_of_range"),
    ("rule=33&from=2031-01-06", "from", "calendar_gap"),
]


def test_a_clock_that_cannot_be_counted_says_why(caller):
    anybody = caller()
    for query, field, code in CLOCKS:
        line = refused(anybody.get(f"/public/clock?{query}"))
        assert (line["field"], line["code"]) == (field, code)


ENGLISH = ("What you submitted needs correcting", "Fill in this item.")
CHINESE = ("提交的内容需要更正", "请填写此项。")


def test_the_sentences_come_in_the_language_asked_for(caller):
    anybody = caller()
    anybody.client.set_cookie("language", "en")
    asked = {"en": ENGLISH, "en-GB,en;q=0.9,zh;q=0.5": ENGLISH, "zh-CN,zh;q=0.9": CHINESE}
    for language, said in {**asked, "fr": CHINESE, ";;q=x": CHINESE, "": CHINESE}.items():
        headers = {"Accept-Language": language}
        problem = anybody.get("/public/clock?rule=33", headers=headers).json
        assert (problem["title"], problem["errors"][0]["detail"]) == said, language


def test_a_method_that_is_not_offered_is_405_with_those_that_are(caller):
    answer = caller("clerk")("DELETE", "/complaints")
    assert (answer.status_code, answer.content_type) == (405, "application/problem+json")
    assert "POST" in answer.headers["Allow"]
