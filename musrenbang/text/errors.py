"""Errors that end a command.

- `CommandError`: a finding or refusal, exit code 1
- `UsageError`: wrong use or environment, exit code 2

Their messages are Indonesian sentences for the person at the terminal.
"""

import errno


class CommandError(Exception):
    """The command refuses or has failed."""

    exit_code = 1


class UsageError(CommandError):
    """The command was called wrongly, or the machine lacks something."""

    exit_code = 2


def reason(error: OSError) -> str:
    """Why the system refused something, in Indonesian where it is a thing that users meet."""
    return _REASONS.get(error.errno or 0) or error.strerror or str(error)


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
