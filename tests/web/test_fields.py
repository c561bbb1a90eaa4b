"""What fields accept, and what they say of what they do not."""

from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from portal.kernel.clock import ZONE
from portal.web import i18n
from portal.web.forms import Checks, Choice, Form, QueryForm, StrippedString, Tick
from tests.web.sample import Everything

GOOD = {"name": "张三", "kind": "a", "place": "b", "agree": "y"}


@pytest.fixture(scope="module")
def languages():
    """An application that knows its languages and nothing else."""
    app = Flask("fields", static_folder=None)
    app.secret_key = "fields"
    i18n.install(app)
    return app


def filled(app, **changes) -> Everything:
    data = MultiDict({**GOOD, **changes})
    with app.test_request_context(method="POST"):
        form = Everything(formdata=data, meta={"csrf": False})
        form.validate()
    return form


BAD = [
    ("name", "", "请填写“姓名”"),
    ("name", "　 ", "请填写“姓名”"),
    ("name", " \u200b\ufeff", "请填写“姓名”"),
    ("name", "张\x00三", "无法保存的字符"),
    ("name", "张\ud800", "无法保存的字符"),
    ("name", "张\u202e三", "无法保存的字符"),
    ("name", "张\ufffd", "无法保存的字符"),
    ("name", "张" * 21, "最多20个字符，现有21个"),
    ("facts", "事" * 51, "最多50个字符"),
    ("facts", "a\x07b", "无法保存的字符"),
    ("kind", "", "请选择“身份”"),
    ("kind", "c", "所选的项目不存在"),
    ("kind", "None", "所选的项目不存在"),
    ("wants", "zz", "所选的项目不存在"),
    ("place", "a' OR 1=1", "所选的项目不存在"),
    ("grouped", "x", "所选的项目不存在"),
    ("day", "2026-02-30", "存在的日期"),
    ("day", "昨天", "存在的日期"),
    ("day", "0001-01-01", "存在的日期"),
    ("day", "99999-01-01", "存在的日期"),
    ("moment", "2026-02-12 25:00", "日期和时间"),
    ("moment", "x" * 10_000, "日期和时间"),
    ("people", "0", "在1到5之间"),
    ("people", "6", "在1到5之间"),
    ("people", "两", "请填写整数"),
    ("people", "1.5", "请填写整数"),
    ("people", "9" * 500, "请填写整数"),
    ("amount", "-1", "请填写金额"),
    ("amount", "1.234", "请填写金额"),
    ("amount", "NaN", "请填写金额"),
    ("amount", "1e9", "请填写金额"),
    ("agree", "", "请勾选“所述属实”"),
]


@pytest.mark.parametrize(("name", "value", "sentence"), BAD)
def test_bad_input_is_told_how_to_mend_it(languages, name, value, sentence):
    form = filled(languages, **{name: value})
    assert [str(text) for text in form[name].errors if sentence in str(text)]
    assert list(form.errors) == [name]


@pytest.mark.parametrize("name", ["name", "facts", "kind", "day", "people", "password", "agree"])
def test_a_file_sent_where_text_belongs_counts_for_nothing(languages, name):
    data = {**GOOD, name: (BytesIO(b"x"), "a.txt")}
    with languages.test_request_context(method="POST", data=data):
        form = Everything(meta={"csrf": False})
        form.validate()
    assert not form[name].data


def test_what_was_not_sent_is_not_taken_from_what_is_stored(languages):
    with languages.test_request_context(method="POST", data={"kind": "a"}):
        form = Everything(meta={"csrf": False}, data={"name": "王五", "facts": 7})
        form.validate()
    assert (form.name.data, form.facts.data) == (None, None)
    assert "name" in form.errors


def test_json_is_not_read_as_a_form(languages):
    with languages.test_request_context(method="POST", json={"name": 5, "kind": ["a"]}):
        form = Everything(meta={"csrf": False})
        form.validate()
    assert not form.name.data
    assert {"name", "kind"} <= form.errors.keys()


@pytest.mark.parametrize(
    ("name", "value", "understood"),
    [
        ("name", "  张  三 ", "张  三"),
        ("name", "e\u0301", "é"),
        ("facts", " 一\r\n二\r三 ", "一\n二\n三"),
        ("day", "2026-2-3", date(2026, 2, 3)),
        ("day", "2026/02/03", date(2026, 2, 3)),
        ("day", "20260203", date(2026, 2, 3)),
        ("day", "２０２６年２月３日", date(2026, 2, 3)),
        ("day", "", None),
        ("moment", "2026-02-03T09:30", datetime(2026, 2, 3, 9, 30, tzinfo=ZONE)),
        ("moment", "2026-02-03", datetime(2026, 2, 3, tzinfo=ZONE)),
        ("people", "５", 5),
        ("amount", "￥1,200.50元", Decimal("1200.50")),
        ("amount", "", None),
        ("grouped", "a", "a"),
        ("grouped", "", None),
    ],
)
def test_usual_ways_of_writing_are_understood(languages, name, value, understood):
    form = filled(languages, **{name: value})
    assert form.errors == {}
    assert form[name].data == understood


def test_a_wrong_value_is_shown_again_as_it_was_typed(client):
    from tests.web.tokens import token

    answer = client.post(
        "/sample/form", data={"csrf_token": token(client), **GOOD, "day": "2026年2月30日"}
    )
    assert answer.status_code == 422
    assert 'value="2026年2月30日"' in answer.text


def test_every_sentence_also_stands_in_the_summary_in_the_order_of_the_page(languages):
    form = filled(languages, name="", day="x", agree="")
    assert [anchor for anchor, _text in form.problems()] == ["name", "day", "agree"]


def test_all_four_sentences_are_gone_when_all_is_well(languages):
    assert filled(languages).problems() == []


class Filters(QueryForm):
    """Filters as a list has them."""

    queue = Choice("范围", choices=[("open", "待办"), ("all", "全部")], blank=False, default="open")
    text = StrippedString("检索")
    late = Tick("逾期")


@pytest.mark.parametrize(
    ("query", "understood"),
    [
        ("", {"queue": "open"}),
        ("?text=%20a%20", {"queue": "open", "text": "a"}),
        ("?queue=all&late=y", {"queue": "all", "late": True}),
        ("?queue=zz&text=%00", {"queue": "open"}),
        ("?queue=&late=", {"queue": "open"}),
    ],
)
def test_filters_fall_back_to_what_a_list_shows_first(languages, query, understood):
    with languages.test_request_context(f"/{query}"):
        assert Filters().cleaned() == understood


class Ticked(Form):
    """Boxes that the view fills in once it knows what to offer."""

    class Meta(Form.Meta):
        """Sent without a page before it."""

        csrf = False

    wanted = Checks("机构", choices=[], coerce=int, required=True)


@pytest.mark.parametrize(
    ("sent", "understood", "errors"),
    [
        (["1", "2"], [1, 2], []),
        (["3"], [3], ["“机构”所选的项目不存在，请重新选择。"]),
        (["x"], [], ["“机构”所选的项目不存在，请重新选择。"]),
        ([], [], ["请选择“机构”。"]),
    ],
)
def test_choices_may_be_filled_in_after_the_form_was_made(languages, sent, understood, errors):
    with languages.test_request_context("/", method="POST", data={"wanted": sent, "b": "1"}):
        form = Ticked()
        form.wanted.choices = [(1, "甲行"), (2, "乙行")]
        assert form.wanted.data == understood
        form.validate()
        assert form.wanted.errors == errors
