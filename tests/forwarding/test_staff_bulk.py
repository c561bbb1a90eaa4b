"""Many complaints at once: the preview changes nothing, each act stands alone, twice is as once."""

import pytest

from tests import factories as make
from tests.forwarding.officers import state_of

FORWARD, CLASSIFY = "/staff/forwardings/bulk", "/staff/classifications/bulk"
CLASSES = {"business": "B0402", "cause": "C07"}


@pytest.fixture
def bank(house):
    """An institution to forward to."""
    return make.make_institution(house, name="中国工商银行", aliases=("工行",))


def preview(staff, path, *complaints):
    return staff.get(path, query_string={"number": [c.number for c in complaints]}).text


def forward(staff, *complaints, to, **changes):
    """Confirm a preview as its page holds it."""
    data = {"number": [c.number for c in complaints], **changes}
    for complaint in complaints:
        data.setdefault(f"version-{complaint.number}", complaint.version)
        data[f"institution-{complaint.number}"] = to
    return followed(staff, staff.post(FORWARD, data, page="/staff/"))


def followed(staff, answer):
    """Return the page a batch leads to; a refused form stays as it is."""
    return staff.get(answer.location) if answer.status_code == 303 else answer


def test_the_preview_names_institution_and_problem_and_changes_nothing(desk, house, bank):
    ready = make.classified(house, institution_id=bank.id)
    suggested = make.classified(house, stated_name="工行")
    new, lost = make.receive_complaint(house), make.classified(house, stated_name="某处")
    sent = make.forwarded(house, bank.id)
    page = preview(desk(), FORWARD, ready, suggested, new, lost, sent)
    assert "已确定" in page and "依据：命中别名“工行”" in page
    assert "尚未初审和分类" in page and "也没有找到相近的机构" in page and "已经转送" in page
    assert page.count('name="number"') == 2
    assert state_of(house, ready.number) == "classified"


def test_what_is_ready_is_forwarded_and_what_is_not_is_refused_with_its_reason(desk, house, bank):
    ready, new = make.classified(house), make.receive_complaint(house)
    answer = forward(desk(), ready, new, to=[bank.id])
    assert answer.status_code == 200 and "办成 1 件，未办 1 件。" in answer.text
    assert "当前状态（新收）不能办理“转送”" in answer.text
    assert state_of(house, ready.number) == "forwarded"
    assert state_of(house, new.number) == "received"


def test_a_double_click_forwards_once_and_says_so(desk, house, bank):
    complaint, staff = make.classified(house), desk()
    first = forward(staff, complaint, to=[bank.id])
    again = forward(staff, complaint, to=[bank.id])
    assert "办成 1 件" in first.text and "办成 1 件" in again.text
    assert "此前已经办理，没有重复办理" in again.text
    house.rollback()
    assert len(make.forwardings_of(house, make.again(house, complaint.number))) == 1


def test_what_changed_since_the_preview_is_not_forwarded(desk, house, bank):
    complaint = make.classified(house)
    for version in ("1", "", "x", "9" * 30):
        answer = forward(
            desk(), complaint, to=[bank.id], **{f"version-{complaint.number}": version}
        )
        assert "预览以后此件有了变化" in answer.text
    assert state_of(house, complaint.number) == "classified"


@pytest.mark.parametrize(
    ("to", "sentence"),
    [
        ([], "请至少选择一家机构再转送"),
        (["999999"], "没有找到所选机构"),
        (["x", "9" * 40], "请至少选择一家机构再转送"),
    ],
)
def test_a_row_without_a_real_institution_is_refused(desk, house, bank, to, sentence):
    complaint = make.classified(house)
    assert sentence in forward(desk(), complaint, to=to).text
    assert state_of(house, complaint.number) == "classified"


def test_another_territory_s_case_is_as_if_it_were_not_there(desk, house, bank):
    complaint = make.classified(house, territory="110101")
    assert "没有选中任何投诉" in preview(desk(), FORWARD, complaint)
    answer = forward(desk(), complaint, to=[bank.id])
    assert "有1件没有找到，或不在您的辖区" in answer.text
    assert state_of(house, complaint.number) == "classified"


@pytest.mark.parametrize("path", [FORWARD, CLASSIFY])
def test_without_a_tick_the_preview_says_what_to_do(desk, house, path):
    staff = desk()
    assert "没有选中任何投诉" in staff.get(path).text
    wrong = staff.get(path, query_string={"number": ["x", "\x00", "ZJ-2020-01-000001"]})
    assert wrong.status_code == 200 and "没有选中任何投诉" in wrong.text


def test_confirming_nothing_does_nothing(desk, house):
    staff = desk()
    assert "什么也没有办理" in followed(staff, staff.post(FORWARD, {}, page="/staff/")).text


@pytest.mark.parametrize("role", ["clerk", "inspector", "statistician", "admin", "auditor"])
@pytest.mark.parametrize("path", [FORWARD, CLASSIFY])
def test_bulk_is_for_officers_alone(desk, house, role, path):
    staff = desk(role)
    assert staff.get(path).status_code == 403
    assert staff.post(path, page="/account").status_code == 403


def classify(staff, *complaints, **fields):
    """Confirm one classification for many complaints."""
    data = {"number": [c.number for c in complaints], **CLASSES, **fields}
    for complaint in complaints:
        data[f"version-{complaint.number}"] = complaint.version
    return followed(staff, staff.post(CLASSIFY, data, page="/staff/"))


def test_many_are_classified_alike_and_new_ones_only_when_their_triage_is_confirmed(desk, house):
    new, triaged = make.receive_complaint(house), make.triaged(house)
    answer = classify(desk(), new, triaged)
    assert "办成 1 件，未办 1 件。" in answer.text
    assert (state_of(house, new.number), state_of(house, triaged.number)) == (
        "received",
        "classified",
    )
    assert "办成 1 件" in classify(desk(), new, all_yes="y").text
    assert state_of(house, new.number) == "classified"


def test_classifying_twice_is_as_good_as_once(desk, house):
    complaint, staff = make.triaged(house), desk()
    classify(staff, complaint)
    assert "此前已经办理，没有重复办理" in classify(staff, complaint).text


def test_a_wrong_classification_for_many_keeps_the_ticks(desk, house):
    complaint = make.triaged(house)
    answer = classify(desk(), complaint, cause="I03")
    assert answer.status_code == 422 and "同属银行业或同属保险业" in answer.text
    assert f'name="number" value="{complaint.number}" checked' in answer.text
    assert state_of(house, complaint.number) == "triaged"


def test_the_preview_of_a_classification_shows_claims_and_what_cannot_be_classified(desk, house):
    ready, sent = make.triaged(house), make.forwarded(house)
    page = preview(desk(), CLASSIFY, ready, sent)
    assert "要求退还多收的年费。" in page and "当前状态不能分类" in page
    assert page.count('name="number"') == 1
