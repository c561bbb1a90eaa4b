"""Telling the complainant by a person: done with proof, tried in vain, or given up (Art. 21)."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug import Response

from forwarding.commands.tell import attempt, give_up, tell
from forwarding.commands.word_letter import word_letter
from forwarding.forms.staff_acts import ActForm, AttemptForm, TellForm
from forwarding.forms.wording import LetterWordsForm
from forwarding.views.staff.blueprint import blueprint
from forwarding.views.staff.history import occasion, say_of
from forwarding.views.staff.opened import ID, acting, done, telling_or_404
from forwarding.views.staff.page import Answer, render_case
from forwarding.views.staff.wording_choices import asked_for_wording, with_letter_words
from portal.web.access import requires
from portal.web.db import session
from portal.web.forms import Form

say_of(
    {"complaint.word_letter": _l("写入告知书内容")},
    {"complaint.word_letter": lambda _case, facts: occasion(facts)},
)


def _again(number: str, name: str, form: Form) -> Answer:
    return render_case(number, **{name.replace("-", "__"): form})


@blueprint.post(f"/tellings/<{ID}:telling_id>")
@requires("complaints.tell")
def telling(telling_id: int) -> Response | Answer:
    """Note that the complainant was told: means, moment of the act, proof."""
    row, name = telling_or_404(telling_id), f"tell-{telling_id}"
    number, form = row.complaint.number, TellForm(prefix=name)
    if form.validate_on_submit():
        with acting(form, row) as act:
            tell(session(), row, **form.said(), **act)
            return done(number, _("已记录告知。"))
    return _again(number, name, form)


@blueprint.post(f"/tellings/<{ID}:telling_id>/words")
@requires("complaints.tell")
def letter_words(telling_id: int) -> Response | Answer:
    """Keep what the letter to the complainant says besides, from a wording or by hand."""
    row, name = telling_or_404(telling_id), f"words-{telling_id}"
    number, form = row.complaint.number, LetterWordsForm(prefix=name)
    if asked_for_wording():
        return _again(number, name, with_letter_words(form, row))
    if form.validate_on_submit():
        with acting(form, row) as act:
            word_letter(session(), row, form.words.data or "", **act)
            return done(number, _("已写入告知书。"))
    return _again(number, name, form)


@blueprint.post(f"/tellings/<{ID}:telling_id>/attempts")
@requires("complaints.tell")
def attempts(telling_id: int) -> Response | Answer:
    """Log one try that did not reach the complainant."""
    row, name = telling_or_404(telling_id), f"attempt-{telling_id}"
    number, form = row.complaint.number, AttemptForm(prefix=name)
    if form.validate_on_submit():
        with acting(form, row) as act:
            attempt(session(), row, **form.said(), **act)
            return done(number, _("已记录本次联系。"))
    return _again(number, name, form)


@blueprint.post(f"/tellings/<{ID}:telling_id>/unreachable")
@requires("complaints.tell")
def unreachable(telling_id: int) -> Response | Answer:
    """Give up after enough tries; this excuses the telling, never the forwarding."""
    row, name = telling_or_404(telling_id), f"unreachable-{telling_id}"
    number, form = row.complaint.number, ActForm(prefix=name)
    if form.validate_on_submit():
        with acting(form, row) as act:
            give_up(session(), row, **act)
            return done(number, _("已登记无法联系。"))
    return _again(number, name, form)
