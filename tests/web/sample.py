"""A small package of pages with every field and component, for tests of the shell alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from types import SimpleNamespace

from flask import Blueprint, Flask, flash, redirect, render_template, request, session
from flask_babel import lazy_gettext as _l
from sqlalchemy import text
from sqlalchemy.orm.exc import StaleDataError

from portal.kernel.actor import Actor
from portal.kernel.law import Breach
from portal.web import access, db, downloads, errors, login, nav
from portal.web.access import public, requires
from portal.web.clockface import Face
from portal.web.forms import (
    Amount,
    Checks,
    Choice,
    Day,
    Form,
    Moment,
    Prose,
    Radio,
    Secret,
    StrippedString,
    Tick,
    Upload,
    Uploads,
    Whole,
    answer,
)
from portal.web.limits import limited

blueprint = Blueprint("sample", __name__, url_prefix="/sample", template_folder="samples")
TWO = [("a", _l("是")), ("b", _l("否"))]


class Everything(Form):
    """One field of each kind."""

    name = StrippedString(
        _l("姓名"), required=True, hint=_l("与证件一致"), article="13", maximum=20
    )
    facts = Prose(_l("事实"), maximum=50, article="13(4)")
    kind = Radio(_l("身份"), choices=TWO, required=True, hints={"a": _l("说明")})
    wants = Checks(_l("诉求"), choices=TWO)
    place = Choice(_l("地区"), choices=TWO, required=True)
    grouped = Choice(_l("业务"), choices={_l("银行"): TWO})
    day = Day(_l("日期"), width=10)
    moment = Moment(_l("时间"))
    people = Whole(_l("人数"), minimum=1, maximum=5, width=3)
    amount = Amount(_l("金额"))
    password = Secret(_l("口令"))
    agree = Tick(_l("所述属实"), required=True, article="16")
    paper = Upload(_l("证件"))
    papers = Uploads(_l("材料"))


@dataclass(frozen=True)
class CountedDay:
    """A day of a clock's account."""

    date: date
    counted: bool
    reason: str
    occasion: str = ""


ACCOUNT = SimpleNamespace(
    days=[
        CountedDay(date(2026, 2, 14), True, "makeup_workday"),
        CountedDay(date(2026, 2, 15), False, "holiday", "春节"),
    ],
    provisional=True,
)
EVENTS = [
    SimpleNamespace(
        title="收到", at=datetime(2026, 2, 12, 1, tzinfo=UTC), by="公众", text=None, article="33"
    )
]
FACES = [
    Face(0, 7, 7),
    Face(3, 7, 4),
    Face(6, 7, 1),
    Face(7, 7, 0, provisional=True),
    Face(9, 7, -2),
    Face(3, 7, 4, met=True),
    Face(16, 15, -1, met=False, working=False),
    Face(3, 15, 12, working=False),
]


@blueprint.route("/form", methods=["GET", "POST"])
@public
def form():
    """Show the form and tell what it understood."""
    filled = Everything()
    if filled.validate_on_submit():
        with filled.catching():
            if filled.name.data == "违法":
                raise Breach("illegal_act", "33", state="closed", act="forward")
            flash(f"{filled.day.data} {filled.moment.data} {filled.amount.data}", "success")
            return redirect("/sample/components", 303)
    return answer("sample/form.html", form=filled)


@blueprint.get("/components")
@public
def components():
    """Show every component."""
    return render_template("sample/components.html", faces=FACES, account=ACCOUNT, events=EVENTS)


@blueprint.get("/staff")
@requires("sample.staff")
def staff():
    """A page for staff alone."""
    return render_template("sample/staff.html", faces=FACES)


@blueprint.post("/breaches/<kind>")
@public
def breach(kind: str):
    """Fail in the named way."""
    errors.about("complaint", 7)
    if kind == "stale":
        raise StaleDataError("changed")
    if kind == "data":
        db.session().execute(text("SELECT CAST(:x AS integer)"), {"x": "abc"})
    raise Breach(kind, "18(2)", due_on=date(2026, 3, 1))


@blueprint.post("/limited")
@limited("sample", 3, 60)
@public
def few():
    """Answer three times a minute."""
    return "ok", {"Content-Type": "text/plain"}


@blueprint.post("/sign-in")
@public
def sign_in():
    """Sign in as the given account."""
    login.sign_in(actor(int(request.form["account"])))
    return redirect("/sample/staff", 303)


@blueprint.post("/keep")
@public
def keep():
    """Keep something in the session."""
    session["kept"] = request.form.get("kept", "yes")
    return "ok", {"Content-Type": "text/plain"}


@blueprint.get("/kept")
@public
def kept():
    """Tell what was kept."""
    return session.get("kept", "-"), {"Content-Type": "text/plain"}


@blueprint.get("/work")
@public
def work():
    """Long work that has ended when it is looked at for the third time."""
    session["looks"] = session.get("looks", 0) + 1
    return render_template("sample/work.html", looks=session["looks"])


@blueprint.get("/file")
@public
def file():
    """Hand out a file under a name that somebody typed."""
    return downloads.attachment(b"x", request.args.get("name", "x"), "text/plain")


def actor(account: int) -> Actor:
    """Account 1 is a triage officer, any other an institution's user."""
    role = "triage" if account == 1 else "institution"
    return Actor(kind="account", role=role, account_id=account, name=f"账号{account}")


@contextmanager
def installed(app: Flask) -> Iterator[None]:
    """Add the sample to an application that has not served yet; take its declarations back."""
    tables = login._loaders, access._policy, nav._entries
    before = [dict(table) for table in tables]
    access.register_policy({"sample.staff": [[access.role("triage")]]})
    login.set_actor_loader(actor)
    nav.register("staff", "sample.staff", _l("工作台"))
    app.register_blueprint(blueprint)
    access.check(app)
    yield
    for kept, table in zip(before, tables, strict=True):
        table.clear()
        table.update(kept)
