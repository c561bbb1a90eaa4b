"""The forms by which institutions propose changes of their entries, and officers decide."""

from typing import Any

from flask_babel import lazy_gettext as _l

from portal.institutions.commands.proposals import OF_PARTICULARS, Opening
from portal.institutions.entry import LENGTHS, Channels
from portal.institutions.forms import ChannelsForm, RegisterForm, VersionedForm
from portal.institutions.sheet import width_folded
from portal.institutions.words import PROPOSAL_STATES
from portal.web.forms import Choice, Day, Hidden, Prose, QueryForm, StrippedString


class ChangeForm(ChannelsForm):
    """What an institution proposes to change of one entry."""

    name = StrippedString(_l("机构全称"), required=True, width=30, maximum=LENGTHS["name"])
    short_name = StrippedString(_l("简称"), width=20, maximum=LENGTHS["short_name"])
    uscc = StrippedString(_l("统一社会信用代码"), width=20, maximum=18)
    licence_no = StrippedString(_l("许可证号"), width=20, maximum=LENGTHS["licence_no"])
    reason = Prose(
        _l("变更原因"), required=True, maximum=500, rows=3, hint=_l("例如：投诉电话自12月1日起更换")
    )

    def named(self) -> dict[str, Any]:
        """Return the particulars as the commands take them."""
        given = {name: self[name].data or "" for name in OF_PARTICULARS}
        return given | {"uscc": width_folded(given["uscc"]).upper()}

    def wanted(self) -> dict[str, Any]:
        """Return every value as it is to become."""
        channels = self.stated()
        return self.named() | {
            name: getattr(channels, name) for name in Channels.__dataclass_fields__
        }


class OpeningForm(ChangeForm):
    """A branch that an institution proposes to have entered."""

    version = Hidden()
    territory = StrippedString(
        _l("辖区代码"),
        required=True,
        width=10,
        maximum=6,
        article="6",
        hint=_l("分支机构所在地的六位行政区划代码，如 330100"),
    )
    opened_on = Day(_l("开业日期"), required=True, width=10, hint=_l("不晚于今天"))
    reason = Prose(
        _l("说明"), required=True, maximum=500, rows=3, hint=_l("例如：开业批复的文号和日期")
    )

    def validate_version(self, field: Any) -> None:
        """A new entry has no version yet."""

    def opening(self) -> Opening:
        """Return the branch as the command takes it."""
        place = width_folded(self.territory.data or "")
        day, channels = self.opened_on.data, self.stated()
        return Opening(**self.named(), territory=place, opened_on=day, channels=channels)


class ClosingForm(RegisterForm):
    """A branch that an institution proposes to have entered as closed."""

    closed_on = Day(_l("终止日期"), required=True, width=10, hint=_l("不晚于今天"))
    reason = Prose(
        _l("终止原因"),
        required=True,
        maximum=500,
        rows=3,
        hint=_l("例如：终止营业批复的文号；未办结投诉由哪一机构承接"),
    )


class ApprovalForm(VersionedForm):
    """An officer approves a proposal."""


class OpeningApprovalForm(ApprovalForm):
    """An officer approves a new branch and gives it its code."""

    code = StrippedString(
        _l("机构代码"),
        required=True,
        width=20,
        maximum=32,
        hint=_l("大写字母、数字和连字符，最多 32 位；登记后不能更改"),
    )

    @property
    def new_code(self) -> str:
        """The code, in capitals and half width."""
        return width_folded(self.code.data or "").upper()


class RefusalForm(VersionedForm):
    """An officer refuses a proposal and says why."""

    remarks = Prose(
        _l("不同意的理由"), required=True, maximum=500, rows=3, hint=_l("机构会看到这段话")
    )


class ProposalsForm(QueryForm):
    """What the list of proposals is narrowed to."""

    state = Choice(_l("状态"), choices=list(PROPOSAL_STATES.items()))
