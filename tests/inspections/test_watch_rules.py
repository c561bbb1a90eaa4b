"""When figures suggest the watch list: thresholds include their number, few cases say nothing."""

from decimal import Decimal

import pytest

from inspections.rules.watching import Figures, Thresholds, grounds_met, total

LIMITS = Thresholds(days=90, volume=50, bad_percent=20, late_percent=20, least=5)


@pytest.mark.parametrize(
    ("figures", "met"),
    [
        (Figures(forwarded=50), ("high_volume",)),
        (Figures(forwarded=49), ()),
        (Figures(forwarded=10, late=2), ("dragging",)),
        (Figures(forwarded=10, late=1), ()),
        (Figures(forwarded=10, reported=10, sent_back=2), ("badly_handled",)),
        (Figures(forwarded=10, reported=10, sent_back=1), ()),
        (Figures(forwarded=10, reviewed=5, changed=1), ("badly_handled",)),
        (Figures(forwarded=10, reviewed=5), ()),
        (Figures(), ()),
    ],
)
def test_each_threshold_includes_its_number(figures, met):
    assert grounds_met(figures, LIMITS) == met


def test_a_share_of_few_cases_suggests_nothing():
    assert grounds_met(Figures(forwarded=4, late=4, reported=4, sent_back=4), LIMITS) == ()
    assert grounds_met(Figures(forwarded=9, reviewed=4, changed=4), LIMITS) == ()


def test_shares_are_cut_so_that_a_hundred_means_all():
    assert Figures(forwarded=3000, late=2999).late_percent == Decimal("99.9")
    assert Figures().late_percent is None


def test_figures_add_up_and_survive_being_kept():
    both = total([Figures(forwarded=2, late=1), Figures(forwarded=3, changed=1)])
    assert both == Figures(forwarded=5, late=1, changed=1)
    assert Figures.from_json(both.as_json()) == both
    assert Figures.from_json({}) == Figures()
