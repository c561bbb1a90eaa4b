"""Setting up the second factor: on the way in, or from one's own account."""

import pyotp
import segno
from flask import Blueprint, redirect, render_template, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response

from portal.accounts import commands, queries
from portal.accounts.forms import FirstCodeForm
from portal.accounts.views import entrance
from portal.kernel import clock
from portal.kernel.db import transaction
from portal.web.access import current_actor, public
from portal.web.db import session
from portal.web.forms import answer
from portal.web.limits import limited

ISSUER = "Zhuanban"


def _whose() -> int | None:
    """Return the account that is being set up: the one signed in, else the one entering."""
    if current_actor().is_signed_in:
        return current_actor().account_id
    visitor = entrance.entering()
    return visitor.account_id if visitor else None


@public
@limited("second-factor", 60, 300)
def enrolment() -> Response | str | tuple[str, int]:
    """Show the new secret and have it confirmed by its first code."""
    account_id = _whose()
    secret = queries.unconfirmed_secret(session(), account_id) if account_id else None
    if account_id is None or secret is None:
        return redirect(url_for(".account" if account_id else ".sign_in"), 303)
    form = FirstCodeForm()
    if form.validate_on_submit():
        with transaction(session()):
            codes = commands.confirm_second_factor(
                session(), account_id, form.code.data, clock.now()
            )
        if codes:
            return _confirmed(codes)
        form.refuse(_("验证码不正确。请核对手机时间，输入应用现在显示的6位数字。"))
    return _page(form, account_id, secret)


def _confirmed(codes: list[str]) -> str:
    """Show the recovery codes, this once, and lead whoever was entering on."""
    inside = current_actor().is_signed_in
    onward = url_for(".account") if inside else entrance.onward(proved=True)
    return render_template("accounts/recovery_codes.html", codes=codes, onward=onward)


def _page(form: FirstCodeForm, account_id: int, secret: str) -> tuple[str, int]:
    view = queries.account(session(), account_id)
    uri = pyotp.TOTP(secret).provisioning_uri(name=view.login if view else "", issuer_name=ISSUER)
    drawing = segno.make(uri, error="m").svg_inline(
        scale=5, light="#fff", svgclass="zb-qr", lineclass=None, title=_("设置密钥的二维码")
    )
    groups = " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))
    return answer("accounts/enrolment.html", form, drawing=Markup(drawing), secret=groups)


def add_to(blueprint: Blueprint) -> None:
    """Give the page its address."""
    blueprint.add_url_rule("/second-factor/enrolment", view_func=enrolment, methods=["GET", "POST"])
