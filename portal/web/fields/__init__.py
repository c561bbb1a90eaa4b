"""Fields that trim, refuse what no database or reader can bear, and say how to mend an error.

Every field takes, besides WTForms' own arguments: `hint`, `article` (the article of the Measures
that requires it, shown with the hint), `width` (characters, one of 2 3 4 5 10 20 30) and
`required=True` (else the field is optional).
"""

from portal.web.fields.explained import Required
from portal.web.fields.files import Upload, Uploads
from portal.web.fields.parsed import Amount, Day, Moment, Whole
from portal.web.fields.picked import Checks, Choice, Radio, Tick
from portal.web.fields.text import Hidden, Prose, Secret, StrippedString, clean

__all__ = [
    "Amount",
    "Checks",
    "Choice",
    "Day",
    "Hidden",
    "Moment",
    "Prose",
    "Radio",
    "Required",
    "Secret",
    "StrippedString",
    "Tick",
    "Upload",
    "Uploads",
    "Whole",
    "clean",
]
