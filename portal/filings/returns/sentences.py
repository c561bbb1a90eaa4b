"""Every rule a return is checked by, with what is said when it is broken and how it is mended.

A rule's stage says when it is asked: of the file, of the shape, or of the sense once the shape
holds. The sentences stand in `sentences_of_*`, one module for each stage.
"""

from collections.abc import Mapping

from portal.filings.returns.sentences_of_files import FILE_RULES
from portal.filings.returns.sentences_of_sense import SENSE_RULES
from portal.filings.returns.sentences_of_shape import SHAPE_RULES
from portal.filings.returns.wording import ERROR as ERROR
from portal.filings.returns.wording import WARNING as WARNING
from portal.filings.returns.wording import Sentence

SENTENCES: Mapping[str, Sentence] = {**FILE_RULES, **SHAPE_RULES, **SENSE_RULES}
"""Rule → its level, its reason and its mend (msgids)."""
