"""What a reader would not expect of a changed file."""

from musrenbang.git.differences import ABSENT
from musrenbang.review.facts import Touched
from musrenbang.review.review_words import moved

_PLAIN_MODES = frozenset({ABSENT, "100644"})
_MODES = {
    ABSENT: "tidak ada",
    "100644": "berkas biasa",
    "100755": "program",
    "120000": "tautan",
    "160000": "submodul",
}
"""What Git's modes stand for."""


def oddities(item: Touched) -> list[str]:
    """That a file cannot be read, or how it is stored, in short phrases."""
    found = []
    if item.place is not None:
        if item.before is None and not item.file.is_new:
            found.append("sebelumnya tidak dapat dibaca")
        if item.after is None and not item.file.is_gone:
            found.append("tidak dapat dibaca, lihat temuan")
    modes = (item.file.old_mode, item.file.new_mode)
    if not set(modes) <= _PLAIN_MODES and modes[0] != modes[1]:
        found.append(f"jenis berkas {moved(*(_MODES.get(mode, mode) for mode in modes))}")
    return found
