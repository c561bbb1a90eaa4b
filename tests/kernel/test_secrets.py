"""Personal data at rest: what is sealed opens only here, and keys can be changed."""

import base64
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import LargeBinary, select, type_coerce
from sqlalchemy.exc import StatementError

from portal import schema
from portal.kernel import secrets
from portal.kernel.db import transaction
from portal.kernel.notices import MailboxMessage
from portal.kernel.secrets import FieldCipher, KeyRing
from portal.kernel.secrets.rotation import encrypted_tables, rotate, usage
from portal.kernel.secrets.stream import BLOCK, open_stream, seal_stream
from tests.kernel.mailbox import AT, write_letter

RING = KeyRing.generate()


@pytest.fixture(autouse=True)
def keys():
    """Keys for the tests without a database; `session` lays those of its installation."""
    secrets.install(FieldCipher(RING))


@given(st.text())
def test_what_is_sealed_opens_again(text):
    cipher = FieldCipher(RING)
    plain = text.encode("utf-8", "replace")
    assert cipher.open(cipher.seal(plain, "party.name"), "party.name") == plain


def test_equal_texts_are_sealed_to_unlike_bytes():
    cipher = FieldCipher(RING)
    assert cipher.seal(b"same", "a.b") != cipher.seal(b"same", "a.b")


def test_a_value_moved_to_another_column_does_not_open():
    cipher = FieldCipher(RING)
    with pytest.raises(secrets.Damaged):
        cipher.open(cipher.seal(b"110", "party.id_no"), "party.phone")


@pytest.mark.parametrize("at", [3, 10, 20, -1])
def test_a_changed_byte_is_noticed(at):
    cipher = FieldCipher(RING)
    sealed = bytearray(cipher.seal(b"some text", "a.b"))
    sealed[at] ^= 1
    with pytest.raises(secrets.Damaged):
        cipher.open(bytes(sealed), "a.b")


@pytest.mark.parametrize("cut", [0, 2, 5, 20])
def test_a_value_cut_short_is_damaged_and_not_a_crash(cut):
    cipher = FieldCipher(RING)
    with pytest.raises(secrets.Damaged):
        cipher.open(cipher.seal(b"some text", "a.b")[:cut], "a.b")


def test_a_missing_key_is_named():
    sealed = FieldCipher(RING.with_new_key()).seal(b"x", "a.b")
    with pytest.raises(secrets.UnknownKey, match=r"a\.b needs key 2"):
        FieldCipher(RING).open(sealed, "a.b")


def test_using_an_encrypted_column_without_keys_says_what_to_do(session):
    secrets.install(None)
    with pytest.raises(StatementError, match=r"secrets\.install"):
        write_letter(session, "k:1")


def test_the_database_holds_no_readable_word(session):
    write_letter(session, "k:1", body="投诉人张三丰的电话")
    raw = session.scalar(select(type_coerce(MailboxMessage.body, LargeBinary)))
    assert "张三丰".encode() not in raw
    assert session.scalar(select(MailboxMessage.body)) == "投诉人张三丰的电话"


def test_a_nul_and_a_lone_surrogate_survive_the_database(session):
    write_letter(session, "k:1", body="a\0b\ud800c")
    session.expire_all()
    assert session.scalar(select(MailboxMessage.body)) == "a\0b?c"


@pytest.mark.parametrize(
    "compare",
    [
        lambda c: c == "张三",
        lambda c: c.like("张%"),
        lambda c: c.in_(["张三"]),
        lambda c: c > "a",
        lambda c: c.contains("张"),
    ],
)
def test_comparing_an_encrypted_column_in_sql_is_refused(compare):
    with pytest.raises(TypeError, match="blind index"):
        compare(MailboxMessage.body)


def test_asking_whether_an_encrypted_column_is_null_is_allowed(session):
    write_letter(session, "k:1")
    assert session.scalar(select(MailboxMessage.id).where(MailboxMessage.body.is_(None))) is None
    assert session.scalar(select(MailboxMessage.id).where(MailboxMessage.body != None))  # noqa: E711


