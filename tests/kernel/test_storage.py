"""Files: what is taken, what is refused and with which words, and that none is ever lost."""

import hashlib
import io
import os
from datetime import timedelta

import pytest
from sqlalchemy import Column, ForeignKey, String, Table, func, select

from portal.kernel import secrets, storage
from portal.kernel.db import Base, make_session, transaction
from portal.kernel.secrets import FieldCipher
from portal.kernel.storage import Refused, Store, StoredObject
from portal.kernel.storage.refusals import SENTENCES
from tests.kernel import samples
from tests.kernel.mailbox import AT

LATER = AT + timedelta(days=3650)


@pytest.fixture(params=["folder", "memory"])
def store(request, files):
    """A store in a folder whose name is not plain, and one that has no folder at all."""
    url = (files / "材料 1").as_uri() if request.param == "folder" else "memory:///"
    return Store(url, limit=4_000_000)


@pytest.fixture
def folder_store(files):
    """A store whose files the test may look at."""
    return Store(files.as_uri(), limit=4_000_000)


def put(store, session, data, label, **options):
    with transaction(session):
        return store.put(session, io.BytesIO(data), label, at=AT, **options)


def rows(session):
    return session.scalar(select(func.count()).select_from(StoredObject))


TAKEN = [
    ("合同.pdf", samples.PDF, "application/pdf"),
    ("照片.JPG", samples.JPEG, "image/jpeg"),
    ("照片.jpeg", samples.JPEG, "image/jpeg"),
    ("截图.png", samples.png(), "image/png"),
    (
        "说明.docx",
        samples.docx(),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    (
        "流水.xlsx",
        samples.xlsx(),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    ("说明.txt", "投诉经过\r\n一、".encode(), "text/plain; charset=utf-8"),
    ("旧.txt", "投诉经过".encode("gb18030"), "text/plain; charset=gb18030"),
    ("录音.mp3", samples.MP3, "audio/mpeg"),
    ("录音.mp3", b"ID3\x04" + bytes(30), "audio/mpeg"),
    ("录音.wav", samples.wav(), "audio/wav"),
    ("通话.amr", samples.AMR, "audio/amr"),
    ("录音.m4a", samples.MP4, "audio/mp4"),
    ("视频.mp4", samples.MP4, "video/mp4"),
]


@pytest.mark.parametrize(("label", "data", "content_type"), TAKEN)
def test_an_allowed_file_is_kept_whole(store, session, label, data, content_type):
    stored = put(store, session, data, label)
    assert stored.sha256 == hashlib.sha256(data).hexdigest()
    assert (stored.size, stored.content_type, stored.label) == (len(data), content_type, label)
    assert store.read(stored.sha256) == data
    assert store.verify(stored.sha256)
    assert rows(session) == 1


REFUSED = [
    ("a.pdf", b"", "empty"),
    ("a.txt", b"x" * 4_000_001, "too_large"),
    ("a\0.pdf", samples.PDF, "bad_name"),
    ("a.exe", samples.EXE, "kind_not_allowed"),
    ("a.html", b"<html><script>", "kind_not_allowed"),
    ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "kind_not_allowed"),
    ("a.heic", samples.HEIC, "kind_not_allowed"),
    ("没有扩展名", samples.EXE, "kind_not_allowed"),
    ("a.csv", b"a,b", "kind_not_allowed"),
    ("a.zip", samples.archive({"a": "b"}), "archive"),
    ("a.rar", samples.RAR, "archive"),
    ("a.doc", samples.OLD_WORD, "old_office"),
    ("a.docx", samples.OLD_WORD, "old_office"),
    ("a.docm", samples.macro_docx(), "macros"),
    ("a.docx", samples.macro_docx(), "macros"),
    ("a.xlsx", samples.xlsx(**{"xl/vbaProject.bin": "x"}), "macros"),
    ("a.docx", samples.LOCKED_WORD, "encrypted"),
    ("a.docx", samples.locked_zip(), "encrypted"),
    ("a.pdf", samples.LOCKED_PDF, "encrypted"),
    ("a.pdf", b"x" * 100 + samples.PDF, "mislabelled"),
    ("a.pdf", samples.JPEG, "mislabelled"),
    ("a.pdf", samples.EXE, "mislabelled"),
    ("a.pdf", b"hello", "mislabelled"),
    ("a.jpg", samples.png(), "mislabelled"),
    ("a.jpg", samples.HEIC, "mislabelled"),
    ("a.txt", samples.PDF, "mislabelled"),
    ("a.docx", samples.xlsx(), "mislabelled"),
    ("a.docx", samples.archive({"a": "b"}), "mislabelled"),
    ("a.mp4", samples.MP3, "mislabelled"),
    ("a.pdf", samples.PDF.replace(b"%%EOF", b""), "damaged"),
    ("a.png", samples.png()[:-12], "damaged"),
    ("a.docx", samples.docx()[:-40], "damaged"),
    ("a.docx", b"PK\x03\x04" + bytes(500), "damaged"),
    ("a.docx", samples.overlapping(), "bomb"),
    ("a.docx", samples.crowded(), "bomb"),
    ("a.docx", samples.bomb(), "bomb"),
    ("a.txt", "文字".encode("utf-16"), "text_encoding"),
    ("a.txt", samples.EXE, "text_encoding"),
    ("a.txt", b"a\x00b", "text_encoding"),
]


@pytest.mark.parametrize(
    ("label", "data", "code"),
    REFUSED,
    ids=[f"{n}-{code}" for n, (_, _, code) in enumerate(REFUSED)],
)
def test_a_bad_file_is_refused_with_its_reason_and_nothing_is_kept(
    folder_store, session, files, label, data, code
):
    with pytest.raises(Refused) as refusal:
        put(folder_store, session, data, label)
    assert refusal.value.code == code
    assert "%" not in str(refusal.value)
    assert rows(session) == 0
    assert [p for p in files.rglob("*") if p.is_file()] == []


def test_every_reason_has_a_sentence_that_tells_what_to_do():
    tried = {code for _, _, code in REFUSED} | {"infected", "scanner_unavailable"}
    assert tried == set(SENTENCES)
    for sentence in SENTENCES.values():
        assert "请" in sentence


def test_reading_stops_at_the_limit_and_not_at_the_end_of_two_gigabytes(folder_store, session):
    class Endless(io.RawIOBase):
        given = 0

        def read(self, size=-1):
            self.given += size
            return b"x" * size

    stream = Endless()
    with pytest.raises(Refused, match="超过 4 MB"):
        folder_store.put(session, stream, "a.txt", at=AT)
    assert stream.given < 5_000_000


def test_a_table_is_taken_where_tables_are_asked_for(store, session):
    stored = put(store, session, "代码,名称".encode(), "机构.csv", kinds=storage.TABLES)
    assert stored.content_type == "text/csv; charset=utf-8"
    with pytest.raises(Refused, match="csv, xlsx"):
        put(store, session, samples.PDF, "a.pdf", kinds=storage.TABLES)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (r"C:\Users\张三\合同.pdf", "合同.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("合同\u202efdp.exe.pdf", "合同fdp.exe.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie_ x.pdf"),
        ("<img src=x>.pdf", "_img src=x_.pdf"),
        ("a\ud800b.pdf", "ab.pdf"),
        ("  ..合同 .pdf ", "合同 .pdf"),
        ("合同", "合同.pdf"),
        ("", "未命名.pdf"),
        (None, "未命名.pdf"),
        ("长" * 300 + ".pdf", "长" * 116 + ".pdf"),
    ],
)
def test_a_file_name_is_only_a_harmless_label(folder_store, session, files, given, kept):
    stored = put(folder_store, session, samples.PDF, given)
    assert stored.label == kept
    assert [p.name for p in files.rglob("*") if p.is_file()] == [stored.sha256]


