"""Parts of a page that packages above the page's own add to it.

A page owns a `Parts`; whoever has something to add registers a template and the function that
gives its facts. Where the function gives None the part is not shown.

    PAGE = Parts()                                   # beside the page's view

    @PAGE.part("filings/staff/summary.html", order=20)
    def reported(row):                               # what the page hands to `shown`
        return {"duties": …}                         # in the template: part.facts.duties
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Maker = Callable[..., Mapping[str, Any] | None]


@dataclass(frozen=True)
class Part:
    """One part as a page includes it: the template, and what it shows."""

    template: str
    facts: Mapping[str, Any]


class Parts:
    """The places of one page, by order."""

    def __init__(self) -> None:
        self._makers: list[tuple[int, str, Maker]] = []

    def part(self, template: str, *, order: int) -> Callable[[Maker], Maker]:
        """Add a template to the page; the decorated function gives its facts, or None."""

        def keep(maker: Maker) -> Maker:
            self._makers = sorted([*self._makers, (order, template, maker)], key=lambda m: m[:2])
            return maker

        return keep

    def shown(self, *about: Any) -> list[Part]:
        """Return the parts to show of what the page is about."""
        found = ((template, maker(*about)) for _order, template, maker in self._makers)
        return [Part(template, facts) for template, facts in found if facts is not None]
