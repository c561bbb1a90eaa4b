"""The public's pages: where each institution takes complaints (Art. 8)."""

from flask import Blueprint, abort, render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, select

from portal.institutions import policy as policy
from portal.institutions.forms import PublicSearchForm
from portal.institutions.mediator_forms import MediatorSearchForm
from portal.institutions.models import Institution
from portal.institutions.queries.lists import Search, letters, narrowed, page
from portal.institutions.queries.mediators import mediators
from portal.institutions.queries.pages import by_code_among, sight
from portal.institutions.rules import WHOLE_COUNTRY, category_name
from portal.institutions.views import places
from portal.institutions.words import CHANNELS, SECTORS, TYPES, category_words
from portal.kernel import clock, divisions
from portal.web import nav, paging
from portal.web.access import public
from portal.web.db import session
from portal.web.limits import limited
from portal.web.punctuation import enumerated

blueprint = Blueprint("institutions_public", __name__, url_prefix="/institutions")
nav.register("public", "institutions_public.channels", _l("机构投诉渠道"), order=40)


@blueprint.get("")
@public
@limited("institutions", 240, 60, methods=("GET",))
def channels() -> str:
    """List institutions with their channels; legal entities unless one asks for more."""
    form = PublicSearchForm()
    rows, letter = _narrowed(form.cleaned())
    lettered = narrowed(rows, Search(letter=letter))
    listed = page(session(), lettered, paging.requested("channels"), limit=30)
    return render_template(
        "institutions/public/channels.html",
        form=form,
        page=listed,
        parts=places.LISTED.shown(listed.items),
        letters=letters(session(), rows),
        letter=letter,
    )


def _narrowed(wanted: dict[str, str]) -> tuple[Select[Institution], str]:
    """Return the open institutions of a search, and the letter chosen among theirs, if any."""
    text, letter = wanted.get("q", ""), wanted.get("letter", "").upper()
    chosen = {name: wanted.get(name, "") for name in ("type", "category", "territory")}
    level = "" if text or chosen["territory"] else "head"
    search = Search(text=text, level=level, state="open", **chosen)
    return narrowed(_published(), search), letter if "A" <= letter <= "Z" else ""


@blueprint.get("/mediation")
@public
@limited("institutions", 240, 60, methods=("GET",))
def mediation() -> str:
    """List the mediation organisations that work today, those of a territory when one asks."""
    form = MediatorSearchForm()
    territory = form.cleaned().get("territory", "")
    return render_template(
        "institutions/public/mediation.html",
        form=form,
        rows=mediators(session(), territory=territory, active_on=clock.today()),
        sectors_of=lambda row: enumerated(SECTORS[sector] for sector in row.sectors),
    )


@blueprint.get("/<code>")
@public
@limited("institutions", 240, 60, methods=("GET",))
def institution(code: str) -> str:
    """Show one institution's complaint channels, what is missing of them, and its branches."""
    row = by_code_among(session(), _published(), code) or abort(404)
    return render_template(
        "institutions/public/institution.html",
        seen=sight(session(), row, only_open=True),
        parts=places.PUBLIC.shown(row),
        words={"types": TYPES, "channels": CHANNELS},
        category=category_words(category_name(row.category, clock.today())),
    )


def _published() -> Select[Institution]:
    return select(Institution)


@blueprint.app_template_filter("telephone")
def telephone(phone: str) -> str:
    """Return the address of a phone number: tel:057187654321;ext=802."""
    number, _mark, extension = phone.partition("转")
    dialled = "".join(mark for mark in number if mark.isdigit() or mark == "+")
    return f"tel:{dialled}" + (f";ext={extension.strip()}" if extension else "")


blueprint.add_app_template_filter(category_words, "category")


@blueprint.app_template_filter("place")
def place(territory: str) -> str:
    """Return the name of a territory: 浙江省杭州市."""
    return _("全国") if territory == WHOLE_COUNTRY else divisions.full_name(territory)
