"""The public form when an earlier answer is changed: what no longer fits is asked again."""

import json

import pytest
from sqlalchemy import func, select

from forwarding.commands import drafts
from forwarding.forms.steps import STEPS, first_unanswered
from forwarding.models import Complaint, Draft, Party
from portal.kernel import clock
from tests.forwarding import test_filing
from tests.forwarding.test_filing import ANSWERS, begin, fill, send

filer = test_filing.filer

WHO = {**ANSWERS["complainant"], "name": "赵代理", "phone": "13912345678"}
FIRM = {"name": "样例公司", "id_no": "91350000158142711F", "address": "杭州市"}
ORGANISATION = {
    **ANSWERS,
    "who": {"kind": "organisation"},
    "filer": {"filer_kind": "agent"},
    "complainant": FIRM,
    "representative": {**WHO, "name": "钱法人"},
    "acting": WHO,
}
GUARDED = {**ANSWERS, "filer": {"filer_kind": "guardian"}, "acting": WHO}


def switched(client, answers, kind: str) -> str:
    """Answer everything, then change whose dispute it is from the page that ends the form."""
    draft = begin(client)
    fill(client, draft, answers)
    send(client, f"{draft}/who?back=check", {"kind": kind}, follow=False)
    return draft


def asked(client, draft: str, data=None) -> str:
    """Try to hand in and return the question that is put instead."""
    answer = send(client, f"{draft}/check", {"declaration": "y", **(data or {})}, follow=False)
    return answer.headers["Location"].removeprefix(draft)


def test_a_firm_that_becomes_a_person_is_asked_for_the_person_and_nothing_else(filer, session):
    draft = switched(filer, ORGANISATION, "natural")
    assert asked(filer, draft) == "/complainant?back=check"
    page = filer.get(f"{draft}/complainant?back=check").text
    assert FIRM["name"] not in page and FIRM["id_no"] not in page
    fill(filer, draft, {"filer": {"filer_kind": "self"}})
    send(filer, f"{draft}/complainant?back=check", ANSWERS["complainant"])
    done = send(filer, f"{draft}/check", {"declaration": "y"})
    assert "已接收您的投诉" in done.text
    row = session.scalar(select(Complaint))
    assert (row.complainant_kind, row.claim) == ("natural", ANSWERS["claim"]["claim"])
    assert session.scalar(select(Party)).name == "王小明"


def test_a_person_that_becomes_a_firm_is_asked_for_filer_firm_and_representative(filer, session):
    draft = switched(filer, GUARDED, "organisation")
    for name, values in (
        ("filer", {"filer_kind": "agent"}),
        ("complainant", FIRM),
        ("representative", WHO),
        ("acting", WHO),
    ):
        assert asked(filer, draft) == f"/{name}?back=check"
        assert WHO["name"] not in filer.get(f"{draft}/{name}").text
        send(filer, f"{draft}/{name}?back=check", values, follow=False)
    page = filer.get(f"{draft}/check").text
    assert ANSWERS["facts"]["facts"] in page and "监护人" not in page


def test_who_takes_the_change_back_loses_nothing(filer, session):
    draft = switched(filer, ANSWERS, "organisation")
    send(filer, f"{draft}/who?back=check", {"kind": "natural"}, follow=False)
    assert "已接收您的投诉" in send(filer, f"{draft}/check", {"declaration": "y"}).text


def test_a_refused_hand_in_names_question_and_field_and_what_can_be_done_here(filer, session):
    draft = begin(filer)
    fill(filer, draft, ORGANISATION)
    row = session.scalar(select(Draft))
    wrong = {"complainant": {**FIRM, "id_no": "91350000158142711X"}}
    drafts.save(row, {**wrong, "filer": {"filer_kind": "self"}}, at=clock.now())
    session.commit()
    refused = send(filer, f"{draft}/check", {"declaration": "y"})
    assert refused.status_code == 422
    assert "投诉人信息“统一社会信用代码”：" in refused.text and "对照营业执照" in refused.text
    assert "写明理由" not in refused.text


@pytest.mark.parametrize("stale", [{}, {"name": "某"}, {"kind": "x", "filer_kind": "x"}, "某", []])
@pytest.mark.parametrize("kind", ["natural", "organisation"])
def test_no_answer_that_a_draft_may_hold_is_a_fault_of_the_portal(filer, session, kind, stale):
    draft = begin(filer)
    row = session.scalar(select(Draft))
    names = [step.name for step in STEPS if step.name not in {"who", "evidence"}]
    for name in names:
        held = {**ORGANISATION, "institution": {"listed": [ANSWERS["institution"]]}}
        row.answers = json.dumps({**held, "who": {"kind": kind}, name: stale})
        session.commit()
        for page in (*names, "check", "evidence"):
            assert filer.get(f"{draft}/{page}").status_code in {200, 303, 404}, (name, page)
        assert send(filer, f"{draft}/check", {"declaration": "y"}, follow=False).status_code < 500
    assert session.scalar(select(func.count()).select_from(Complaint)) == 0


@pytest.mark.parametrize("answers", [{}, {"who": {"kind": "robot"}}, {"who": None}])
def test_the_first_question_is_the_first_to_be_asked(answers):
    assert first_unanswered(answers) == "who"
