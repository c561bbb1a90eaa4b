"""The return handed in, once more, with what is wrong marked where it stands."""

from pathlib import Path

from portal.filings.returns.verdict import Verdict


def marked(source: Path, verdict: Verdict) -> bytes:
    """Return an XLSX of the same content, bad cells coloured and noted, findings listed in front.

    No cell of it is a formula or a link. A file that cannot be read gives the list alone.
    """
    raise NotImplementedError
