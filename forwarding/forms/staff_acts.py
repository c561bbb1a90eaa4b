"""Forms of the acts on a case; each carries the version of what its officer was looking at."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import ValidationError

from forwarding import vocabulary
from forwarding.forms.choices import businesses, causes, offered
from forwarding.rules import QUESTIONS
from forwarding.vocabulary import BANKING_BUSINESS, BANKING_CAUSES
from forwarding.vocabulary.business_channels import BUSINESS_CHANNELS
from portal.web.forms import (
    Checks,
    Choice,
    Day,
    Form,
    Hidden,
    Moment,
    Prose,
    Radio,
    StrippedString,
    Tick,
)

YES_NO = [("yes", _l("是")), ("no", _l("否"))]
_LONG, _SHORT = 2000, 500


class ActForm(Form):
    """A form whose act is refused when somebody else acted first."""

    version = Hidden()

    @property
    def called(self) -> str:
        """The name of the form on its page, which prefixes its fields."""
        return str(self.version.name).rpartition("-")[0]

    @property
    def seen(self) -> int:
        """The version shown to the officer; 0, which no row has, when it was not sent."""
        text = self.version.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


class TriageForm(ActForm):
    """The three questions of Art. 2."""

    bought_or_served = Radio(
        _l("是否购买了产品或者接受了服务？"),
        choices=YES_NO,
        required=True,
        inline=True,
        article="2",
    )
    dispute_with_institution = Radio(
        _l("是否与机构或者其从业人员发生纠纷？"),
        choices=YES_NO,
        required=True,
        inline=True,
        article="2",
    )
    claims_civil_right = Radio(
        _l("是否主张民事权益？"), choices=YES_NO, required=True, inline=True, article="2"
    )

    def answers(self) -> dict[str, bool]:
        """Return the answers by question."""
        return {question: self[question].data == "yes" for question in QUESTIONS}


class _Triaging:
    """The three questions in one tick, all of them yes."""

    all_yes = Tick(
        _l("三个判断问题均为“是”：购买产品或接受服务；与机构或其人员有纠纷；主张民事权益"),
        required=True,
        article="2",
    )


class _Classifying:
    """What classification asks for, alone or in the quick way."""

    business = Choice(_l("业务类别"), choices=businesses(), required=True)
    cause = Choice(_l("投诉原因"), choices=causes(), required=True)
    business_channel = Choice(
        _l("业务办理渠道"), choices=offered(BUSINESS_CHANNELS), hint=_l("不清楚的可不选。")
    )
    asked_for = Checks(_l("诉求"), choices=offered(vocabulary.ASKED_FOR))

    def validate_cause(self, field: Any) -> None:
        """Refuse a cause of the other sector."""
        business = self.business.data
        both = (business in BANKING_BUSINESS, field.data in BANKING_CAUSES)
        if business and field.data and both[0] != both[1]:
            raise ValidationError(_("业务类别和投诉原因须同属银行业或同属保险业。请重新选择。"))

    def classes(self) -> dict[str, Any]:
        """Return what the command to classify takes."""
        names = ("business", "cause", "asked_for", "business_channel")
        return {name: getattr(self, name).data or None for name in names} | {
            "asked_for": self.asked_for.data
        }


class ClassificationForm(_Classifying, ActForm):
    """Business, cause and what is asked for."""


class _Sending:
    """Where a complaint is forwarded to and what goes with it."""

    institutions = Checks(_l("转送机构"), choices=[], coerce=int, required=True, article="33")
    report_by = Day(_l("反馈期限"), hint=_l("不填则为机构的办理期限。"), article="18")
    instructions = Prose(_l("办理要求"), maximum=_LONG, rows=3)

    def terms(self) -> dict[str, Any]:
        """Return what goes with a forwarding."""
        return {"report_by": self.report_by.data, "instructions": self.instructions.data or None}


class ForwardForm(_Sending, ActForm):
    """Forwarding to one or several institutions."""


class QuickForm(_Triaging, _Classifying, _Sending, ActForm):
    """Triage, classification and forwarding of an ordinary case on one page."""


class ManyForm(_Classifying, Form):
    """One classification for many complaints."""

    all_yes = Tick(
        _l("已逐件核对：新收各件的三个判断问题均为“是”"),
        hint=_l("不勾选时，新收的件不分类。"),
        article="2",
    )


class RespondentForm(ActForm):
    """Which institution a respondent is, decided by a person."""

    respondent = Hidden()
    institution = Hidden()

    def chosen(self) -> dict[int, int | None]:
        """Return respondent id → institution id; ids that are none stand for nothing stored."""
        return {_id(self.respondent.data): _id(self.institution.data)}


def _id(text: str | None) -> int:
    known = text and text.isascii() and text.isdigit() and len(text) < 19
    return int(text) if known and text else 0


class TellForm(ActForm):
    """A telling done by a person: means, moment of the act and its proof."""

    means = Choice(
        _l("告知方式"), choices=offered(vocabulary.TELLING_MEANS), required=True, article="21"
    )
    done_at = Moment(_l("告知时间"), required=True)
    proof = Prose(
        _l("凭证"),
        required=True,
        maximum=_SHORT,
        rows=2,
        hint=_l("例如通话时间与通话人、挂号信编号、签收记录。"),
        article="21",
    )

    def said(self) -> dict[str, Any]:
        """Return what the command to tell takes."""
        return {name: self[name].data for name in ("means", "done_at", "proof")}


class AttemptForm(ActForm):
    """One try that did not reach the complainant."""

    means = Choice(_l("联系方式"), choices=offered(vocabulary.TELLING_MEANS), required=True)
    outcome = Choice(_l("结果"), choices=offered(vocabulary.ATTEMPT_OUTCOMES), required=True)
    note = Prose(_l("说明"), maximum=_SHORT, rows=2)

    def said(self) -> dict[str, Any]:
        """Return what the command to log an attempt takes."""
        return {name: self[name].data or None for name in ("means", "outcome", "note")}


class DiversionForm(ActForm):
    """A proposal that the submission go to another track, with a coded reason."""

    track = Radio(_l("转入渠道"), choices=offered(vocabulary.TRACKS), required=True, article="32")
    reason = Choice(
        _l("理由"), choices=offered(vocabulary.DIVERSION_REASONS), required=True, article="2"
    )
    text = Prose(_l("具体说明"), required=True, maximum=_SHORT, rows=3, hint=_l("将告知投诉人。"))

    def proposal(self) -> dict[str, str]:
        """Return what the command to propose takes; the code is worded where it is read."""
        said = (self.track.data, self.reason.data, self.text.data)
        return dict(zip(("track", "code", "reason"), map(str, said), strict=True))


class RefusalForm(ActForm):
    """A second officer's refusal of a proposed diversion."""

    reason = Prose(_l("不同意的理由"), required=True, maximum=_SHORT, rows=2)


class ResumptionForm(ActForm):
    """Going on with the institutions that remain."""

    reason = Prose(
        _l("继续办理的理由"), required=True, maximum=_SHORT, rows=2, hint=_l("不要写个人信息。")
    )


class RemarksForm(ActForm):
    """A report sent back, with what is to be mended."""

    remarks = Prose(_l("补正意见"), required=True, maximum=_LONG, rows=3, article="19")


class RevealForm(Form):
    """A reason to see a person's values in the clear."""

    reason = StrippedString(
        _l("查看理由"), required=True, maximum=200, hint=_l("将记入日志。"), article="22"
    )
