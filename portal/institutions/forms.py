"""The forms of the register: they check shape, and take over what the commands find wrong."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from portal.institutions.entry import (
    LENGTHS,
    Channels,
    Particulars,
    alias_faults,
    channel_faults,
    code_faults,
    particulars_faults,
    split_aliases,
)
from portal.institutions.faults import Unfit
from portal.institutions.rules import BULLETIN_CATEGORIES
from portal.institutions.sheet import width_folded
from portal.institutions.words import CATEGORIES, LEVELS, STATES, TYPES
from portal.kernel import clock, divisions
from portal.kernel.findings import Finding
from portal.web.forms import (
    Choice,
    Day,
    Form,
    Hidden,
    Prose,
    QueryForm,
    Radio,
    StrippedString,
    Tick,
    Upload,
)
from portal.web.punctuation import enumerated

CATEGORY_CHOICES = {
    TYPES[kind]: [(name, CATEGORIES[name]) for name in names]
    for kind, names in BULLETIN_CATEGORIES.items()
}


class RegisterForm(Form):
    """A form whose command may answer with faults by column."""

    @contextmanager
    def catching(self) -> Iterator[None]:
        """Turn Unfit into errors of the fields it names, and a Breach into one of the form."""
        with super().catching():
            try:
                yield
            except Unfit as unfit:
                self.take(unfit.faults)

    def validate(self, extra_validators: Any = None) -> bool:
        """Check every field, then what is stated as a whole, so that all is told at once."""
        sound: bool = super().validate(extra_validators)
        before = {name for name, errors in self.errors.items() if errors}
        self.take(fault for fault in self.shape_faults() if fault.column not in before)
        return sound and not self.errors

    def shape_faults(self) -> list[Finding]:
        """Return what is wrong with the shape of what is stated."""
        return []

    def take(self, faults: Iterable[Finding]) -> None:
        """Show each fault at its field, or above the form when it has none."""
        for found in faults:
            sentence = _(found.reason, **found.facts | _in_words(found.facts))
            if found.column in self:
                self[found.column].errors = [*self[found.column].errors, sentence]
            else:
                self.refuse(sentence)


def _in_words(facts: Mapping[str, Any]) -> dict[str, str]:
    """Return the facts that are codes of types as a form's reader knows them."""
    words = {"type": str(TYPES.get(facts.get("type", ""), ""))} if "type" in facts else {}
    return words | ({"types": enumerated(TYPES.values())} if "types" in facts else {})


class VersionedForm(RegisterForm):
    """A form about a stored institution; `version` is what its reader saw."""

    version = Hidden(required=True, maximum=10)

    def validate_version(self, field: Any) -> None:
        """Refuse a version that is no number: the page was tampered with or cut short."""
        if not (field.data.isascii() and field.data.isdigit()):
            raise ValidationError(_("页面不完整。请重新打开本页后再提交。"))

    @property
    def seen(self) -> int:
        """The version that the page was made from."""
        return int(self.version.data)


class ParticularsForm(VersionedForm):
    """What an institution is (Art. 42) and where it stands (Arts. 4, 6)."""

    name = StrippedString(_l("机构全称"), required=True, width=30, maximum=LENGTHS["name"])
    short_name = StrippedString(
        _l("简称"), width=20, maximum=LENGTHS["short_name"], hint=_l("日常使用的名称，如“工商银行”")
    )
    level = Radio(_l("层级"), choices=list(LEVELS.items()), required=True, inline=True, article="4")
    parent_code = StrippedString(
        _l("上级机构代码"), width=20, maximum=32, hint=_l("分支机构填写；法人机构留空")
    )
    type = Choice(
        _l("类型"),
        choices=list(TYPES.items()),
        article="42",
        hint=_l("法人机构必填；分支机构可以不填，随上级机构"),
    )
    category = StrippedString(
        _l("类别"),
        width=20,
        maximum=LENGTHS["category"],
        hint=_l("银行和保险的法人机构必填，用通报所列的类别；分支机构可以不填，随上级机构"),
    )
    territory = StrippedString(
        _l("辖区代码"),
        required=True,
        width=10,
        maximum=6,
        article="6",
        hint=_l("六位行政区划代码，如 330100；由总局直接监管的填 000000"),
    )
    uscc = StrippedString(_l("统一社会信用代码"), width=20, maximum=18)
    licence_no = StrippedString(_l("许可证号"), width=20, maximum=LENGTHS["licence_no"])
    opened_on = Day(_l("开业日期"), width=10)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A branch may leave them out, a legal entity must not: the hint says which.
        self.type.optional = self.category.optional = False

    @property
    def categories(self) -> list[str]:
        """The categories that bulletins know, for the list of suggestions."""
        return [name for names in BULLETIN_CATEGORIES.values() for name in names]

    def shape_faults(self) -> list[Finding]:
        """Return what is wrong with the particulars by themselves."""
        return particulars_faults(self.stated(), clock.today())

    def stated(self) -> Particulars:
        """Return what was filled in, as the commands take it."""
        given = {name: self[name].data or "" for name in Particulars.__dataclass_fields__}
        for name in ("territory", "uscc", "parent_code"):
            given[name] = width_folded(given[name]).upper()
        return Particulars(**given | {"opened_on": self.opened_on.data})


