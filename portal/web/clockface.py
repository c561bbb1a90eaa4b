"""The seven-segment clock as shown: how many segments, which tone, and always words."""

from dataclasses import dataclass
from math import ceil

from flask_babel import gettext as _
from flask_babel import ngettext

SEGMENTS = 7


@dataclass(frozen=True)
class Face:
    """A running or stopped statutory clock; `left` is negative by the days overdue.

    `left` is None while the days cannot be counted, their year's working days being unknown.

    `working` tells working days (Art. 33) from natural days (Arts. 18 and 20). `met` is None
    while the clock runs, then whether the act was in time. `paused` says that the days stand
    still, and nothing is late.
    """

    day: int
    total: int
    left: int | None
    provisional: bool = False
    met: bool | None = None
    working: bool = True
    paused: bool = False

    @property
    def segments(self) -> tuple[bool, ...]:
        """Which of the seven segments are lit."""
        lit = ceil(min(max(self.day, 0), self.total) * SEGMENTS / max(self.total, 1))
        return tuple(place < lit for place in range(SEGMENTS))

    @property
    def tone(self) -> str:
        """The colour: green, amber for the last two days, red from the due day on."""
        if self.met is not None:
            return "green" if self.met else "red"
        if self.paused:
            return "green"
        if self.left is None:
            return "amber"
        if self.left <= 0:
            return "red"
        return "amber" if self.left * SEGMENTS <= 2 * self.total else "green"

    @property
    def words(self) -> str:
        """The same in words, so that nothing is said by colour alone."""
        if self.met is not None:
            return str(
                _("已按期完成（第 %(day)s 日）", day=self.day)
                if self.met
                else _("逾期完成（第 %(day)s 日）", day=self.day)
            )
        if self.paused:
            return str(_("第 %(day)s 日 · 暂停计算", day=self.day))
        if self.left is None:
            return str(_("待公布工作日安排后计算"))
        if self.left < 0:
            return self._overdue
        if self.left == 0:
            return str(_("第 %(day)s 日 · 今天到期", day=self.day))
        if self.working:
            left = ngettext("剩 %(num)s 个工作日", "剩 %(num)s 个工作日", self.left)
        else:
            left = ngettext("剩 %(num)s 日", "剩 %(num)s 日", self.left)
        return str(_("第 %(day)s 日 · %(left)s", day=self.day, left=left))

    @property
    def _overdue(self) -> str:
        late = -(self.left or 0)
        if self.working:
            return str(ngettext("已逾期 %(num)s 个工作日", "已逾期 %(num)s 个工作日", late))
        return str(ngettext("已逾期 %(num)s 日", "已逾期 %(num)s 日", late))
