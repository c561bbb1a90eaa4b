"""The one check of a return, on the server and offline."""

from collections.abc import Callable
from pathlib import Path

from portal.filings.returns.reference import Reference
from portal.filings.returns.template import Seal
from portal.filings.returns.verdict import Verdict

Progress = Callable[[int, int], None]


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
    raise NotImplementedError


def nil_verdict(expected: Reference) -> Verdict:
    """Return the verdict on a nil return ticked without a file; its digest is empty."""
    raise NotImplementedError
