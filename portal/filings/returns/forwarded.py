"""Whether complaint data hold what the portal forwarded; every difference is told one by one."""

from portal.filings.returns.collecting import Found
from portal.filings.returns.layout import Layout
from portal.filings.returns.reference import OPEN, Forwarded, Reference
from portal.filings.returns.shape import Filled


def agrees_with_forwarded(
    detail: Filled | None, layout: Layout, reference: Reference, found: Found
) -> None:
    """Check the numbers that the portal gave: each known, none twice, none left out."""
    known = {each.number: each for each in reference.forwarded}
    seen: dict[str, int] = {}
    for index, number in enumerate(detail.values["forwarded_number"] if detail else ()):
        if number is None or detail is None:
            continue
        own = detail.values["number"][index]
        if number in seen:
            first = detail.rows[seen[number]]
            detail.note(found, "forwarded_twice", index, "forwarded_number", own, row=first)
        elif number not in known:
            detail.note(found, "forwarded_unknown", index, "forwarded_number", own)
        else:
            _one_agrees(detail, index, known[number], found)
        seen.setdefault(number, index)
    title = layout.sheet("detail").title
    for each in sorted(known.values()):
        if each.number not in seen and each.to_report:
            _missing(each, title, reference, found)


def _one_agrees(detail: Filled, index: int, given: Forwarded, found: Found) -> None:
    business = detail.values["business"][index]
    if given.business and given.business != business:
        words = detail.sheet.column("business").codes.get(given.business, given.business)
        key = given.number
        detail.note(found, "forwarded_business", index, "business", key, business=words)
    if detail.values["received_on"][index] > given.forwarded_on:
        day = given.forwarded_on.isoformat()
        key = given.number
        detail.note(found, "forwarded_received_later", index, "received_on", key, day=day)


def _missing(each: Forwarded, title: str, reference: Reference, found: Found) -> None:
    span = reference.span
    facts = {"number": each.number, "day": each.forwarded_on.isoformat()}
    if span.first <= each.forwarded_on <= span.last:
        found.add("forwarded_missing", title, key=each.number, **facts)
    elif each.forwarded_on < span.first and each.state == OPEN:
        found.add("forwarded_open_missing", title, key=each.number, **facts)


def nothing_to_report(layout: Layout, reference: Reference, found: Found) -> None:
    """Check a nil return: nothing was open before, and nothing was forwarded."""
    closing = (reference.previous or {}).get("summary.total.closing", 0)
    if closing:
        facts = {"nil": layout.nil, "closing": closing, "period": reference.previous_period}
        found.add("nil_but_open", key="nil", **facts)
    span = reference.span
    for each in sorted(reference.forwarded):
        if not each.to_report:
            continue
        facts = {"number": each.number, "day": each.forwarded_on.isoformat()}
        if span.first <= each.forwarded_on <= span.last:
            found.add("nil_but_forwarded", key=each.number, nil=layout.nil, **facts)
        else:
            _missing(each, layout.sheet("detail").title, reference, found)
