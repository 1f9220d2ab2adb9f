"""Running a commit's program where it reaches neither the network nor what else this computer has.

bubblewrap does it, where it is installed and the system lets it: the program then reads Python, the
system's libraries and what it is given, writes in one folder, and has no network. Elsewhere it runs
as any other program does, and that is said.
"""

import os
import shutil
import site
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_SYSTEM = ("/usr", "/bin", "/lib", "/lib64", "/etc/alternatives", "/etc/fonts")
_SETTINGS = ("/etc/ld.so.cache", "/etc/passwd", "/etc/group", "/etc/localtime")
_OWN = site.ENABLE_USER_SITE and site.getuserbase()
"""Where this user's own libraries are, installed without an administrator's rights."""
_PYTHON = (sys.prefix, os.path.realpath(sys.prefix), sys.base_prefix, *([_OWN] if _OWN else []))


@dataclass(frozen=True)
class Enclosure:
    """How to run a program: what stands before its words, with which environment, and how apart."""

    prefix: tuple[str, ...]
    environment: Mapping[str, str]
    isolation: tuple[str, ...]
    """How Python is told to overlook what its environment says."""
    told: str
    """In Indonesian, what keeps the program from this computer, or that nothing does."""


def enclosure(writable: Path, readable: Sequence[Path]) -> Enclosure:
    """The closest that this system has, for a program that writes in one folder and reads some."""
    program = shutil.which("bwrap")
    seen = dict.fromkeys((*_SYSTEM, *_SETTINGS, *_PYTHON, *map(str, readable)))
    words = (
        *(program or "bwrap", "--unshare-all", "--die-with-parent", "--new-session"),
        *("--dev", "/dev", "--proc", "/proc"),
        *(word for path in seen for word in ("--ro-bind-try", path, path)),
        *("--bind", str(writable), str(writable)),
    )
    home = str(writable)
    inside = {"PATH": os.defpath, "HOME": home, "TMPDIR": home, "LC_ALL": "C.UTF-8"}
    if _OWN:
        inside["PYTHONUSERBASE"] = _OWN
    apart = () if _OWN else ("-s",)
    if program and _works(words, inside):
        return Enclosure(words, inside, apart, _APART)
    return Enclosure((), os.environ, ("-E", *apart), _OPEN if program is None else _REFUSED)


def _works(words: Sequence[str], environment: Mapping[str, str]) -> bool:
    tried = (*words, sys.executable, "-c", "pass")
    return subprocess.run(tried, env=environment, capture_output=True, check=False).returncode == 0


_APART = (
    "Program commit itu berjalan terpisah: tanpa jaringan, dan hanya dapat membaca programnya, "
    "riwayat repositori ini dan pustaka sistem."
)
_OPEN = (
    "Program commit itu berjalan TANPA pemisah, dengan hak Anda atas komputer ini. Di Linux, "
    "pasang bubblewrap agar terpisah."
)
_REFUSED = (
    "Program commit itu berjalan TANPA pemisah, dengan hak Anda atas komputer ini: bubblewrap ada, "
    "tetapi sistem ini tidak mengizinkannya."
)
