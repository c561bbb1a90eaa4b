"""The workbook an institution fills in."""

from collections.abc import Callable

from portal.filings.returns.layout import Layout
from portal.filings.returns.reference import Reference

Seal = Callable[[bytes], str]


def template(layout: Layout, reference: Reference, seal: Seal | None = None) -> bytes:
    """Return the XLSX template of a form for one institution and period.

    `seal` signs the reference's canonical JSON (UTF-8); without it the template is not sealed.
    """
    raise NotImplementedError
