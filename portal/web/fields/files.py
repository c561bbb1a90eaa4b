"""Uploads; what a file may hold is checked by the storage."""

from typing import Any

from flask_babel import gettext as _
from flask_wtf.file import MultipleFileField
from werkzeug.datastructures import FileStorage
from wtforms import fields as plain

from portal.web.fields.explained import Explained


class Upload(Explained, plain.FileField):
    """One file; what it may hold is checked by the storage."""

    shown_as = "file"
    multiple = False

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take the first file with a name."""
        self.data = next((f for f in valuelist if isinstance(f, FileStorage) and f.filename), None)

    def empty_sentence(self) -> str:
        """Return what is said when no file was chosen."""
        return str(_("请选择“%(label)s”的文件。", label=self.label.text))


class Uploads(Explained, MultipleFileField):
    """Several files at once."""

    shown_as = "file"
    multiple = True

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take the files with a name."""
        self.data = [f for f in valuelist if isinstance(f, FileStorage) and f.filename]

    def empty_sentence(self) -> str:
        """Return what is said when no file was chosen."""
        return str(_("请选择“%(label)s”的文件。", label=self.label.text))
