"""The rows of complaint data: each one's own sense, and what all of them count up to."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from itertools import compress

from portal.filings.returns.codes import provincial_unit
from portal.filings.returns.collecting import Found
from portal.filings.returns.layout import Layout
from portal.filings.returns.shape import Filled
from portal.filings.rules.periods import Period

Counts = dict[str, int | str]
DAYS = ("within_15", "within_30", "within_60", "over_60")
_BOUNDS = (15, 30, 60)


def numbers_once(detail: Filled, found: Found) -> None:
    """Note every own number that stands a second time."""
    # What could not be read as a number was noted already, and is nobody's double.
    numbers = [each if isinstance(each, str) else None for each in detail.values["number"]]
    if len(set(numbers)) == len(numbers):
        return
    first: dict[object, int] = {}
    for index, number in enumerate(numbers):
        if number is not None and number in first:
            detail.note(found, "number_twice", index, "number", row=detail.rows[first[number]])
        first.setdefault(number, index)


def rows_make_sense(detail: Filled, layout: Layout, span: Period | None, found: Found) -> None:
    """Check every row by itself; without a period, only what needs none."""
    v = detail.values
    columns = ("number", "received_on", "settled_on", "days", "result", "withdrawn_on", "tier")
    for index, row in enumerate(zip(*(v[code] for code in columns), strict=True)):
        number, received, settled, days, result, withdrawn, tier = row
        if settled or withdrawn or result or days is not None:
            _ending(detail, index, number, (received, settled, days, result, withdrawn), found)
            if span:
                _within(detail, index, number, received, settled, withdrawn, span, found)
        if span and received > span.last:
            last = span.last.isoformat()
            detail.note(found, "received_after_period", index, "received_on", number, last=last)
        limit = layout.tiers[tier or "simple"]
        if settled and (settled - received).days > limit:
            facts = {"days": (settled - received).days, "limit": limit}
            detail.note(found, "settled_late", index, "settled_on", number, **facts)
        elif span and not settled and not withdrawn and (span.last - received).days > limit:
            facts = {"days": (span.last - received).days, "limit": limit}
            detail.note(found, "open_late", index, "received_on", number, **facts)


_Row = tuple[date, date | None, int | None, str | None, date | None]


def _ending(detail: Filled, index: int, number: str, row: _Row, found: Found) -> None:
    received, settled, days, result, withdrawn = row
    if settled and withdrawn:
        detail.note(found, "settled_and_withdrawn", index, "withdrawn_on", number)
    elif withdrawn and result not in (None, "withdrawn"):
        detail.note(found, "result_and_withdrawal", index, "result", number)
    elif result == "withdrawn" and not withdrawn:
        detail.note(found, "result_and_withdrawal", index, "withdrawn_on", number)
    elif settled and result is None:
        detail.note(found, "settlement_without_result", index, "result", number)
    elif result and not settled and not withdrawn:
        detail.note(found, "result_without_settlement", index, "settled_on", number)
    for code, day in (("settled_on", settled), ("withdrawn_on", withdrawn)):
        if day and day < received:
            began = received.isoformat()
            detail.note(found, "ended_before_received", index, code, number, received=began)
    if days is not None and not settled:
        detail.note(found, "days_without_settlement", index, "days", number)
    elif days is not None and settled and settled >= received:
        _days(detail, index, number, received, settled, days, found)


def _days(
    detail: Filled, index: int, number: str, received: date, settled: date, days: int, found: Found
) -> None:
    """Note days that are not the natural days from the day after receipt (Art. 43)."""
    took = (settled - received).days
    if days != took:
        facts = {"received": received.isoformat(), "settled": settled.isoformat(), "days": took}
        detail.note(found, "days_differ", index, "days", number, **facts)


def _within(
    detail: Filled,
    index: int,
    number: str,
    received: date,
    settled: date | None,
    withdrawn: date | None,
    span: Period,
    found: Found,
) -> None:
    for code, day in (("settled_on", settled), ("withdrawn_on", withdrawn)):
        if day and day > span.last:
            last = span.last.isoformat()
            detail.note(found, "ended_after_period", index, code, number, last=last)
        elif day and received <= day < span.first:
            first = span.first.isoformat()
            detail.note(found, "ended_before_period", index, code, number, first=first)


def counted(detail: Filled | None, layout: Layout, span: Period) -> Counts:
    """Return every figure of the form as the rows count up to it; no row gives noughts."""
    v: Mapping[str, list] = detail.values if detail else {}  # type: ignore[type-arg]
    received, settled = v.get("received_on", []), v.get("settled_on", [])
    withdrawn = v.get("withdrawn_on", [])
    old = [day < span.first for day in received]
    new = [not each for each in old]
    done, gone = [day is not None for day in settled], [day is not None for day in withdrawn]
    left = [not a and not b for a, b in zip(done, gone, strict=True)]
    flows = {"opening": old, "received": new, "settled": done, "withdrawn": gone, "closing": left}
    totals: Counts = {}
    for flow, chosen in flows.items():
        by = _count(v.get("receipt", []), chosen)
        for line in layout.sheet("summary").lines:
            own = by.total() if line.code == "total" else by[line.code]
            totals[f"summary.{line.code}.{flow}"] = own
    units = {code: provincial_unit(code) for code in set(v.get("territory", []))}
    dimensions = {code: v.get(code, []) for code in ("business", "cause", "channel", "result")}
    dimensions["territory"] = [units[code] for code in v.get("territory", [])]
    by_flow = {
        (dimension, flow): _count(values, flows[flow])
        for dimension, values in dimensions.items()
        for flow in ("received", "settled")
    }
    for line in layout.sheet("classes").lines:
        dimension, _, code = line.code.partition(".")
        for flow in ("received", "settled"):
            if flow not in line.blocked:
                totals[f"classes.{line.code}.{flow}"] = by_flow[dimension, flow][code]
    return totals | _days_taken(received, settled)


def _count(values: list[str], chosen: list[bool]) -> Counter[str]:
    return Counter(compress(values, chosen))


def _days_taken(received: list[date], settled: list[date | None]) -> Counts:
    taken = Counter(
        sum((end - begin).days > bound for bound in _BOUNDS)
        for begin, end in zip(received, settled, strict=True)
        if end
    )
    return {f"days.{name}": taken[place] for place, name in enumerate(DAYS)}
