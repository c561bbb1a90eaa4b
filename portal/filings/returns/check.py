"""The one check of a return, on the server and offline."""

from collections.abc import Callable
from pathlib import Path

from portal.filings.returns import guide
from portal.filings.returns.carrying import TITLE as REFERENCE_TITLE
from portal.filings.returns.carrying import Seal
from portal.filings.returns.collecting import Found
from portal.filings.returns.identity import form_of, reference_of
from portal.filings.returns.layout import Layout
from portal.filings.returns.marks import TITLE as MARKS_TITLE
from portal.filings.returns.opening import Opened, digest_of, open_return
from portal.filings.returns.reference import Reference
from portal.filings.returns.refusals import note_refusal
from portal.filings.returns.sense import judge
from portal.filings.returns.shape import Filled, heading_form, read_csv, read_sheet
from portal.filings.returns.sheets import CODES_TITLE
from portal.filings.returns.unreferenced import guessed_form, not_checked
from portal.filings.returns.verdict import Verdict
from portal.kernel.law import clause
from portal.kernel.spreadsheets import Unreadable

Progress = Callable[[int, int], None]


@clause("36")
def check(
    source: Path,
    *,
    expected: Reference | None = None,
    progress: Progress | None = None,
    seal: Seal | None = None,
) -> Verdict:
    """Check a return, XLSX or CSV, in two stages: its shape, then its sense (Art. 36).

    `expected` is what the portal knows; without it the reference in the file is used, and for a
    CSV what could not be checked stands in `not_checked`. With `seal` the template's seal must be
    the portal's. `progress` is told (done, of) in rows. Never raises for anything in the file.
    """
    found, opened = Found(), None
    try:
        digest = digest_of(source)
        opened = open_return(source)
        return _Checking(opened, digest, found, progress).verdict(expected, seal)
    except Unreadable as refusal:
        note_refusal(refusal, found)
    except OSError:
        digest = ""
        found.add("file_unreadable")
    finally:
        if opened:
            opened.close()
    return _refused(digest, expected, found)


def _refused(digest: str, expected: Reference | None, found: Found) -> Verdict:
    return Verdict(
        layout=expected.layout if expected else "",
        institution_code=expected.institution_code if expected else "",
        period=expected.period if expected else "",
        digest=digest,
        reference_digest=expected.digest if expected else "",
        findings=found.listed(),
        counts=dict(found.counts),
    )


def nil_verdict(expected: Reference) -> Verdict:
    """Return the verdict on a nil return ticked without a file; its digest is empty."""
    found, layout = Found(), form_of(expected)
    totals = judge(layout, {}, True, expected, found)
    return _said(layout, expected, found, "", totals=totals, nil=True)


def _said(
    layout: Layout, reference: Reference | None, found: Found, digest: str, **more: object
) -> Verdict:
    return Verdict(
        layout=layout.code,
        layout_from=layout.valid_from,
        institution_code=reference.institution_code if reference else "",
        period=reference.period if reference else "",
        digest=digest,
        reference_digest=reference.digest if reference else "",
        findings=found.listed(),
        counts=dict(found.counts),
        not_checked=not_checked(layout, reference),
        **more,  # type: ignore[arg-type]
    )


class _Checking:
    """One check under way."""

    def __init__(
        self, opened: Opened, digest: str, found: Found, progress: Progress | None
    ) -> None:
        self.opened, self.digest, self.found = opened, digest, found
        self.progress = progress or (lambda done, of: None)
        self.height = max(opened.height(), 1)

    def verdict(self, expected: Reference | None, seal: Seal | None) -> Verdict:
        self.progress(0, self.height)
        reference = reference_of(self.opened, expected, seal, self.found)
        if not self.found.clean:
            return _refused(self.digest, reference or expected, self.found)
        if reference is None:
            return self._without_reference()
        return self._judged(form_of(reference), reference)

    def _without_reference(self) -> Verdict:
        table = self.opened.table("", 0)
        layout = guessed_form(table.heading)
        if layout is None:
            self.found.add("unknown_form")
            return _refused(self.digest, None, self.found)
        self.found.titles = [layout.sheet(layout.csv_sheet).title]
        filled = read_csv(layout.sheet(layout.csv_sheet), table, self.found)
        return self._finished(layout, None, {layout.csv_sheet: filled}, False)

    def _judged(self, layout: Layout, reference: Reference) -> Verdict:
        self.found.titles = [guide.TITLE, *(sheet.title for sheet in layout.sheets)]
        if not self.opened.is_csv:
            return self._finished(layout, reference, self._sheets(layout), self._nil(layout))
        if not layout.csv_sheet:
            self.found.add("csv_without_form", form=layout.title)
            return _refused(self.digest, reference, self.found)
        sheet = layout.sheet(layout.csv_sheet)
        table = self.opened.table("", 0, lambda done: self.progress(done, done * 2))
        self.height = max(table.height, 1)
        filled = read_csv(sheet, table, self.found)
        return self._finished(layout, reference, {sheet.code: filled}, False)

    def _sheets(self, layout: Layout) -> dict[str, Filled | None]:
        book, places = self.opened.book, dict[str, Filled | None]()
        names = set(book.names) if book else set()
        known = {
            guide.TITLE,
            CODES_TITLE,
            REFERENCE_TITLE,
            MARKS_TITLE,
            *(s.title for s in layout.sheets),
        }
        for title in sorted(names - known):
            self.found.add("sheet_unknown", title, key=title, title=title)
        before = 0
        for sheet in layout.sheets:
            if sheet.title not in names:
                self.found.add("sheet_missing", sheet.title, key=sheet.code, title=sheet.title)
                places[sheet.code] = None
                continue
            table = self.opened.table(sheet.title, len(sheet.columns), self._teller(before))
            before += table.height
            places[sheet.code] = read_sheet(sheet, table, self.found)
        return places

    def _teller(self, before: int) -> Callable[[int], None]:
        # Reading is the first half of the work, judging the second.
        return lambda done: self.progress(min(before + done, self.height) // 2, self.height)

    def _nil(self, layout: Layout) -> bool:
        """Return whether nothing to report was ticked; the tick is found by its words."""
        if not layout.nil or self.opened.book is None:
            return False
        if guide.TITLE not in self.opened.book.names:
            self.found.add("sheet_missing", guide.TITLE, key="guide", title=guide.TITLE)
            return False
        table = self.opened.table(guide.TITLE, 2)
        for row, (name, said) in enumerate(zip(*table.columns[:2], strict=True), 2):
            if heading_form(str(name)) == layout.nil:
                ticked = heading_form(str(said))
                if ticked not in ("", guide.YES):
                    facts = {"nil": layout.nil}
                    at = (guide.TITLE, row, 1, layout.nil, str(said))
                    self.found.add("nil_unclear", *at, key="nil", **facts)
                return ticked == guide.YES
        self.found.add("sheet_missing", guide.TITLE, key="guide", title=guide.TITLE)
        return False

    def _finished(
        self,
        layout: Layout,
        reference: Reference | None,
        places: dict[str, Filled | None],
        nil: bool,
    ) -> Verdict:
        read = {code: filled for code, filled in places.items() if filled is not None}
        totals: dict[str, int | str] = {}
        if len(read) == len(places):
            totals = judge(layout, read, nil, reference, self.found)
        rows = sum(len(filled.rows) for filled in read.values() if not filled.lines)
        self.progress(self.height, self.height)
        return _said(layout, reference, self.found, self.digest, totals=totals, nil=nil, rows=rows)
