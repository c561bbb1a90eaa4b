"""Whose return a file is: what it carries, held against what is expected."""

from portal.filings.returns.carrying import Seal, carried
from portal.filings.returns.collecting import Found
from portal.filings.returns.layout import CODES, Layout, layout_for
from portal.filings.returns.opening import Opened
from portal.filings.returns.reference import NoReference, Reference, Sealed
from portal.kernel.spreadsheets import Unreadable


def reference_of(
    opened: Opened, expected: Reference | None, seal: Seal | None, found: Found
) -> Reference | None:
    """Return the reference to judge by; None, and why is noted, when the file is another's.

    A CSV carries none: it is judged by what is expected, if anything is.
    """
    if opened.book is None:
        return expected
    own = _carried(opened, seal, found)
    if own is None or expected is None:
        return own
    pairs = (
        ("another_form", _title(own), _title(expected)),
        ("another_institution", own.institution_code, expected.institution_code),
        ("another_period", own.period, expected.period),
    )
    for rule, ours, wanted in pairs:
        if ours != wanted:
            found.add(rule, found=ours, wanted=wanted)
    return expected


def _title(reference: Reference) -> str:
    return form_of(reference).title


def form_of(reference: Reference) -> Layout:
    """Return the form of a reference; raises NoReference where there is none."""
    if reference.layout not in CODES:
        raise NoReference(reference.layout)
    kind, category = reference.institution_type or None, reference.category
    try:
        return layout_for(reference.layout, reference.span.last, kind, category)
    except LookupError as error:
        raise NoReference(reference.period) from error


def _carried(opened: Opened, seal: Seal | None, found: Found) -> Reference | None:
    assert opened.book is not None
    try:
        sealed = carried(opened.book)
    except (Unreadable, ValueError, LookupError):
        sealed = None
    if sealed is None:
        found.add("reference_missing")
        return None
    return _opened(sealed, seal, found)


def _opened(sealed: Sealed, seal: Seal | None, found: Found) -> Reference | None:
    try:
        own = Reference.from_json(sealed.text) if sealed.whole else None
        if own is not None:
            form_of(own)
    except NoReference:
        own = None
    if own is None:
        found.add("reference_damaged")
    elif seal is not None and seal(sealed.text.encode()) != sealed.seal:
        found.add("reference_not_sealed")
        return None
    return own
