"""Building again what a commit builds: its data, by its own program where it has one."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as version_of
from pathlib import Path

from musrenbang.files.program import (
    PIN,
    PROGRAM,
    has_own_program,
    libraries_line,
    locked,
    read_pin,
    version,
)
from musrenbang.git.repository import Repository
from musrenbang.text.errors import CommandError, UsageError
from musrenbang.verifying import one_document
from musrenbang.verifying.enclosure import Enclosure, enclosure

_SCRIPT = "build.py"
_ONE_DOCUMENT = Path(one_document.__file__).relative_to(PROGRAM)


@dataclass(frozen=True)
class Checkout:
    """One commit with its whole history in a temporary folder."""

    commit: str
    data: Path
    """The folder that holds proposals/ and decisions/."""
    program: Path
    """The folder of the program that builds it: its own, or where it has none, this one."""
    is_pinned: bool
    """Whether the commit names exactly the program that builds it."""
    scratch: Path
    apart: Enclosure

    def document(self, path: str) -> bytes:
        """One document, by its place on the site."""
        if (self.program / _ONE_DOCUMENT).is_file():
            target = self.scratch / "dokumen.pdf"
            module = ".".join(_ONE_DOCUMENT.with_suffix("").parts)
            self._run("-m", module, str(self.data), path, str(target))
        else:
            target = self.site() / path
        if not target.is_file():
            raise CommandError(
                f"TIDAK COCOK: commit {self.commit} tidak menghasilkan dokumen {path}."
            )
        return target.read_bytes()

    def site(self, *, papers: bool = True) -> Path:
        """The whole site, or all of it but its papers."""
        target = self.scratch / "situs"
        options = () if papers else ("--tanpa-dokumen",)
        self._run(_SCRIPT, "build", "--root", str(self.data), "-o", str(target), *options)
        return target

    def remarks(self) -> Iterator[str]:
        """What about this computer may be why bytes differ."""
        if self.program == PROGRAM and not self.is_pinned:
            yield (
                "Commit itu hanya memuat data, sehingga dibangun dengan program yang ada di sini. "
                "Program versi lain dapat menghasilkan byte lain."
            )
        others = other_libraries(self.program)
        if others:
            yield (
                "Pustaka di komputer ini lain dari yang dikunci requirements.txt program itu, dan "
                f"itu dapat menjadi sebabnya: {', '.join(others)}."
            )
            if self.program == PROGRAM:
                yield f"Pasang yang terkunci dengan: {libraries_line()}"

    def _run(self, *words: str) -> None:
        done = subprocess.run(
            [
                *(*self.apart.prefix, sys.executable, *self.apart.isolation),
                *(*_alone(self.scratch), *words),
            ],
            cwd=self.program,
            env=self.apart.environment,
            capture_output=True,
            encoding="utf-8",
            errors="backslashreplace",
            check=False,
        )
        if done.returncode == 0:
            return
        told = done.stderr.strip()
        if done.returncode == CommandError.exit_code and "Traceback" not in told:
            raise CommandError(
                f"TIDAK COCOK: commit {self.commit} tidak dapat diterbitkan.\n{told}"
            )
        last = told.splitlines()[-1] if told else f"kode {done.returncode}"
        notes = "".join(f"\n{line}" for line in self.remarks())
        raise UsageError(
            f"Program pada commit {self.commit} gagal berjalan di komputer ini: {last}{notes}"
        )


def _alone(scratch: Path) -> tuple[str, ...]:
    """Options by which compiled files in a commit do not change Python."""
    return ("-B", "-X", "utf8", "-X", f"pycache_prefix={scratch / 'pyc'}")


@contextmanager
def checkout(repository: Repository, commit: str) -> Iterator[Checkout]:
    """Check a commit out beside the repository, which stays as it is."""
    with tempfile.TemporaryDirectory(prefix="musrenbang-") as name:
        folder = Path(name)
        copy = folder / "salinan"
        data = repository.clone(commit, copy)
        founded = Repository(repository.top).had(commit, PIN)
        if founded:
            _refuse_another(copy, commit)
        program = copy if has_own_program(copy) and not founded else PROGRAM
        if program == copy and repository.is_shallow():
            raise UsageError(
                "Salinan repositori ini dangkal, jadi tidak diketahui apakah commit itu dibangun "
                f"dengan programnya sendiri atau dengan yang ditetapkan {PIN}. "
                "Lengkapi dulu: git fetch --unshallow"
            )
        apart = enclosure(folder, [program, *repository.object_folders()])
        yield Checkout(commit, data, program, founded, folder, apart)


def _refuse_another(copy: Path, commit: str) -> None:
    """Raise `UsageError` where a commit of a founded repository names no program, or another."""
    file = copy / PIN
    is_plain = file.is_file() and not file.is_symlink()
    pin = read_pin(file.read_text("utf-8", "replace")) if is_plain else None
    if pin is None:
        raise UsageError(
            f"{PIN} pada commit {commit} tidak ada, atau tidak menyebut satu roda musrenbang "
            "beserta SHA-256-nya, jadi tidak diketahui program mana yang menghasilkannya."
        )
    if pin.version.sha256 != version().sha256:
        raise UsageError(
            f"Commit {commit} dihasilkan musrenbang {pin.version}, sedangkan yang berjalan di sini "
            f"{version()}. Pasang dahulu persis yang disebut {PIN} pada commit itu, lalu ulangi; "
            f"pip menolak berkas yang sidik jarinya lain:\n  {pin.line}"
        )


def other_libraries(program: Path) -> list[str]:
    """Differences from the lock of a program, as text; none where it has no lock."""
    return [
        f"{name} {here} (terkunci {locked})"
        for name, locked in locked(program)
        if (here := _installed(name)) != locked
    ]


def _installed(name: str) -> str:
    try:
        return version_of(name)
    except PackageNotFoundError:
        return "tidak terpasang"
