"""The forms by which bulletins are drafted, explained, approved and corrected (Art. 37)."""

from flask_babel import lazy_gettext as _l

from disclosures.commands.editions import Terms
from disclosures.words import COMPARED, KINDS, RATES, SECTORS
from portal.filings.forms.choices import offered
from portal.filings.forms.requirements import VersionedForm
from portal.web.forms import Checks, Form, Moment, Prose, Radio, StrippedString, Whole


class DraftForm(Form):
    """Which bulletin is drafted, and how it counts and prints."""

    kind = Radio(_l("种类"), choices=offered(KINDS), required=True, article="37")
    sector = Radio(_l("行业"), choices=offered(SECTORS), required=True, inline=True)
    period = StrippedString(
        _l("报告期"), maximum=6, width=10, required=True, hint=_l("如 2026Q3、2026H1、2026")
    )
    compare = Radio(_l("比较"), choices=offered(COMPARED), required=True, default="previous")
    decimals = Whole(_l("小数位数"), minimum=0, maximum=6, width=2, hint=_l("不填按惯例"))
    rates = Checks(_l("比率"), choices=offered(RATES), hint=_l("不选按各类别惯例列示"))

    def terms(self) -> Terms:
        """Return what was filled in, as the commands take it."""
        return Terms(
            kind=str(self.kind.data),
            sector=str(self.sector.data),
            period=str(self.period.data).upper(),
            compare=str(self.compare.data),
            decimals=self.decimals.data,
            rates=tuple(self.rates.data or ()),
        )


class ActForm(VersionedForm):
    """An act that needs no words."""


class ReasonForm(VersionedForm):
    """An act that needs a reason."""

    reason = Prose(_l("原因"), maximum=500, rows=2, required=True)


class ConfirmForm(VersionedForm):
    """Which warnings may stand, and why."""

    codes = Checks(_l("提示"), choices=[], required=True)
    reason = Prose(_l("说明"), maximum=500, rows=2, required=True)


class SubmitForm(VersionedForm):
    """The number that the edition is to bear."""

    number = StrippedString(
        _l("文号"), maximum=60, width=20, hint=_l("如 浙金消保发〔2026〕12号；可以不填")
    )


class ApproveForm(VersionedForm):
    """When the edition is published; at once when nothing is filled in."""

    publish_at = Moment(_l("公布时间"), hint=_l("不填即为现在，一分钟内公布"))
