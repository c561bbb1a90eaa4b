"""Settings of the bulletin series, dated by period: decimals, themes, rates, breaks (Art. 37).

The Measures set none of it; it is what the published bulletins did from when. A series of a unit
may set its own values instead.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from portal.filings.rules.periods import Period
from portal.kernel.law import Dated

SECTORS = {"banking": "banking", "insurance": "insurer"}
"""The sectors of bulletins, with the type of institution each counts (Art. 42)."""
COMPARISONS = ("previous", "year", "none")
MULTIPLES = {
    "1": 1,
    "100": 100,
    "1000": 1000,
    "10k": 10_000,
    "1m": 1_000_000,
    "10m": 10_000_000,
    "100m": 100_000_000,
}
_KEY = re.compile(r"per_(1|100|1000|10k|1m|10m|100m)_([a-z_]+)")
_FIRST = date(2020, 3, 1)
RULE_SET = "2020-03-01"
"""The rule set of the Measures under which the figures stand."""
MERGED_FROM = date(2022, 1, 1)
"""From this day's period on a complaint filed twice counts once: the series breaks here."""

DECIMALS = {
    "banking": Dated({_FIRST: 1}),
    "insurance": Dated({_FIRST: 2, date(2023, 1, 1): 1}),
}
PROVINCIAL_DECIMALS = 2
MEDIAN_DECIMALS = Dated({_FIRST: 0, date(2022, 1, 1): 1})
THEME_MEDIAN_DECIMALS = 0

THEMES: Mapping[str, Dated] = {
    "banking": Dated(
        {
            _FIRST: {
                "信用卡": frozenset({"B0402"}),
                "个人贷款": frozenset({"B0301"}),
                "理财类": frozenset({"B06", "B0702"}),
            }
        }
    ),
    "insurance": Dated(
        {
            _FIRST: {
                "销售纠纷": frozenset({"I01"}),
                "理赔纠纷": frozenset({"I03"}),
                "退保纠纷": frozenset({"I06"}),
                "机动车辆保险": frozenset({"P01"}),
                "保证保险": frozenset({"P02"}),
                "普通人寿保险": frozenset({"L01"}),
                "疾病保险": frozenset({"L02"}),
            }
        }
    ),
}
"""What bulletins tell of, as codes of business, insurance line or cause."""

RATES: Mapping[str, tuple[str, ...]] = {
    "国有大型商业银行": ("per_1000_outlets", "per_10m_personal_customers"),
    "股份制商业银行": ("per_1000_outlets", "per_10m_personal_customers"),
    "外资法人银行": ("per_1000_outlets", "per_10m_personal_customers"),
    "城市商业银行(含民营银行)": ("per_1000_outlets", "per_10m_personal_customers"),
    "农村中小金融机构": ("per_1000_outlets", "per_10m_personal_customers"),
    "其他银行业金融机构": (),
    "财产保险公司": ("per_100m_premium_income", "per_10k_policies"),
    "人身保险公司": ("per_100m_premium_income", "per_10k_policies", "per_10k_insured_persons"),
}
"""The rates of each category as the national series print them."""


@dataclass(frozen=True)
class Rate:
    """A rate of complaints: so many per `multiple` of a metric."""

    key: str
    metric: str
    multiple: int


@dataclass(frozen=True)
class Series:
    """How one bulletin counts and prints; every value may be set by whoever makes it."""

    sector: str
    period: Period
    compare: str
    decimals: int
    median_decimals: int
    merged: bool
    themes: Mapping[str, frozenset[str]]
    rates: tuple[Rate, ...] | None = None


def rate_of(key: str) -> Rate | None:
    """Return the rate that a key such as per_10k_policies names; None for no such one."""
    found = _KEY.fullmatch(key)
    return Rate(key, found[2], MULTIPLES[found[1]]) if found else None


def series_at(
    sector: str,
    period: Period,
    *,
    provincial: bool = False,
    compare: str = "previous",
    decimals: int | None = None,
    rates: tuple[Rate, ...] | None = None,
) -> Series:
    """Return the settings of a sector's bulletin for a period; what is given stands above them."""
    day = period.first
    usual = PROVINCIAL_DECIMALS if provincial else DECIMALS[sector].at(day)
    return Series(
        sector=sector,
        period=period,
        compare=compare,
        decimals=usual if decimals is None else decimals,
        median_decimals=MEDIAN_DECIMALS.at(day),
        merged=day >= MERGED_FROM,
        themes=THEMES[sector].at(day),
        rates=rates,
    )


def compared_with(series: Series) -> Period | None:
    """Return the period that a bulletin compares with; None when it compares with none."""
    if series.compare == "none":
        return None
    return series.period.previous if series.compare == "previous" else _year_before(series.period)


def breaks_between(earlier: Period, later: Period) -> bool:
    """Return whether the series breaks between two periods, so that no change may be told."""
    return earlier.first < MERGED_FROM <= later.first


def _year_before(period: Period) -> Period:
    found = period
    while found.first.year >= period.first.year or found.first.month != period.first.month:
        found = found.previous
    return found
