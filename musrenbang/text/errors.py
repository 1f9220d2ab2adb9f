"""Errors that end a command.

- `CommandError`: a finding or refusal, exit code 1
- `UsageError`: wrong use or environment, exit code 2

Their messages are Indonesian sentences for the person at the terminal.
"""

import errno
import os
from pathlib import Path


class CommandError(Exception):
    """The command refuses or has failed."""

    exit_code = 1


class UsageError(CommandError):
    """The command was called wrongly, or the machine lacks something."""

    exit_code = 2


def reason(error: OSError) -> str:
    """Why the system refused something, in Indonesian where it is a thing that users meet."""
    if IS_WINDOWS:
        if error.filename and len(str(Path(error.filename).absolute())) >= _LONGEST_PATH:
            return _TOO_LONG
        if error.errno == errno.EACCES:
            return _IN_USE
    return _REASONS.get(error.errno or 0) or error.strerror or str(error)


IS_WINDOWS = os.name == "nt"

_LONGEST_PATH = 248
"""Windows knows files by names of up to 259 letters, folders by names that leave room for one."""
_TOO_LONG = (
    "namanya dengan semua foldernya terlalu panjang bagi Windows; pindahkan folder data ke tempat "
    "yang pendek, misalnya C:\\musrenbang"
)
_IN_USE = "sedang dibuka program lain (tutup dulu, misalnya di Excel), atau tidak ada izin"

_REASONS = {
    errno.EACCES: "tidak ada izin",
    errno.EBUSY: "sedang dipakai",
    errno.EDQUOT: "jatah ruang penyimpanan habis",
    errno.EEXIST: "namanya sudah dipakai",
    errno.EIO: "tempat penyimpanan tidak menjawab",
    errno.EISDIR: "sebuah folder, bukan berkas",
    errno.ENOENT: "tidak ada",
    errno.ENOSPC: "ruang penyimpanan penuh",
    errno.ENOTDIR: "sebuah berkas, bukan folder",
    errno.EPERM: "tidak diizinkan",
    errno.EROFS: "hanya dapat dibaca",
}
