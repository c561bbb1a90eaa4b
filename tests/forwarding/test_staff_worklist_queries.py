"""The worklist's queries: what is in sight, in which order, and what filters and searches leave."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from forwarding.queries import figures, worklist
from forwarding.queries.narrowing import QUEUES, Wanted, is_number
from portal.kernel import arrangement
from portal.kernel.actor import SYSTEM
from tests import factories as make
from tests.factories import DAY

TODAY = date(2026, 3, 4)


def listed(session, actor=SYSTEM, **wanted):
    """Return the numbers of the first page of a list."""
    page = worklist.page(session, actor, Wanted(**wanted), None, TODAY)
    return [row.number for row in page.items]


def rows(session, actor=SYSTEM, **wanted):
    """Return the rows of a list by number."""
    page = worklist.page(session, actor, Wanted(**wanted), None, TODAY)
    return {row.number: row for row in page.items}


@pytest.fixture
def stages(house):
    """One complaint in each state that a queue tells apart, by state."""
    officer = make.make_officer(house)
    found = {
        "received": make.receive_complaint(house),
        "triaged": make.triaged(house),
        "classified": make.classified(house),
        "diversion_proposed": make.diversion_proposed(house, by=officer),
        "forwarded": make.forwarded(house),
        "returned": make.forwarded(house),
        "answered": make.forwarded(house),
        "closed": make.closed(house),
    }
    make.returned(house, make.forwardings_of(house, found["returned"])[0])
    make.reported(house, make.forwardings_of(house, found["answered"])[0])
    for state in ("forwarded", "answered", "closed"):
        make.told(house, found[state])
    return {state: complaint.number for state, complaint in found.items()}


def test_what_is_due_first_comes_first_and_equal_days_keep_their_order(house):
    late = make.receive_complaint(house, received_at=DAY).number
    early = make.receive_complaint(house, received_at=DAY - timedelta(days=4)).number
    same = make.receive_complaint(house, received_at=DAY).number
    assert listed(house) == [early, late, same]


@pytest.mark.parametrize(
    ("queue", "states"),
    [
        ("due", {"received", "triaged", "classified", "diversion_proposed", "returned"}),
        ("to_forward", {"received", "triaged", "classified", "returned"}),
        ("returned", {"returned"}),
        ("to_review", {"diversion_proposed"}),
        ("to_tell", {"returned", "closed"}),
        ("answered", {"answered"}),
        ("with_institution", {"forwarded"}),
        ("closed", {"closed"}),
    ],
)
def test_each_queue_holds_what_its_name_says(house, stages, queue, states):
    # What was closed must still be told of, and so must the forwarding that came back.
    assert set(listed(house, queue=queue)) == {stages[state] for state in states}


def test_the_queue_of_all_holds_everything_the_newest_first(house, stages):
    assert set(listed(house, queue="all")) == set(stages.values())
    old = make.receive_complaint(house, received_at=DAY - timedelta(days=40)).number
    assert listed(house, queue="all")[-1] == old


def test_a_case_forwarded_and_not_told_stays_on_the_clock(house):
    complaint = make.forwarded(house)
    assert listed(house) == [complaint.number]
    make.told(house, complaint)
    assert listed(house) == []


def test_staff_see_their_territory_and_below_and_the_head_office_everything(house):
    make.make_sub_bureau(house, "330300")
    below = make.receive_complaint(house, territory="330302").number
    own = make.receive_complaint(house, territory="330106").number
    other = make.receive_complaint(house, territory="110101").number
    seen = {
        code: make.make_officer(house, unit_code=code) for code in ("330000", "330300", "000000")
    }
    assert set(listed(house, seen["330000"])) == {own, below}
    assert listed(house, seen["330300"]) == [below]
    assert set(listed(house, seen["000000"])) == {own, below, other}
    assert listed(house, seen["000000"], unit="330300") == [below]
    assert listed(house, seen["330000"], unit="110000") == []


@pytest.mark.parametrize("role", ["admin", "auditor"])
def test_who_sees_no_case_sees_an_empty_list(house, role):
    make.receive_complaint(house)
    actor = make.make_officer(house, role)
    assert [listed(house, actor, queue=queue) for queue in QUEUES] == [[]] * len(QUEUES)


def test_lists_of_several_units_are_merged_page_by_page_without_loss(house):
    make.make_sub_bureau(house, "330300")
    officer = make.make_officer(house, unit_code="330000")
    wanted = [
        make.receive_complaint(
            house,
            territory=("330106", "330302")[n % 2],
            received_at=DAY - timedelta(days=n % 3),
        ).number
        for n in range(7)
    ]
    seen, position = [], None
    while True:
        page = worklist.page(house, officer, Wanted(), position, TODAY, limit=2)
        seen += [row.number for row in page.items]
        if page.next is None:
            break
        position = page.next
    assert len(seen) == 7 and set(seen) == set(wanted)
    back = worklist.page(house, officer, Wanted(), page.previous, TODAY, limit=2)
    assert [row.number for row in back.items] == seen[4:6]


@pytest.fixture
def two(house):
    """Two complaints that differ in everything one can filter by: (the one meant, another)."""
    bank = make.make_institution(house, "ICBC", "中国工商银行", aliases=("工行",))
    branch = make.make_institution(house, "ICBC-HZ", "工商银行杭州分行", parent=bank)
    meant = make.classified(
        house,
        at=DAY,
        business="P01",
        cause="I03",
        channel="letter",
        amount=Decimal("90000"),
        institution_id=branch.id,
    )
    other = make.classified(house, at=DAY - timedelta(days=30))
    return meant.number, other.number


@pytest.mark.parametrize(
    "wanted",
    [
        {"business": "P01"},
        {"cause": "I03"},
        {"channel": "letter"},
        {"amount_from": Decimal("50000")},
        {"received_from": date(2026, 3, 1)},
        {"due_from": date(2026, 3, 1)},
        {"institution": "ICBC-HZ"},
        {"institution": "icbc"},
        {"institution": "工行"},
    ],
)
def test_a_filter_leaves_what_it_names(house, two, wanted):
    assert listed(house, queue="to_forward", **wanted) == [two[0]]


@pytest.mark.parametrize(
    "wanted",
    [
        {"overdue": True},
        {"received_until": date(2026, 2, 20)},
        {"due_until": date(2026, 2, 28)},
        {"business": "B0402", "channel": "phone"},
    ],
)
def test_a_filter_leaves_out_the_rest(house, two, wanted):
    assert listed(house, **wanted) == [two[1]]


def test_an_unknown_institution_leaves_nothing(house, two):
    assert listed(house, institution="没有这家机构") == []


def test_a_filter_by_institution_finds_a_case_forwarded_to_it(house):
    bank = make.make_institution(house, "ICBC", "中国工商银行")
    sent = make.forwarded(house, bank.id)
    make.forwarded(house)
    assert listed(house, queue="with_institution", institution="ICBC") == [sent.number]


def test_with_the_institution_overdue_means_its_own_clock(house):
    # Received and forwarded on 1 February: its fifteen days ended long before March.
    long_ago = make.forwarded(house, at=DAY - timedelta(days=30))
    make.told(house, long_ago, at=DAY - timedelta(days=29))
    make.forwarded(house)
    assert listed(house, queue="with_institution", overdue=True) == [long_ago.number]


@pytest.mark.parametrize(
    "q", ["保单", "理赔纠纷", "平安车险", "李四光", "13900001111", "+86 139 0000 1111"]
)
def test_a_search_finds_words_names_and_telephones(house, q):
    meant = make.receive_complaint(
        house,
        person=make.person(name="李四光", phone="13900001111", id_no="440524188001010014"),
        stated_name="平安车险",
        claim="按保单赔付",
        facts="理赔纠纷拖了两个月，保单在手。",
    )
    make.receive_complaint(house)
    assert listed(house, queue="all", q=q) == [meant.number]


def test_a_search_finds_identity_numbers_and_case_numbers_alone(house):
    first = make.receive_complaint(house)
    second = make.receive_complaint(house, person=make.person(id_no="440524188001010014"))
    assert listed(house, queue="all", q="11010519491231002x") == [first.number]
    assert listed(house, queue="all", q=f" {second.number.lower()} ") == [second.number]
    assert listed(house, queue="all", q="ZJ-2026-03-999999") == []


@pytest.mark.parametrize(
    "q", ["没有人用过的词组", "'; drop table complaint; --", "&|!():*", "%", "的" * 100]
)
def test_a_search_without_a_find_is_empty_and_harmless(house, q):
    make.receive_complaint(house)
    assert listed(house, queue="all", q=q) == []


def test_a_search_never_leaves_the_territory(house):
    make.receive_complaint(house, territory="110101")
    officer = make.make_officer(house, unit_code="330000")
    assert listed(house, officer, queue="all", q="13812341234") == []
    assert listed(house, officer, queue="all", q="年费") == []


def test_a_row_names_institutions_decided_forwarded_or_stated(house):
    bank = make.make_institution(house, name="中国工商银行", short_name="工商银行")
    stated = make.receive_complaint(house, stated_name="工行").number
    decided = make.classified(house, institution_id=bank.id).number
    sent = make.forwarded(house, bank.id)
    found = rows(house)
    assert [(a.name, a.decided) for a in found[stated].against] == [("工行", False)]
    assert [(a.name, a.decided) for a in found[decided].against] == [("工商银行", True)]
    assert [a.name for a in found[sent.number].against] == ["工商银行"]
    assert found[sent.number].institution_due_on == date(2026, 3, 18)


def test_the_count_of_a_list_stops_counting_where_it_says(house, monkeypatch):
    for _n in range(4):
        make.receive_complaint(house)
    assert worklist.count(house, SYSTEM, Wanted(), TODAY) == 4
    monkeypatch.setattr(worklist, "COUNTED_AT_MOST", 2)
    assert worklist.count(house, SYSTEM, Wanted(), TODAY) == 3
    assert worklist.count(house, SYSTEM, Wanted(q="年费"), TODAY) is None


def test_the_figures_count_what_waits(house, stages):
    following = figures.next_working_day(arrangement.load(house), TODAY)
    load = figures.load_of(house, SYSTEM, date(2026, 3, 12), following)
    assert (load.due, load.to_forward, load.returned, load.to_review) == (5, 4, 1, 1)
    assert (load.to_tell, load.answered) == (2, 1)
    assert (load.overdue, load.due_today) == (0, 5)
    assert figures.load_of(house, SYSTEM, date(2026, 3, 13), following).overdue == 5


def test_the_next_working_day_skips_a_holiday_and_is_unknown_beyond_the_calendar(house):
    calendar = arrangement.load(house)
    assert figures.next_working_day(calendar, date(2026, 2, 13)) == date(2026, 2, 14)
    assert figures.next_working_day(calendar, date(2026, 2, 14)) == date(2026, 2, 24)
    assert figures.next_working_day(calendar, date(2027, 5, 1)) is None


def test_the_month_s_share_counts_what_is_late_and_not_forwarded_as_late(house):
    calendar = arrangement.load(house)
    make.forwarded(house, received_at=DAY - timedelta(days=1), at=DAY)
    make.forwarded(house, received_at=DAY - timedelta(days=20), at=DAY)
    month = figures.month_of(house, SYSTEM, calendar, TODAY)
    assert month.in_time_pct == Decimal("50.0")
    # One working day and ten: 12 to 14 and 24 to 28 February, of which both Saturdays are made up.
    assert month.average_days == Decimal("5.5")
    make.receive_complaint(house, received_at=DAY - timedelta(days=5))
    late = figures.month_of(house, SYSTEM, calendar, date(2026, 3, 20))
    assert late.in_time_pct == Decimal("33.3")


def test_an_empty_month_has_no_share(house):
    month = figures.month_of(house, SYSTEM, arrangement.load(house), TODAY)
    assert (month.in_time_pct, month.average_days) == (None, None)


def test_only_what_looks_like_a_number_is_one():
    assert is_number("zj-2026-03-000001") and is_number("ZJWZ-2026-03-000001")
    assert not any(map(is_number, ("", "ZJ", "ZJ-2026-03-1", "ZJ-2026-03-000001\x00", "年费")))
