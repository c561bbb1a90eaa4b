"""Clusters on the pages: in sight only, judged by officers, tagged on list and case."""

import pytest

from forwarding.commands import clusters
from forwarding.models import Cluster
from portal.kernel import likeness
from tests import factories as make
from tests.browsing import Visitor
from tests.forwarding.test_clusters import STORY

PHONE = "13711112222"


@pytest.fixture
def cluster(house):
    """One telephone of three names in 浙江 and one in 北京."""
    likeness.install(likeness.Limits())
    bank = make.make_institution(house, name="样例银行")
    for nth, territory in enumerate(["330106", "330106", "330106", "110105"]):
        who = make.person(name=f"投诉人{nth}", id_no=None, phone=PHONE)
        row = make.receive_complaint(
            house, person=who, facts=STORY * (nth + 1), territory=territory, institution_id=bank.id
        )
        clusters.look(house, row.id, at=make.DAY)
    house.commit()
    (found,) = house.query(Cluster).all()
    return found


def state_of(house, cluster) -> str:
    house.rollback()
    house.refresh(cluster)
    return cluster.state


def path(cluster, noun="") -> str:
    return f"/staff/clusters/{cluster.id}{noun}"


def test_the_list_shows_kind_size_in_sight_and_institutions(desk, cluster):
    page = desk().get("/staff/clusters").text
    assert "多人使用同一电话" in page and "样例银行" in page
    assert 'table__cell--numeric">3</td>' in page
    everywhere = desk("supervisor", "000000").get("/staff/clusters").text
    assert 'table__cell--numeric">4</td>' in everywhere


def test_the_page_masks_people_and_lists_only_cases_in_sight(desk, cluster):
    page = desk().get(path(cluster)).text
    assert page.count("/compare/") == 2
    assert "投诉人0" not in page and PHONE not in page
    assert "BJ-" not in page


def test_a_cluster_without_a_case_in_sight_is_404(desk, house, cluster):
    officer = desk("triage", "440000")
    assert officer.get(path(cluster)).status_code == 404
    assert "多人使用同一电话" not in officer.get("/staff/clusters").text
    sent = officer.post(path(cluster, "/confirmation"), {"confirm-reason": "x"}, page="/staff/")
    assert sent.status_code == 404 and state_of(house, cluster) == "suspected"


def test_an_officer_confirms_with_a_reason_once(desk, house, cluster):
    officer, to = desk(), path(cluster, "/confirmation")
    assert officer.send(path(cluster), to, "confirm", reason="").status_code == 422
    assert (
        officer.send(path(cluster), to, "confirm", version=1, reason="同一电话").status_code == 303
    )
    assert (
        officer.send(path(cluster), to, "confirm", version=1, reason="同一电话").status_code == 409
    )
    assert state_of(house, cluster) == "confirmed"
    page = officer.get(path(cluster)).text
    assert "同一电话" in page and "已认定代理投诉" in page


def test_an_illegal_verdict_is_said_and_changes_nothing(desk, house, cluster):
    officer, to = desk(), path(cluster, "/dismissal")
    assert officer.send(path(cluster), to, "dismiss", reason="同一单位").status_code == 303
    again = officer.send(path(cluster), to, "dismiss", version=2, reason="同一单位")
    assert again.status_code == 422 and state_of(house, cluster) == "dismissed"


@pytest.mark.parametrize(
    ("role", "sees"), [("inspector", 200), ("statistician", 200), ("clerk", 403)]
)
def test_who_may_look_and_who_may_judge(desk, house, cluster, role, sees):
    visitor = desk(role)
    assert visitor.get(path(cluster)).status_code == sees
    sent = visitor.send("/staff/", path(cluster, "/confirmation"), "confirm", 1, reason="x")
    assert sent.status_code == 403 and state_of(house, cluster) == "suspected"


def test_an_institution_never_sees_a_cluster(app, desk, house, cluster):
    bank = make.make_institution(house)
    row = make.forwarded(house, bank.id, person=make.person(name="投诉人9", phone=PHONE))
    clusters.look(house, row.id, at=make.DAY)
    visitor = Visitor(app).enter(house, "institution", institution_id=bank.id)
    for page in ("/staff/clusters", path(cluster), "/staff/clusters/figures"):
        assert visitor.get(page).status_code == 403
    (sent,) = make.forwardings_of(house, row)
    for page in ("/desk/", f"/desk/forwardings/{sent.id}"):
        shown = visitor.get(page)
        assert shown.status_code == 200 and "代理投诉" not in shown.text


def test_list_and_case_carry_a_tag_until_it_is_ruled_out(desk, house, cluster):
    officer = desk()
    number = make.again(house, "ZJ-2026-03-000001").number
    assert "疑似代理投诉</strong>" in officer.get("/staff/?queue=all").text
    assert "只是标记，不影响办理" in officer.open(number)
    officer.send(path(cluster), path(cluster, "/dismissal"), "dismiss", reason="同一单位")
    assert "疑似代理投诉</strong>" not in officer.get("/staff/?queue=all").text
    assert "只是标记，不影响办理" not in officer.open(number)


def test_figures_stand_side_by_side_with_and_without(desk, house, cluster):
    bank = make.make_institution(house, name="另一银行")
    row = make.forwarded(house, bank.id, person=make.person(name="投诉人8", phone=PHONE))
    clusters.look(house, row.id, at=make.DAY)
    clusters.confirm(house, cluster, reason="同一电话", by=make.make_officer(house), at=make.DAY)
    house.commit()
    page = desk().get("/staff/clusters/figures").text
    cells = [part.split("<")[0] for part in page.split('table__cell--numeric">')[1:]]
    assert "另一银行" in page and cells == ["1", "1", "0"]
    empty = desk().get("/staff/clusters/figures?since=2026-01-01&until=2026-01-31").text
    assert "这段时间没有转送投诉" in empty


@pytest.mark.parametrize(
    "query", ["since=x", "until=2026-13-01", "since=9999-12-31", "until=0001-01-01"]
)
def test_days_that_are_none_break_nothing(desk, cluster, query):
    assert desk().get(f"/staff/clusters/figures?{query}").status_code == 200
