"""The checker behind every test client finds what it is there to find."""

import pytest

from tests.web.pagecheck import faults

GOOD = (
    '<!DOCTYPE html><html lang="zh-CN"><head><title>页</title></head>'
    "<body><main><h1>页</h1>%s</main></body></html>"
)


def test_a_good_page_has_no_fault():
    assert faults(GOOD % '<label for="a">甲</label><input id="a" name="a">') == []


def test_an_image_within_the_page_is_read_by_its_own_rules():
    drawn = '<svg viewBox="0 0 1 1"><title>码</title><g><path d="M0 0"/></g></svg>'
    assert faults(GOOD % drawn) == []
    assert "no title" in faults((GOOD % drawn).replace("<title>页</title>", ""))


@pytest.mark.parametrize(
    ("part", "fault"),
    [
        ('<p id="x"></p><p id="x"></p>', "id x twice"),
        ('<input name="a">', "a has no label"),
        ('<p style="color:red"></p>', "style"),
        ('<p onclick="x()"></p>', "script"),
        ("<script>x()</script>", "inline script"),
        ('<img src="/x.png">', "without alt"),
        ("<button>x</button>", "without type"),
        ('<script src="https://cdn.example/x.js"></script>', "out of the house"),
        ("<p><b>x</p>", "closes"),
        ("<p>None</p>", "left over"),
        ("<p>第 %(day)s 日</p>", "left over"),
        ('<p aria-describedby="gone"></p>', "not there"),
        ("<h1>second</h1>", "2 h1"),
        ("<p>1 < 2</p>", "out of place"),
        ('<p id="x"title="y"></p>', "no proper tag"),
        ('<p id="x" id="y"></p>', "repeats an attribute"),
        ("<p/>", "closes p"),
        ("<p>&lt;class 'str'&gt;</p>", "left over"),
    ],
)
def test_each_fault_is_found(part, fault):
    assert any(fault in found for found in faults(GOOD.replace("%s", part)))


def test_a_page_without_language_or_title_is_faulty():
    found = "; ".join(faults("<!DOCTYPE html><html><body><main><h1>x</h1></main></body></html>"))
    assert "no title" in found
    assert "lang is None" in found
