"""A unit's own wording: fields checked, previewed, versioned, used by its officers only."""

import pytest

from forwarding.commands.wording import add_wording
from forwarding.models import LetterTemplate
from forwarding.rules.wording import FIELDS, SAMPLE, check_wording, fill_wording
from portal.kernel import audit
from portal.kernel.law import Breach
from tests import factories as make

BODY = "请{机构}就{编号}（{接收日}接收）于{期限}前回复。"
PAGE = "/staff/wordings/new"


def keep(session, unit_code="330000", **given):
    """Return a wording of a unit, kept by its supervisor."""
    by = make.make_officer(session, "supervisor", unit_code)
    said = {"name": "常规要求", "purpose": "instructions", "body": BODY, **given}
    row = add_wording(session, **said, by=by, at=make.DAY)
    session.commit()
    return row


def stored(session):
    """Return every wording as it is stored now."""
    session.rollback()
    return session.query(LetterTemplate).order_by(LetterTemplate.id).populate_existing().all()


@pytest.mark.parametrize("purpose", FIELDS)
def test_every_field_of_a_purpose_has_a_sample_and_is_filled_in(purpose):
    body = "".join(f"{{{name}}}" for name in FIELDS[purpose])
    check_wording(purpose, body)
    assert fill_wording(body, SAMPLE) == "".join(SAMPLE[name] for name in FIELDS[purpose])


@pytest.mark.parametrize("body", ["{编号", "编号}", "{{编号}}", "}{", "{编号}}"])
def test_a_brace_that_stands_alone_is_refused(body):
    with pytest.raises(Breach) as refused:
        check_wording("instructions", body)
    assert refused.value.code == "wording_unbalanced"


@pytest.mark.parametrize("field", ["姓名", "电话", "", "转送日", "编号.__class__", "0"])
def test_an_unknown_field_is_refused_and_the_allowed_ones_named(field):
    with pytest.raises(Breach) as refused:
        check_wording("instructions", f"{{{field}}}")
    assert refused.value.code == "wording_unknown_field"
    assert "{编号}" in refused.value.facts["allowed"] and "{期限}" in refused.value.facts["allowed"]


def test_a_value_is_text_only_and_never_filled_in_again():
    values = {"机构": "{编号}#eval(1)%s", "编号": "X"}
    assert fill_wording("{机构}{期限}", values) == "{编号}#eval(1)%s{期限}"


def test_a_supervisor_keeps_a_wording_once_and_its_trail_holds_no_text(desk, house):
    staff = desk("supervisor")
    given = {"name": "常规要求", "purpose": "instructions", "body": BODY, "active": "y"}
    assert staff.send(PAGE, PAGE, **given).status_code == 303
    again = staff.send(PAGE, PAGE, **given)
    assert again.status_code == 422 and "已有名为“常规要求”的模板" in again.text
    [row] = stored(house)
    assert (row.unit_code, row.active, row.version) == ("330000", True, 1)
    [entry] = audit.history(house, "letter_template", row.id)
    assert entry.facts == {"purpose": "instructions", "active": True, "version": 1}
    assert "常规要求" in staff.get("/staff/wordings").text


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"body": "{姓名}"}, "没有“姓名”这个字段。这类模板可以使用的字段：{编号}"),
        ({"body": "{编号"}, "大括号没有成对"),
        ({"body": ""}, "正文"),
        ({"name": ""}, "名称"),
        ({"purpose": "letter"}, "用途"),
        ({"body": "长" * 1501}, "正文"),
    ],
)
def test_a_wrong_wording_is_refused_with_the_reason(desk, house, given, sentence):
    said = {"name": "要求", "purpose": "instructions", "body": BODY, **given}
    for extra in ({}, {"preview": "yes"}):
        answer = desk("supervisor").send(PAGE, PAGE, **said, **extra)
        assert answer.status_code == 422 and sentence in answer.text
    assert stored(house) == []


def test_a_preview_shows_sample_data_and_keeps_nothing(desk, house):
    said = {"name": "要求", "purpose": "instructions", "body": BODY + "<b>", "preview": "yes"}
    answer = desk("supervisor").send(PAGE, PAGE, **said)
    assert "请第1样例银行就ZJ202603000123（2026年3月3日接收）" in answer.text
    assert "&lt;b&gt;" in answer.text and stored(house) == []


def test_of_two_supervisors_who_change_one_wording_the_second_is_told(desk, house):
    row, staff = keep(house), desk("supervisor")
    page = f"/staff/wordings/{row.id}"
    changed = {"name": "改名", "purpose": "instructions", "body": "新的要求。"}
    assert staff.send(page, page, **changed).status_code == 303
    assert staff.send(page, page, version=1, **changed).status_code == 409
    [row] = stored(house)
    assert (row.name, row.active, row.version) == ("改名", False, 2)


def test_a_name_taken_by_another_wording_is_refused_on_change(desk, house):
    keep(house, name="甲")
    page = f"/staff/wordings/{keep(house, name='乙').id}"
    said = {"name": "甲", "purpose": "instructions", "body": BODY}
    assert desk("supervisor").send(page, page, **said).status_code == 422
    assert [row.name for row in stored(house)] == ["甲", "乙"]


def test_another_unit_s_wording_is_not_there(desk, house):
    row = keep(house, "110000")
    staff = desk("supervisor")
    assert staff.get(f"/staff/wordings/{row.id}").status_code == 404
    answer = staff.post(f"/staff/wordings/{row.id}", {"name": "夺"}, page="/staff/wordings")
    assert answer.status_code == 404 and "常规要求" not in staff.get("/staff/wordings").text


@pytest.mark.parametrize("role", ["clerk", "triage", "inspector", "statistician"])
def test_only_supervisors_keep_wordings(desk, role):
    for page in ("/staff/wordings", PAGE):
        assert desk(role).get(page).status_code == 403
