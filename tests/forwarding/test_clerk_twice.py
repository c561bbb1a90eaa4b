"""The clerk's page sent twice: the same makes no second complaint, another one is never lost."""

import re
from io import BytesIO

import pytest
from sqlalchemy import func, select

from forwarding.models import Attachment, Complaint
from tests.forwarding import test_clerk
from tests.forwarding.test_clerk import ENTRY, PAGE, enter

clerk = test_clerk.clerk
PDF = b"%PDF-1.4\n%%EOF\n"


def count(house) -> int:
    house.rollback()
    return house.scalar(select(func.count()).select_from(Complaint))


def nonce_of(page) -> str:
    return re.search(r'name="nonce" value="([^"]+)"', page.text)[1]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": "李四"}, "姓名或名称"),
        ({"phone": "13912345678"}, "电话"),
        ({"claim": "赔偿损失。"}, "投诉请求"),
        ({"facts": "另有经过。"}, "主要事实和理由"),
        ({"institution": "交通银行"}, "被投诉机构"),
        ({"received_at": "2026-03-02T17:30"}, "实际收到的时间"),
        ({"territory": "330200"}, "发生地"),
        ({"filer_kind": "agent", "filer_name": "赵代理"}, "由谁提出"),
        ({"asked_for": "refund"}, "诉求类型"),
    ],
)
def test_the_same_page_with_other_content_is_kept_and_can_be_registered_on_purpose(
    clerk, house, changes, field
):
    enter(clerk)
    number = house.scalar(select(Complaint.number))
    refused = enter(clerk, **changes)
    assert refused.status_code == 422 and count(house) == 1
    assert f"这张表已登记为{number}" in refused.text and field in refused.text
    assert list(changes.values())[0] in refused.text and f"/complaints/{number}" in refused.text
    nonce = nonce_of(refused)
    assert nonce != ENTRY["nonce"]
    assert enter(clerk, **changes, nonce=nonce, again="y").status_code == 303
    assert count(house) == 2


def test_a_file_added_to_a_page_sent_before_is_not_dropped_unseen(clerk, house):
    enter(clerk, files=(BytesIO(PDF), "来信.pdf"))
    assert enter(clerk, files=(BytesIO(PDF), "来信.pdf")).status_code == 303
    refused = enter(clerk, files=(BytesIO(PDF + b"%"), "合同.pdf"))
    assert refused.status_code == 422 and "附件" in refused.text
    assert house.scalar(select(func.count()).select_from(Attachment)) == 1


def test_the_same_again_on_a_fresh_page_is_registered_when_the_clerk_says_so(clerk, house):
    enter(clerk)
    number = house.scalar(select(Complaint.number))
    assert "仍要登记" not in clerk.get(PAGE).text
    warned = enter(clerk, nonce="n2", facts="说法略有不同。")
    assert warned.status_code == 422 and count(house) == 1
    assert number in warned.text and f'/complaints/{number}"' in warned.text
    assert "说法略有不同" in warned.text and 'name="again"' in warned.text
    assert enter(clerk, nonce="n2", again="y").status_code == 303
    assert count(house) == 2


@pytest.mark.parametrize(
    "changes",
    [{"name": "李四"}, {"phone": "13912345678"}, {"claim": "赔偿。"}, {"institution": "交通银行"}],
)
def test_another_complaint_on_a_fresh_page_is_registered_without_a_word(clerk, house, changes):
    enter(clerk)
    assert enter(clerk, nonce="n2", **changes).status_code == 303
    assert count(house) == 2


def test_after_half_an_hour_nothing_is_asked(clerk, house, frozen):
    enter(clerk)
    frozen("2026-03-03T09:16+08:00")
    clerk.get(PAGE)
    frozen("2026-03-03T09:31+08:00")
    assert enter(clerk, nonce="n2").status_code == 303
    assert count(house) == 2
