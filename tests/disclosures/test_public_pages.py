"""Bulletins as the public, the institutions and machines read them (Art. 37)."""

import hashlib
import json

import pytest
from sqlalchemy import select

from disclosures.commands import editions as acts
from disclosures.commands.editions import Terms
from disclosures.rules.bulletin import canonical
from disclosures.rules.extract import recompute
from portal.kernel.notices.mailbox import MailboxMessage
from portal.worker import load_handlers
from tests import factories as make
from tests.browsing import Visitor
from tests.disclosures.public_stock import deliver, disclosed, officers, publish
from tests.disclosures.stock import AFTER, banks, forwarded, outlets

NOTICE = Terms("notice", "banking", "2026Q2")


@pytest.fixture
def house(session, frozen):
    frozen("2026-07-06T10:00+08:00")
    load_handlers()
    make.make_units(session)
    make.make_calendar(session)
    return session


@pytest.fixture
def reader(app, house):
    return Visitor(app)


@pytest.fixture
def corrected(house):
    """A disclosure and its correction: one complaint was entered late."""
    row = disclosed(house, 3, 1)
    drafter, second = officers(house)
    bank = make.make_institution(house, "LATE", "迟报银行", territory="330106")
    forwarded(house, bank, 2)
    outlets(house, [bank])
    fixed = acts.correct(house, row, reason="补录一家银行的转送", by=drafter, at=AFTER)
    return row, publish(house, fixed, drafter, second)


def test_before_anything_is_published_the_list_says_so(reader):
    answer = reader.get("/bulletins")
    assert answer.status_code == 200 and "还没有公布过披露" in answer.text
    missing = reader.get("/bulletins/1")
    # What is not published yet must not be missing in anybody's cache when it is.
    assert (missing.status_code, missing.headers["Cache-Control"]) == (404, "no-store")


def test_art_37_the_public_reads_a_disclosure_and_computes_it_again(house, reader):
    row = disclosed(house, 3, 1)
    assert f'href="/bulletins/{row.id}"' in reader.get("/bulletins").text
    page = reader.get(f"/bulletins/{row.id}").text
    assert "2026年第二季度银行业消费投诉情况" in page and row.sha256 in page
    assert "第0银行、第1银行的投诉量居" in page and "zhuanban recompute" in page
    body = reader.get(f"/bulletins/{row.id}.json").data
    extract = json.loads(reader.get(f"/bulletins/{row.id}/extract.json").data)
    assert canonical(recompute(extract)) == body
    bare = {key: value for key, value in json.loads(body).items() if key != "sha256"}
    assert hashlib.sha256(canonical(bare)).hexdigest() == row.sha256


def test_a_corrected_disclosure_stays_and_each_edition_leads_to_the_other(reader, corrected):
    first, fixed = corrected
    listed = reader.get("/bulletins").text
    assert f"/bulletins/{fixed.id}" in listed and f'"/bulletins/{first.id}"' not in listed
    old, new = (reader.get(f"/bulletins/{row.id}").text for row in (first, fixed))
    assert "这一版已被更正" in old and f"/bulletins/{fixed.id}" in old
    assert "更正原因：补录一家银行的转送" in new and f"/bulletins/{first.id}" in new
    assert "改了哪些数字" in new and "LATE" in new


def test_each_file_of_a_disclosure_is_whole_tagged_and_kept_by_caches(house, reader):
    row = disclosed(house, 3, 1)
    heads = {
        "csv": b"\xef\xbb\xbflevel",
        "xlsx": b"PK",
        "docx": b"PK",
        "pdf": b"%PDF",
        "json": b"{",
    }
    for ending, head in heads.items():
        answer = reader.get(f"/bulletins/{row.id}.{ending}")
        assert answer.data.startswith(head), ending
        assert answer.headers["Cache-Control"] == "public, max-age=300"
        known = {"If-None-Match": answer.headers["ETag"]}
        assert reader.get(f"/bulletins/{row.id}.{ending}", headers=known).status_code == 304
    assert reader.get(f"/bulletins/{row.id}.exe").status_code == 404


def test_notices_and_drafts_are_nothing_to_the_public(house, reader):
    made = banks(house, 3, 1)
    outlets(house, made)
    drafter, second = officers(house)
    notice = publish(house, acts.draft(house, NOTICE, by=drafter, at=AFTER), drafter, second)
    draft = acts.draft(house, Terms("disclosure", "banking", "2026Q2"), by=drafter, at=AFTER)
    house.commit()
    for row in (notice, draft):
        for path in ("", ".json", ".pdf", "/extract.json"):
            assert reader.get(f"/bulletins/{row.id}{path}").status_code == 404
            assert reader.get(f"/api/v1/public/bulletins/{row.id}{path}").status_code == 404
    assert reader.get("/api/v1/public/bulletins").json["items"] == []


def test_art_37_an_institution_is_told_of_a_notice_and_reads_its_own_lines(app, house, database):
    mine = make.make_institution(house, "MINE", "本行", notice_email="desk@example.com")
    forwarded(house, mine, 1)
    other = make.make_institution(house, "NONE", "没有投诉的银行", notice_email="no@example.com")
    outlets(house, [mine, *banks(house, 3)])
    drafter, second = officers(house)
    row = publish(house, acts.draft(house, NOTICE, by=drafter, at=AFTER), drafter, second)
    desk = Visitor(app).enter(house, "institution", institution_id=mine.id)
    aside = Visitor(app).enter(house, "institution", institution_id=other.id)
    deliver(database)
    sent = house.scalars(select(MailboxMessage)).all()
    told = [each.recipient for each in sent if f"/desk/bulletins/{row.id}" in each.body]
    assert told == ["desk@example.com"]
    page = desk.get(f"/desk/bulletins/{row.id}").text
    own = page.split("同类中位数")[1].split("</table>")[0]
    assert "在股份制商业银行2家机构中居第2位" in page
    assert ">1</td>" in own and "第0银行" not in own
    assert "这一期没有转送给本机构的投诉" in aside.get(f"/desk/bulletins/{row.id}").text
    assert f"/desk/bulletins/{row.id}" in desk.get("/desk/bulletins").text


def test_machines_list_fetch_and_narrow(house, reader, database):
    row = disclosed(house, 9, 7, 6, 2)
    deliver(database)
    listed = reader.get("/api/v1/public/bulletins").json
    [item] = listed["items"]
    assert (item["id"], item["sha256"], listed["next_cursor"]) == (row.id, row.sha256, None)
    one = reader.get(f"/api/v1/public/bulletins/{row.id}")
    assert one.json == item and one.headers["ETag"]
    page, api = (
        reader.get(f"{at}/{row.id}.json").data for at in ("/bulletins", "/api/v1/public/bulletins")
    )
    assert page == api
    whole = reader.get("/api/v1/public/cube.csv").text
    narrow = reader.get("/api/v1/public/cube.csv?sector=banking&entity=BANK0&first=2026Q2").text
    assert whole.startswith("sector,period,month,territory,category,institution")
    assert 1 < narrow.count("\n") < whole.count("\n")
    assert reader.get("/api/v1/public/cube.csv?first=2026Q3").text.count("\n") == 1
    deep = "territory=330000&entity=BANK0&business=B&channel=web"
    refused = reader.get(f"/api/v1/public/cube.csv?{deep}")
    assert (refused.status_code, refused.json["errors"][0]["code"]) == (422, "too_many_features")
    assert reader.get("/api/v1/public/bulletins?cursor=x").status_code == 422