@pytest.mark.parametrize(
    ("one", "other", "purpose"),
    [
        ("张 三", "张三", "name"),
        ("ＡＢＣ银行", "abc银行", "name"),
        ("11010519491231002x", "11010519491231002X", "id_no"),
        ("+86 138-1234-1234", "13812341234", "phone"),
        ("０１０ 6627 9113", "(010)66279113", "phone"),
    ],
)
def test_a_blind_index_ignores_how_a_value_is_written(one, other, purpose):
    assert secrets.blind(one, purpose) == secrets.blind(other, purpose)


def test_a_blind_index_differs_by_value_by_purpose_and_by_key():
    found = secrets.blind("13812341234", "phone")
    assert len(found) == 16
    assert found != secrets.blind("13812341235", "phone")
    assert found != secrets.blind("13812341234", "id_no")
    secrets.install(FieldCipher(KeyRing.generate()))
    assert found != secrets.blind("13812341234", "phone")


def test_rotation_brings_every_row_under_the_new_key_and_the_old_one_can_go(session):
    for number in range(25):
        write_letter(session, f"k:{number}", body=f"第{number}封")
    new = secrets.installed().ring.with_new_key()
    secrets.install(FieldCipher(new))
    write_letter(session, "k:new", body="新的")
    steps = list(rotate(session, batch=10))
    assert [step.rows for step in steps if step.table == "mailbox_message"] == [10, 10, 5]
    secrets.install(FieldCipher(new.without(1)))
    session.expire_all()
    bodies = session.scalars(select(MailboxMessage.body).order_by(MailboxMessage.id)).all()
    assert bodies == [f"第{number}封" for number in range(25)] + ["新的"]


def test_rotation_twice_is_as_good_as_once(session):
    write_letter(session, "k:1")
    secrets.install(FieldCipher(secrets.installed().ring.with_new_key()))
    assert sum(step.rows for step in rotate(session)) == 1
    assert sum(step.rows for step in rotate(session)) == 0


def test_usage_counts_the_values_under_each_key(session):
    write_letter(session, "k:1")
    secrets.install(FieldCipher(secrets.installed().ring.with_new_key()))
    write_letter(session, "k:2")
    write_letter(session, "k:3")
    found = {(u.column, u.key_number): u.values for u in usage(session)}
    assert found["body", 1] == 1
    assert found["body", 2] == 2


def test_no_two_encrypted_columns_of_the_house_share_a_context():
    schema.metadata()
    contexts = Counter(
        table.c[column].type.context
        for table, columns in encrypted_tables().items()
        for column in columns
    )
    assert "mailbox_message.body" in contexts
    assert [context for context, count in contexts.items() if count > 1] == []


@pytest.mark.parametrize("size", [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK + 7])
def test_a_file_of_any_length_seals_and_opens(size):
    cipher = FieldCipher(RING)
    sealed = b"".join(seal_stream(cipher, [b"x" * size], "file"))
    assert b"".join(open_stream(cipher, [sealed], "file")) == b"x" * size
    pieces = [sealed[i : i + 1000] for i in range(0, len(sealed), 1000)]
    assert b"".join(open_stream(cipher, pieces, "file")) == b"x" * size


def _sealed_blocks(cipher):
    sealed = b"".join(seal_stream(cipher, [b"a" * BLOCK + b"b" * BLOCK + b"c"], "file"))
    head, block = 10, BLOCK + 16
    return sealed[:head], sealed[head : head + block], sealed[head + block : head + 2 * block]


@pytest.mark.parametrize("order", [(0, 1), (0, 2), (0, 2, 1), (0, 1, 1), (0,), ()])
def test_a_file_with_blocks_cut_off_swapped_or_doubled_is_damaged(order):
    cipher = FieldCipher(RING)
    parts = _sealed_blocks(cipher)
    with pytest.raises(secrets.Damaged):
        b"".join(open_stream(cipher, [b"".join(parts[i] for i in order)], "file"))


