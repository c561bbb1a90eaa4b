"""To propose a measure on an order, to decide on it, and to note how it was carried out."""

from flask_babel import lazy_gettext as _l

from portal.filings.forms.requirements import VersionedForm
from portal.web.forms import Choice, Day, Prose, StrippedString


class MeasureForm(VersionedForm):
    """A talk or another measure on an order; a reason where the breach was punished before."""

    kind = Choice(_l("措施"), required=True, article="41")
    reason = Prose(_l("理由"), maximum=2000, rows=3, required=True)
    on = Day(_l("谈话日期或者自哪一日起"), width=10, hint=_l("监管谈话必填"))
    place = StrippedString(_l("谈话地点"), maximum=100, hint=_l("监管谈话必填"))
    same_breach_why = Prose(
        _l("为什么不是重复处罚"),
        maximum=1000,
        rows=2,
        hint=_l("同一违法行为已采取过措施的必填"),
    )


class CarriedOutForm(VersionedForm):
    """When a measure was carried out; of a talk, who attended and its record."""

    on = Day(_l("实施日期"), width=10, required=True)
    attendance = Prose(_l("参加人员"), maximum=500, rows=2, hint=_l("监管谈话必填"))
    record = Prose(_l("谈话记录"), maximum=8000, rows=6, hint=_l("监管谈话必填"))


class LiftingForm(VersionedForm):
    """From when a measure is lifted, and why."""

    on = Day(_l("解除日期"), width=10, required=True)
    reason = Prose(_l("理由"), maximum=1000, rows=2, required=True)
