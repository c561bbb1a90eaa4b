"""Legal moves of what inspectors keep: for now an institution's place on the watch list."""

from portal.kernel.lifecycle import Lifecycle, Move

WATCH = Lifecycle("watch", "watched", {"lift": Move(("watched",), "lifted", "38")})
