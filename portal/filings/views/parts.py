"""What a kind of filing adds to the pages that all filings share, on both sides.

A maker takes the filing's view and the form that was sent back with faults (by its prefix), and
gives the facts of its template, or None to show nothing. On the institution's side a fact
`ready` that is False keeps the signature away until the part is done.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from portal.filings.forms.requirements import VersionedForm
from portal.filings.queries.filings import FilingView
from portal.web.parts import Parts

Bound = Mapping[str, Any]
Maker = Callable[[FilingView, Bound], Mapping[str, Any] | None]
F = TypeVar("F", bound=VersionedForm)
DESK = Parts()
STAFF = Parts()


def desk_part(*kinds: str, template: str, order: int = 20) -> Callable[[Maker], Maker]:
    """Add a part to the institution's page of filings of these kinds, before the signature."""
    return _of_kinds(DESK, kinds, template, order)


def staff_part(*kinds: str, template: str, order: int = 20) -> Callable[[Maker], Maker]:
    """Add a part to the regulator's page of filings of these kinds, before the judgement."""
    return _of_kinds(STAFF, kinds, template, order)


def form_of(kind: type[F], prefix: str, view: FilingView, bound: Bound) -> F:
    """Return the form that was sent back with faults, or a fresh one of what is stored."""
    given = bound.get(prefix)
    if isinstance(given, kind):
        return given
    return kind(formdata=None, prefix=prefix, data={"version": str(view.row.version)})


def _of_kinds(
    page: Parts, kinds: tuple[str, ...], template: str, order: int
) -> Callable[[Maker], Maker]:
    def keep(maker: Maker) -> Maker:
        @page.part(template, order=order)
        def _facts(view: FilingView, bound: Bound) -> Mapping[str, Any] | None:
            return maker(view, bound) if view.row.kind in kinds else None

        return maker

    return keep
