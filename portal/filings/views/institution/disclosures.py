"""The yearly disclosure on the institution's side: where it stands, and since when."""

from typing import Any

from flask import abort, flash, redirect, url_for
from flask_babel import gettext as _

from portal.filings.commands import disclosures as acts
from portal.filings.forms.disclosures import DisclosureForm
from portal.filings.queries.disclosures import Disclosure
from portal.filings.queries.filings import FilingView
from portal.filings.views import parts
from portal.filings.views.institution.blueprint import blueprint
from portal.filings.views.institution.filing import page
from portal.filings.views.opened import ID, acting, filing_or_404
from portal.web.access import requires
from portal.web.db import session


@blueprint.post(f"/<{ID}:filing_id>/disclosure")
@requires("filings.file")
def disclosure(filing_id: int) -> Any:
    """Say where and when the disclosure was published."""
    view, form = filing_or_404(filing_id), DisclosureForm(prefix="disclosure")
    if view.row.kind != acts.KIND:
        abort(404)
    if form.validate_on_submit():
        with acting(form, view.row) as act:
            told = {"url": str(form.url.data), "published_on": form.published_on.data}
            acts.describe_disclosure(session(), view.row, **told, **act)
            flash(_("已保存。核对后请签署上报。"), "success")
            return redirect(url_for(".filing", filing_id=filing_id), 303)
    return page(filing_id, disclosure=form)


@parts.desk_part(acts.KIND, template="filings/desk/disclosure.html", order=10)
def _disclosure_part(view: FilingView, bound: parts.Bound) -> dict[str, Any]:
    told = Disclosure.of(view.row)
    stored = {"version": str(view.row.version), "url": told.url, "published_on": told.published_on}
    fresh = DisclosureForm(formdata=None, prefix="disclosure", data=stored)
    return {
        "form": bound.get("disclosure") or fresh,
        "disclosure": told,
        "ready": bool(told.url and told.published_on),
    }
