"""The front page."""

from typing import NamedTuple

from flask import Blueprint, current_app, render_template, url_for
from flask_babel import lazy_gettext as _l

from portal.web.access import public

blueprint = Blueprint("public", __name__)


class Way(NamedTuple):
    """A link of the front page to something another package offers."""

    href: str
    title: str
    text: str = ""


WAYS = (
    (
        "complaints_public.new",
        _l("提出投诉"),
        _l("一次一问，可以在手机上填写，也可以中途保存、以后接着填。"),
    ),
    ("complaints_public.status", _l("查询进度"), _l("凭编号和查询码查看办理到哪一步。")),
)
LINKS = (
    ("institutions_public.channels", _l("直接向机构投诉：各机构的投诉电话、地址和网址")),
    ("measures.clock", _l("期限怎样计算：查一查投诉应当在哪一天前转送")),
    ("bulletins_public.listing", _l("投诉情况披露：各期数字、图表和重新计算的办法")),
    ("explorer.page", _l("数据查询：按地区、机构、业务和原因查看公布的投诉")),
    ("timeliness.page", _l("办理时效：监管部门和机构是否按期办理")),
)


def _offered(entries: tuple[tuple[object, ...], ...]) -> list[Way]:
    return [
        Way(url_for(str(endpoint)), *(str(text) for text in words))
        for endpoint, *words in entries
        if endpoint in current_app.view_functions
    ]


@blueprint.get("/")
@public
def home() -> str:
    """Say what the portal is for and lead to its two main ways."""
    return render_template("public/home.html", ways=_offered(WAYS), links=_offered(LINKS))
