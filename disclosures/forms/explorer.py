"""What is asked of the explorer: everything stands in the address."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from disclosures import words
from disclosures.models import CubeSlice
from disclosures.rules.cube import features_of
from portal.web.forms import Choice, QueryForm

FILTERS = ("territory", "category", "entity", "business", "cause", "channel")
Pairs = Sequence[tuple[str, str]]


class ExplorerForm(QueryForm):
    """A sector, a span of quarters, up to three filters, and what is ranked."""

    sector = Choice(_l("行业"), choices=list(words.SECTORS.items()), blank=False)
    first = Choice(_l("从"), choices=[], blank=False)
    last = Choice(_l("到"), choices=[], blank=False)
    territory = Choice(_l("地区"), choices=[], blank=False)
    category = Choice(_l("机构类别"), choices=[], blank=False)
    entity = Choice(_l("机构"), choices=[], blank=False)
    business = Choice(_l("业务"), choices=[], blank=False)
    cause = Choice(_l("投诉原因"), choices=[], blank=False)
    channel = Choice(_l("受理渠道"), choices=[], blank=False)
    by = Choice(
        _l("按什么排列"), choices=list(words.CUBE_PARTS.items()), blank=False, default="entity"
    )

    def offer(
        self,
        slices: Sequence[CubeSlice],
        values: Mapping[str, Pairs],
        say_period: Callable[[str], str],
    ) -> None:
        """Offer the quarters and values that are published; the newest year stands chosen."""
        periods = [each.period for each in slices]
        self.first.choices = self.last.choices = [(text, say_period(text)) for text in periods]
        if self.first.data not in periods:
            self.first.data = periods[max(0, len(periods) - 4)]
        if self.last.data not in periods:
            self.last.data = periods[-1]
        for name in FILTERS:
            self[name].choices = [("", _("全部")), *values[name]]

    def filters(self) -> dict[str, tuple[str, ...]]:
        """Return the filters that are set and known."""
        good = self.cleaned()
        found = {name: (good[name],) for name in FILTERS if name in good}
        # A bank has one category: fixing it beside the bank would ask the same thing twice.
        if "entity" in found:
            found.pop("category", None)
        return found

    def ranked_by(self) -> str:
        """Return what is ranked, institutions unless one of the choices was made."""
        return str(self.cleaned().get("by") or "entity")

    def span(self) -> dict[str, str]:
        """Return what is set besides the filters, for addresses."""
        span = {name: str(self[name].data) for name in ("sector", "first", "last")}
        return {**span, "by": self.ranked_by()}

    def chosen(self, slices: Iterable[CubeSlice]) -> list[CubeSlice]:
        """Return the slices of the span; ends in the wrong order are taken the other way round."""
        first, last = sorted((str(self.first.data), str(self.last.data)))
        return [each for each in slices if first <= each.period <= last]


def too_many(filters: Mapping[str, object], most: int) -> bool:
    """Return whether filters fix more features than are published."""
    return len(features_of(filters)) > most
