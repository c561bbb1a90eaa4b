"""The sheet of responsible persons that officers are handed."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from flask_babel import gettext as _

from portal.filings.models import ResponsiblePerson
from portal.institutions.queries import Card
from portal.kernel.secrets.masks import mask_email, mask_name, mask_phone
from portal.kernel.workbook import Sheet


def sheet(
    rows: Iterable[tuple[Card, ResponsiblePerson]],
    on: date,
    say: Mapping[str, Callable[[str], str]],
    *,
    clear: bool,
) -> Sheet:
    """Return who is in charge on a day; masked unless in the clear was asked for."""
    header = [_("机构代码"), _("机构"), _("岗位"), _("姓名"), _("部门"), _("职务")]
    header += [_("办公电话"), _("手机"), _("电子邮箱"), _("任职日"), _("名单日期")]
    return Sheet(_("责任人名单"), header, [_line(*row, on, say, clear) for row in rows])


def _line(
    card: Card,
    row: ResponsiblePerson,
    on: date,
    say: Mapping[str, Callable[[str], str]],
    clear: bool,
) -> list[str]:
    seen = (row.name, row.phone, row.mobile, row.email)
    masks = (mask_name, mask_phone, mask_phone, mask_email)
    name, phone, mobile, email = (
        text if clear else mask(text) for text, mask in zip(seen, masks, strict=True)
    )
    told = [name, row.department, row.post, phone, mobile, email]
    return [card.code, card.label, say["office"](row.office), *told, str(row.began_on), str(on)]
