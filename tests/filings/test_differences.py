"""What differs between two versions of a text: complete, in order, and readable."""

from hypothesis import given
from hypothesis import strategies as st

from portal.filings.rules.differences import alike, differences, paragraphs

OLD = "第一条 受理时限为十五日。\n第二条 由办公室负责。\n第三条 归档五年。"
NEW = "第一条 办理时限为十五日。\n第三条 归档五年。\n第四条 本制度自发布之日起施行。"
TEXTS = st.lists(st.text("甲乙丙丁。", min_size=1, max_size=8), max_size=12).map("\n".join)


def test_lines_that_a_page_broke_are_one_paragraph_again():
    broken = (
        "第一条 本行应当自收到投诉之日起\n十五日内作出处理决定。\n第二条 告知。\n附件\n一、说明"
    )
    assert paragraphs(broken) == [
        "第一条 本行应当自收到投诉之日起十五日内作出处理决定。",
        "第二条 告知。",
        "附件",
        "一、说明",
    ]
    assert alike(broken, broken.replace("之日起\n", "之日起"))


def test_changed_removed_and_added_paragraphs_are_told_apart():
    found = differences(OLD, NEW)
    assert [passage.kind for passage in found] == ["changed", "removed", "kept", "added"]
    [before], [after] = found[0].before, found[0].after
    assert [p.text for p in before if p.mark == "removed"] == ["受"]
    assert [p.text for p in after if p.mark == "added"] == ["办"]
    assert found[1].before[0][0].text == "第二条 由办公室负责。"
    assert found[3].after[0][0].text == "第四条 本制度自发布之日起施行。"


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_out_of_their_difference(old, new):
    found = differences(old, new)
    sides = {
        "before": ["".join(piece.text for piece in p) for each in found for p in each.before],
        "after": ["".join(piece.text for piece in p) for each in found for p in each.after],
    }
    assert sides == {"before": paragraphs(old), "after": paragraphs(new)}
    for passage in found:
        for piece in (piece for paragraph in passage.before for piece in paragraph):
            assert piece.mark in ("kept", "removed")
        for piece in (piece for paragraph in passage.after for piece in paragraph):
            assert piece.mark in ("kept", "added")


def test_a_text_is_no_different_from_itself():
    assert [passage.kind for passage in differences(OLD, OLD)] == ["kept"]
    assert differences("", "") == []