def test_masks_show_enough_to_recognise_and_no_more():
    assert secrets.mask_name("张三丰") == secrets.mask_name(" 张三") == "张**"
    assert secrets.mask_id("11010519491231002X") == "110***********002X"
    assert secrets.mask_phone("13812341234") == "138****1234"
    assert secrets.mask_email("zhang@example.com") == "z***@example.com"


@pytest.mark.parametrize("mask", [secrets.mask_id, secrets.mask_phone, secrets.mask_email])
@pytest.mark.parametrize("value", ["", "1", "12345", "1234567", "12345678"])
def test_a_mask_never_shows_a_short_value(mask, value):
    assert mask(value) == "*" * len(value)


def test_a_receipt_code_is_readable_and_has_eighty_bits():
    codes = {secrets.new_code() for _ in range(500)}
    assert len(codes) == 500
    for code in codes:
        assert len(code) == 19
        assert [len(group) for group in code.split("-")] == [4] * 4
        assert not set(code) & set("OILU")
    assert len(set("".join(codes)) - {"-"}) == 32


def test_a_code_for_a_delivery_is_the_same_at_every_try_and_another_for_the_next():
    code = secrets.code_for("complaint.received:7")
    assert code == secrets.code_for("complaint.received:7") != secrets.code_for("received:8")
    assert [len(group) for group in code.split("-")] == [4] * 4
    assert secrets.code_matches(code, secrets.hash_code(code))


@pytest.mark.parametrize("write", [str.lower, lambda c: c.replace("-", " "), lambda c: f" {c}\n"])
def test_a_receipt_code_matches_however_it_is_typed(write):
    code = "7K30-Q91A-00FD-TZ5H"
    stored = secrets.hash_code(code)
    assert len(stored) == 32
    assert secrets.code_matches(write(code), stored)
    assert secrets.code_matches(code.replace("0", "O").replace("1", "l"), stored)


@pytest.mark.parametrize("typed", ["", "7K30-Q91A-00FD-TZ5J", "张三", "\0", "\ud800", "7" * 10_000])
def test_a_wrong_receipt_code_does_not_match(typed):
    assert not secrets.code_matches(typed, secrets.hash_code("7K30-Q91A-00FD-TZ5H"))


def test_the_key_ring_is_read_as_it_was_written():
    ring = KeyRing.generate().with_new_key()
    index_key = base64.b64encode(ring.index_key).decode()
    assert KeyRing.parse(f"{ring.field_keys},index:{index_key}") == ring
    assert ring.active == 2
    assert index_key not in repr(ring)
    assert ring.field_keys[2:] not in repr(ring)


KEY = base64.b64encode(bytes(32)).decode()


@pytest.mark.parametrize(
    "text",
    [
        "",
        f"1:{KEY}",
        f"index:{KEY}",
        f"0:{KEY},index:{KEY}",
        f"65536:{KEY},index:{KEY}",
        f"1:{KEY},1:{KEY},index:{KEY}",
        f"one:{KEY},index:{KEY}",
        f"1:short,index:{KEY}",
        f"1:{KEY[:-8]},index:{KEY}",
    ],
)
def test_a_wrong_key_ring_is_refused_without_quoting_a_key(text):
    with pytest.raises(secrets.WrongKeys) as refusal:
        KeyRing.parse(text)
    assert KEY[:20] not in str(refusal.value)


def test_a_commit_that_changes_nothing_does_not_encrypt_again(session):
    write_letter(session, "k:1", body="同样")
    raw = select(type_coerce(MailboxMessage.body, LargeBinary))
    before = session.scalar(raw)
    with transaction(session):
        session.scalars(select(MailboxMessage)).one().body = "同样"
    assert session.scalar(raw) == before
    assert session.scalars(select(MailboxMessage)).one().at == AT
