"""Forms for major complaints: the officer's decision, the institution's incident report."""

from typing import Any

from flask_babel import lazy_gettext as _l

from forwarding import vocabulary
from forwarding.forms.staff_acts import ActForm
from portal.web.forms import Prose, Radio, Whole


class MajorForm(ActForm):
    """To designate a complaint as major, of a kind and with its basis."""

    kind = Radio(
        _l("重大投诉类别"),
        choices=[(kind, _l(words)) for kind, words in vocabulary.MAJOR_KINDS.items()],
        coerce=int,
        article="29",
        required=True,
    )
    basis = Prose(
        _l("依据"),
        hint=_l("登记的人数或者事件已经说明的可以不写；由监管机构认定的必须写明。"),
        maximum=2000,
        rows=3,
    )


class LiftForm(ActForm):
    """To decide that a complaint is not major, or no longer."""

    reason = Prose(
        _l("不作为重大投诉的理由"),
        hint=_l("不要写个人信息。"),
        maximum=500,
        rows=2,
        required=True,
    )


class IncidentForm(ActForm):
    """An institution's report on the incident behind a major complaint."""

    happened = Prose(_l("事件经过和现状"), maximum=10_000, rows=5, article="29", required=True)
    people_involved = Whole(_l("涉及人数"), minimum=0, maximum=100_000_000, width=10)
    measures = Prose(_l("已采取的措施"), maximum=10_000, rows=4, required=True)
    next_steps = Prose(_l("下一步安排"), maximum=10_000, rows=4, required=True)

    def said(self) -> dict[str, Any]:
        """Return what the command to report takes."""
        names = ("happened", "people_involved", "measures", "next_steps")
        return {name: self[name].data for name in names}
