"""Forms of a review (核查) on the desk of the superior institution (Art. 20)."""

from typing import Any

from flask_babel import lazy_gettext as _l

from forwarding import vocabulary
from forwarding.commands.reviews import Conclusion
from forwarding.forms.choices import offered
from forwarding.forms.staff_acts import ActForm
from portal.web.forms import Choice, Day, Prose, Radio


class ReviewForm(ActForm):
    """A written application for review, as it arrived."""

    decision_received_on = Day(_l("投诉人收到处理决定的日期"), article="20", required=True)
    applied_on = Day(
        _l("收到核查申请的日期"),
        hint=_l("自收到处理决定之日起30日内申请；核查期限从申请之日起算。"),
        article="20",
        required=True,
    )
    grounds = Prose(_l("申请核查的理由"), maximum=2000, rows=4, required=True)

    def said(self) -> dict[str, Any]:
        """Return what the command to apply takes."""
        names = ("decision_received_on", "applied_on", "grounds")
        return {name: self[name].data for name in names}


class _Telling:
    """When and how the complainant was told."""

    told_on = Day(_l("告知投诉人的日期"), article="20", required=True)
    told_means = Choice(
        _l("告知方式"), choices=offered(vocabulary.TELLING_MEANS), article="21", required=True
    )


class ConclusionForm(_Telling, ActForm):
    """The conclusion of a review: process, time limits, result."""

    outcome = Radio(
        _l("核查决定"), choices=offered(vocabulary.REVIEW_OUTCOMES), article="20", required=True
    )
    of_process = Prose(_l("对处理过程的核查"), maximum=10_000, rows=4, article="20", required=True)
    of_time_limits = Prose(_l("对处理时限的核查"), maximum=10_000, rows=3, required=True)
    of_result = Prose(_l("对处理结果的核查"), maximum=10_000, rows=4, required=True)
    decided_on = Day(_l("作出核查决定的日期"), required=True)
    lateness_reason = Prose(
        _l("逾期原因"), hint=_l("没有在期限内决定并告知的必须填写"), maximum=2000, rows=3
    )

    def conclusion(self) -> Conclusion:
        """Return what the command to decide takes."""
        return Conclusion(
            outcome=str(self.outcome.data),
            texts={name: self[f"of_{name}"].data for name in vocabulary.REVIEW_BLOCKS},
            decided_on=self.decided_on.data,
            told_on=self.told_on.data,
            told_means=str(self.told_means.data),
            lateness_reason=self.lateness_reason.data or None,
        )


class LateForm(_Telling, ActForm):
    """A late application refused, and when that was told."""
