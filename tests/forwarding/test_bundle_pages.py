"""Taking cases along, on screen: ticked or all that the filters show; handed to who asked alone."""

import io
import zipfile
from datetime import timedelta

import pytest

from forwarding import jobs  # noqa: F401  (registers the handlers)
from forwarding.commands import take_along
from portal.kernel import clock, outbox
from tests import factories as make
from tests.browsing import Visitor

INBOX = "/desk/"


@pytest.fixture
def bank(app, house, frozen):
    """A user of a bank with three forwardings, one of them at a branch."""
    head = make.make_institution(house)
    branch = make.make_institution(house, parent=head, territory="330000")
    cases = [make.forwarded(house, at).number for at in (head.id, head.id, branch.id)]
    house.commit()
    frozen("2026-03-04T10:00+08:00")
    user = Visitor(app).enter(house, "institution", institution_id=head.id)
    user.cases, user.head = cases, head
    return user


def ask(user, page, **fields):
    html = user.get(page).text
    ids = html.split('name="ids"')[1].split('value="')[1].split('"')[0]
    return user.post("/desk/downloads", {"ids": ids, "reason": "报送总行。", **fields}, page=page)


def test_all_that_the_filters_show_is_taken_along(bank, house, database):
    assert "下载符合条件的全部" in bank.get(INBOX).text
    page = "/desk/downloads/new?queue=open"
    assert "批量下载3件" in bank.get(page).text
    there = ask(bank, page).headers["Location"]
    assert "正在打包" in bank.get(there).text
    outbox.drain(database, clock.now)
    done = bank.get(there)
    assert "下载压缩包" in done.text
    file = bank.get(f"{there}/file")
    assert file.headers["Cache-Control"] == "no-store" and "attachment" in str(file.headers)
    names = zipfile.ZipFile(io.BytesIO(file.data)).namelist()
    assert {name.split("/")[0] for name in names} >= set(bank.cases)


@pytest.mark.parametrize(("ticked", "words"), [({}, "部分隐去"), ({"clear": "y"}, "完整")])
def test_a_bundle_says_whether_people_stand_in_it_in_full(bank, database, ticked, words):
    there = ask(bank, "/desk/downloads/new?queue=open", **ticked).headers["Location"]
    outbox.drain(database, clock.now)
    told = bank.get(there).text.split("投诉人信息")[1].split("</dd>")[0]
    assert words in told


def test_a_bundle_says_until_when_it_is_kept(bank, database, monkeypatch):
    there = ask(bank, "/desk/downloads/new?queue=open").headers["Location"]
    outbox.drain(database, clock.now)
    assert "请在2026年3月6日 10:00前下载" in bank.get(there).text
    assert "2026年3月6日 10:00" in bank.get("/desk/downloads").text
    monkeypatch.setattr(take_along, "KEPT_FOR", timedelta(0))
    assert "已过保留期" in bank.get("/desk/downloads").text


def test_only_what_is_ticked(bank):
    first = make_id(bank)
    assert "批量下载1件" in bank.get(f"/desk/downloads/new?id={first}").text


def make_id(user):
    return user.get(INBOX).text.split('name="id" value="')[1].split('"')[0]


def test_a_reason_is_asked_for(bank):
    again = ask(bank, "/desk/downloads/new?queue=open", reason="")
    assert again.status_code == 422 and "批量下载3件" in again.text


@pytest.mark.parametrize("query", ["id=0", "id=abc", "id=99999999999999999999999", "number=X"])
def test_nothing_chosen_leads_back(bank, query):
    assert bank.get(f"/desk/downloads/new?{query}").headers.get("Location") == INBOX


@pytest.mark.parametrize("ids", ["", "a,b", "1e9", "9" * 30, "," * 100])
def test_what_is_no_id_is_no_case(bank, ids):
    sent = {"ids": ids, "reason": "报送总行。"}
    assert bank.post("/desk/downloads", sent, page=INBOX).status_code in (303, 422)


def test_a_file_is_handed_to_who_asked_and_in_its_time(bank, app, house, database, monkeypatch):
    there = ask(bank, "/desk/downloads/new?queue=open").headers["Location"]
    outbox.drain(database, clock.now)
    colleague = Visitor(app).enter(house, "institution_admin", institution_id=bank.head.id)
    stranger = Visitor(app).enter(
        house, "institution", institution_id=make.make_institution(house).id
    )
    for other in (colleague, stranger):
        assert other.get(there).status_code == 404
        assert other.get(f"{there}/file").status_code == 404
    assert bank.get("/desk/downloads/nothing").status_code == 404
    assert bank.get("/desk/downloads").status_code == 200
    monkeypatch.setattr(take_along, "KEPT_FOR", timedelta(0))
    assert bank.get(f"{there}/file").status_code == 404
    assert "已过保留期" in bank.get(there).text


def test_staff_have_no_business_here(desk):
    for role in ("triage", "supervisor", "clerk"):
        assert desk(role).get("/desk/downloads").status_code == 403
