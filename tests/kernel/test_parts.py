"""What packages above add to a page of a package below."""

from portal.web.parts import Parts


def test_parts_stand_in_their_order_and_none_shows_nothing():
    page = Parts()
    page.part("later.html", order=20)(lambda row: {"row": row})
    page.part("first.html", order=10)(lambda row: {"row": row})
    page.part("never.html", order=15)(lambda row: None)
    assert [(part.template, part.facts["row"]) for part in page.shown(7)] == [
        ("first.html", 7),
        ("later.html", 7),
    ]


def test_a_page_without_parts_shows_none():
    assert Parts().shown("anything") == []
