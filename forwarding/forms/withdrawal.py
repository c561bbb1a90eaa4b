"""Forms to withdraw a complaint (Art. 15): by an officer, and by the complainant online."""

from flask_babel import lazy_gettext as _l

from forwarding.forms.staff_acts import ActForm
from portal.kernel import clock
from portal.web.forms import Form, Hidden, Moment, Prose, Tick


class WithdrawalForm(ActForm):
    """A request to withdraw as an officer took it, with why it is entered late."""

    requested_at = Moment(
        _l("收到撤回申请的时间"),
        hint=_l("自当日起终止办理"),
        default=clock.now,
        required=True,
        article="15",
    )
    reason = Prose(_l("投诉人所述的理由"), maximum=500, rows=2)
    delay_reason = Prose(
        _l("没有在当日登记的原因"),
        hint=_l("收到申请之日以后登记的必须填写；不要写个人信息。"),
        maximum=500,
        rows=2,
    )


class OwnWithdrawalForm(Form):
    """The complainant's own request: number and code carried along, and a confirmation."""

    number = Hidden(maximum=40, required=True)
    code = Hidden(maximum=40, required=True)
    reason = Prose(
        _l("撤回的理由"), hint=_l("可以不写。例如：已与机构协商一致。"), maximum=500, rows=3
    )
    confirmed = Tick(_l("我确认撤回。撤回后本件终止办理，不能恢复。"), article="15", required=True)
