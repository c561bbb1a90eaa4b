"""Reports by file, on screen: template, look through, handing in; the asker's own alone."""

import csv
import io

import pytest
from python_calamine import load_workbook

from forwarding import jobs  # noqa: F401  (registers the handlers)
from forwarding.commands import report_rows as columns
from portal.kernel import clock, outbox
from tests import factories as make
from tests.browsing import Visitor
from tests.forwarding.test_report_files import GOOD

PAGE = "/desk/report-files"


@pytest.fixture
def bank(app, house, frozen):
    """A user of a bank with two open forwardings and one that is reported."""
    head = make.make_institution(house)
    for _ in range(2):
        make.forwarded(house, head.id)
    make.reported(house, make.forwardings_of(house, make.forwarded(house, head.id))[0])
    house.commit()
    frozen("2026-03-05T10:00+08:00")
    user = Visitor(app).enter(house, "institution", institution_id=head.id)
    user.head = head
    return user


def template(user):
    body = user.get(f"{PAGE}/template.xlsx").data
    book = load_workbook(io.BytesIO(body))
    header, *rows = book.get_sheet_by_index(0).to_python()
    return book.sheet_names, [dict(zip(header, row, strict=True)) for row in rows]


def upload(user, rows, name="报告.csv"):
    text = io.StringIO()
    writer = csv.DictWriter(text, columns.ORDER)
    writer.writeheader()
    writer.writerows(rows)
    body = text.getvalue().encode()
    return user.post(PAGE, {"file": (io.BytesIO(body), name)}, page=PAGE)


def test_the_template_holds_the_open_cases_and_what_may_be_filled_in(bank):
    names, rows = template(bank)
    assert names == ["报告", "可填内容"] and len(rows) == 2
    assert rows[0]["投诉编号"].startswith("ZJ-2026-03-") and rows[0]["办理期限"] == "2026-03-18"
    assert rows[0]["投诉原因"].startswith("C07") and rows[0]["处理结果"] == ""
    assert "王小明" not in str(rows)


def test_a_filled_template_is_looked_through_and_then_handed_in(bank, house, database):
    _names, (one, two) = template(bank)
    sent = upload(bank, [{**one, **GOOD}, {**two, **GOOD, "处理结果": "很好"}])
    there = sent.headers["Location"]
    assert "正在处理" in bank.get(there).text
    outbox.drain(database, clock.now)
    looked = bank.get(there).text
    assert "检查完毕，尚未提交" in looked and "很好" in looked and "提交可以提交的1件" in looked
    assert template(bank)[1] == [one, two]
    made = bank.post(f"{there}/reports", page=there).headers["Location"]
    again = bank.post(f"{there}/reports", page=there).headers["Location"]
    outbox.drain(database, clock.now)
    assert "已提交的编号" in bank.get(made).text
    assert "此前已报告" in bank.get(again).text and "已提交的编号" not in bank.get(again).text
    assert [row["投诉编号"] for row in template(bank)[1]] == [two["投诉编号"]]
    assert bank.post(f"{made}/reports", page=made).status_code == 409


def test_what_the_measures_forbid_is_said_in_words_with_its_article(bank, database):
    _names, (one, _two) = template(bank)
    there = upload(bank, [{**one, **GOOD, "由分支机构决定": "是"}]).headers["Location"]
    outbox.drain(database, clock.now)
    html = bank.get(there).text
    assert "第19条" in html and "需要更正的行" in html and "提交可以提交的" not in html
    assert "再上传一次" in html and 'href="/desk/report-files">重新上传' in html


def test_a_colleague_and_a_stranger_do_not_find_it(bank, app, house, database):
    _names, (one, _two) = template(bank)
    there = upload(bank, [{**one, **GOOD}]).headers["Location"]
    outbox.drain(database, clock.now)
    colleague = Visitor(app).enter(house, "institution", institution_id=bank.head.id)
    assert colleague.get(there).status_code == 404
    assert colleague.post(f"{there}/reports", page="/desk/").status_code == 404
    assert colleague.get(f"{PAGE}/none").status_code == 404


def test_a_file_of_another_kind_and_none_at_all(bank):
    wrong = bank.post(PAGE, {"file": (io.BytesIO(b"%PDF-1.4\n%%EOF\n"), "a.pdf")}, page=PAGE)
    assert wrong.status_code == 422
    assert bank.post(PAGE, {}, page=PAGE).status_code == 422


def test_staff_do_not_report_for_institutions(desk):
    assert desk("supervisor").get(PAGE).status_code == 403
    assert desk("clerk").get(f"{PAGE}/template.xlsx").status_code == 403