class NewForm(ParticularsForm):
    """A new entry: the particulars and the code, which never changes afterwards."""

    version = Hidden()
    code = StrippedString(
        _l("机构代码"),
        required=True,
        width=20,
        maximum=32,
        hint=_l("大写字母、数字和连字符，最多 32 位；登记后不能更改"),
    )

    def validate_version(self, field: Any) -> None:
        """A new entry has no version yet."""

    def shape_faults(self) -> list[Finding]:
        """Return what is wrong with the code and the particulars by themselves."""
        return code_faults(self.new_code) + super().shape_faults()

    @property
    def new_code(self) -> str:
        """The code, in capitals and half width."""
        return width_folded(self.code.data or "").upper()


class ChannelsForm(VersionedForm):
    """The complaint channels that an institution must publish (Art. 8)."""

    phone = StrippedString(_l("投诉电话"), width=20, maximum=LENGTHS["phone"], article="8")
    address = StrippedString(_l("通讯地址"), width=30, maximum=LENGTHS["address"], article="8")
    process_url = StrippedString(
        _l("投诉处理流程网址"), width=30, maximum=LENGTHS["process_url"], article="8"
    )
    internet_channel = Tick(
        _l("通过互联网受理投诉"), hint=_l("勾选后，还须公布电子邮箱和网址"), article="8"
    )
    email = StrippedString(_l("电子邮箱"), width=20, maximum=LENGTHS["email"])
    url = StrippedString(_l("网址"), width=30, maximum=LENGTHS["url"])
    notice_email = StrippedString(
        _l("转送通知邮箱"),
        width=20,
        maximum=LENGTHS["notice_email"],
        hint=_l("有新的转送时发通知到这里；不对外公布，通知不含个人信息"),
    )

    def shape_faults(self) -> list[Finding]:
        """Return what is wrong with the channels by themselves."""
        return channel_faults(self.stated())

    def stated(self) -> Channels:
        """Return what was filled in, as the command takes it."""
        texts = {name: self[name].data or "" for name in Channels.__dataclass_fields__}
        for name in ("phone", "email", "notice_email", "url", "process_url"):
            texts[name] = width_folded(texts[name])
        return Channels(**texts | {"internet_channel": bool(self.internet_channel.data)})


class AliasesForm(VersionedForm):
    """Other names by which people call an institution; the suggestions look for them."""

    aliases = Prose(
        _l("别名"),
        maximum=4000,
        rows=8,
        hint=_l("每行一个，如“工行”；写法只差大小写、空格的只留一个"),
    )

    def shape_faults(self) -> list[Finding]:
        """Return what is wrong with the aliases by themselves."""
        return alias_faults(self.stated())

    def stated(self) -> tuple[str, ...]:
        """Return the aliases, equal ones once."""
        return split_aliases(self.aliases.data or "")


class ReopeningForm(VersionedForm):
    """Taking a closed institution up again."""

    reason = Prose(_l("理由"), required=True, maximum=500, rows=3)

    def validate_reason(self, field: Any) -> None:
        """Ask for a reason that somebody else can follow."""
        if len(field.data) < 4:
            raise ValidationError(_("请写明理由（不少于 4 个字）。"))


class ClosureForm(ReopeningForm):
    """Closing an institution: since when and why."""

    closed_on = Day(_l("终止日期"), required=True, width=10, hint=_l("不晚于今天"))


class UploadForm(Form):
    """The institutions file."""

    file = Upload(
        _l("机构名录文件"), required=True, hint=_l("UTF-8 编码的 CSV，或 XLSX 的第一张表")
    )


class SearchForm(QueryForm):
    """The filters of the staff's list."""

    q = StrippedString(_l("搜索"), maximum=100)
    type = Choice(_l("类型"), choices=list(TYPES.items()))
    category = Choice(_l("类别"), choices=CATEGORY_CHOICES)
    level = Choice(_l("层级"), choices=list(LEVELS.items()))
    territory = Choice(_l("辖区"), choices=[])
    state = Choice(_l("状态"), choices=list(STATES.items()))
    missing = Choice(_l("投诉渠道"), choices=[("yes", _l("公布不全"))])


def _places() -> list[tuple[str, str]]:
    return [(each.code, divisions.short(each.code)) for each in divisions.provinces()]


class PublicSearchForm(QueryForm):
    """The filters of the public list."""

    q = StrippedString(_l("机构名称、简称或拼音首字母"), maximum=100)
    territory = Choice(_l("所在地区"), choices=_places)
    type = Choice(_l("类型"), choices=list(TYPES.items()))
    category = Choice(_l("类别"), choices=CATEGORY_CHOICES)
    letter = StrippedString(maximum=1)