def test_the_same_content_is_kept_once_whatever_it_is_called(folder_store, session, files):
    first = put(folder_store, session, samples.PDF, "一.pdf")
    second = put(folder_store, session, samples.PDF, "二.pdf")
    assert first.sha256 == second.sha256
    assert second.label == "二.pdf"
    assert rows(session) == 1
    assert len([p for p in files.rglob("*") if p.is_file()]) == 1


def test_the_file_on_disk_is_unreadable_and_a_changed_one_is_noticed(folder_store, session, files):
    stored = put(folder_store, session, samples.PDF, "a.pdf")
    path = files / stored.sha256[:2] / stored.sha256[2:4] / stored.sha256
    sealed = bytearray(path.read_bytes())
    assert b"%PDF" not in sealed
    sealed[40] ^= 1
    path.write_bytes(sealed)
    assert not folder_store.verify(stored.sha256)
    with pytest.raises(secrets.Damaged):
        folder_store.read(stored.sha256)


@pytest.mark.parametrize("name", ["0" * 64, "", "../../etc/passwd", "张" * 64, "a\0"])
def test_a_file_that_is_not_there_is_missing(store, name):
    with pytest.raises(storage.Missing):
        store.open(name)
    assert not store.verify(name)


def test_a_rolled_back_upload_leaves_no_row_and_its_file_is_collected(folder_store, session, files):
    with pytest.raises(ZeroDivisionError), transaction(session):
        stored = folder_store.put(session, io.BytesIO(samples.PDF), "a.pdf", at=AT)
        raise ZeroDivisionError
    assert rows(session) == 0
    assert folder_store.objects.exists(stored.sha256)
    assert folder_store.collect(session, LATER).files == 1
    assert [p for p in files.rglob("*") if p.is_file()] == []


