"""Of which quarter and territory the clocks are told."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l

from portal.web.forms import Choice, QueryForm


class TimelinessForm(QueryForm):
    """A quarter and a territory."""

    period = Choice(_l("季度"), choices=[], blank=False)
    unit = Choice(_l("地区"), choices=[], blank=False)

    def offer(
        self, periods: Sequence[tuple[str, str]], units: Sequence[tuple[str, str]]
    ) -> tuple[str, str]:
        """Offer quarters, the newest first, and units; return what is chosen among them."""
        self.period.choices, self.unit.choices = list(periods), list(units)
        good = self.cleaned()
        self.period.data = good.get("period") or periods[0][0]
        self.unit.data = good.get("unit", "")
        return str(self.period.data), str(self.unit.data)
