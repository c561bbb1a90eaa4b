"""The forms of the register of mediation organisations (Art. 39)."""

from flask_babel import lazy_gettext as _l

from portal.institutions.commands.mediators import Stated
from portal.institutions.forms import VersionedForm
from portal.institutions.sheet import width_folded
from portal.institutions.words import SECTORS
from portal.kernel import divisions
from portal.web.forms import Checks, Choice, Day, Hidden, QueryForm, StrippedString


class MediatorForm(VersionedForm):
    """One mediation organisation."""

    name = StrippedString(_l("名称"), required=True, maximum=100, width=30)
    territory = StrippedString(
        _l("辖区代码"),
        required=True,
        maximum=6,
        width=10,
        hint=_l("六位行政区划代码，全国性的填写 000000"),
    )
    sectors = Checks(_l("行业"), choices=list(SECTORS.items()), required=True)
    association = StrippedString(_l("所属行业协会"), maximum=100, width=30, article="5")
    phone = StrippedString(_l("电话"), maximum=60, width=20)
    address = StrippedString(_l("地址"), maximum=200, width=30)
    began_on = Day(_l("开始日期"), required=True, hint=_l("从这一天起可以选它调解"))
    ended_on = Day(_l("停止日期"), hint=_l("不再调解的填写最后一日"))

    def stated(self) -> Stated:
        """Return what was filled in, as the commands take it."""
        texts = {n: self[n].data or "" for n in ("name", "association", "address")}
        return Stated(
            **texts,
            territory=width_folded(self.territory.data or ""),
            phone=width_folded(self.phone.data or ""),
            sectors=tuple(self.sectors.data),
            began_on=self.began_on.data,
            ended_on=self.ended_on.data,
        )


class NewMediatorForm(MediatorForm):
    """A new entry, which has no version yet."""

    version = Hidden()

    def validate_version(self, field: Hidden) -> None:
        """A new entry has no version yet."""


def _places() -> list[tuple[str, str]]:
    return [(division.code, division.name) for division in divisions.provinces()]


class MediatorSearchForm(QueryForm):
    """The filter of the public list."""

    territory = Choice(_l("所在地区"), choices=_places)