def test_a_lost_file_is_written_again_by_the_next_upload(folder_store, session):
    stored = put(folder_store, session, samples.PDF, "a.pdf")
    folder_store.objects.delete(stored.sha256)
    put(folder_store, session, samples.PDF, "a.pdf")
    assert folder_store.verify(stored.sha256)


@pytest.fixture
def referring(session):
    """A table of somebody else that refers to stored files."""
    column = Column("sha256", String, ForeignKey("stored_object.sha256"))
    table = Table("probe_reference", Base.metadata, column)
    with transaction(session):
        table.create(session.connection())
    yield table
    Base.metadata.remove(table)


def test_collection_keeps_what_is_referred_to_or_young(store, session, referring):
    kept = put(store, session, samples.PDF, "a.pdf")
    dropped = put(store, session, samples.JPEG, "a.jpg")
    with transaction(session):
        session.execute(referring.insert().values(sha256=kept.sha256))
    assert store.collect(session, AT) == storage.Collected(0, 0)
    assert store.collect(session, LATER) == storage.Collected(1, 1)
    assert store.verify(kept.sha256)
    assert not store.objects.exists(dropped.sha256)
    assert store.collect(session, LATER) == storage.Collected(0, 0)


def test_collection_leaves_a_file_that_somebody_is_just_uploading(folder_store, session, database):
    with make_session(database) as uploader:
        stored = folder_store.put(uploader, io.BytesIO(samples.PDF), "a.pdf", at=AT)
        assert folder_store.collect(session, LATER) == storage.Collected(0, 0)
        uploader.commit()
    assert folder_store.verify(stored.sha256)


def test_rotation_brings_files_under_the_new_key(store, session):
    stored = put(store, session, samples.PDF, "a.pdf")
    new = secrets.installed().ring.with_new_key()
    secrets.install(FieldCipher(new))
    assert store.rotate(session) == 1
    assert store.rotate(session) == 0
    secrets.install(FieldCipher(new.without(1)))
    assert store.read(stored.sha256) == samples.PDF


def test_a_file_is_written_in_one_step(folder_store, files):
    def broken():
        yield os.urandom(6 * 1024 * 1024)
        raise ConnectionResetError("reset by the sender")

    with pytest.raises(Exception, match="reset by the sender"):
        folder_store.objects.write("0" * 64, broken())
    assert [p for p in files.rglob("*") if p.is_file()] == []


@pytest.mark.parametrize("url", ["/srv/files", "http://host/files", "ftp://host", ""])
def test_a_store_elsewhere_than_in_a_folder_or_a_bucket_is_refused(url):
    with pytest.raises(ValueError, match="file:///DIRECTORY or s3://BUCKET"):
        Store(url)
