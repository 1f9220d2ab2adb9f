"""Building again what a commit builds: its data, by its own program where it has one."""

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from musrenbang.git.repository import Repository
from musrenbang.text.errors import CommandError, UsageError
from musrenbang.verifying import one_document
from musrenbang.verifying.enclosure import Enclosure, enclosure

_THIS_PROGRAM = Path(__file__).resolve().parent.parent.parent
_SCRIPT = "build.py"
_ONE_DOCUMENT = Path(one_document.__file__).relative_to(_THIS_PROGRAM)


@dataclass(frozen=True)
class Checkout:
    """One commit with its whole history in a temporary folder."""

    commit: str
    data: Path
    """The folder that holds proposals/ and decisions/."""
    program: Path
    """The folder of the program that builds it: its own, or where it has none, this one."""
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

    def site(self) -> Path:
        """The whole site."""
        target = self.scratch / "situs"
        self._run(_SCRIPT, "build", "--root", str(self.data), "-o", str(target))
        return target

    def remarks(self) -> Iterator[str]:
        """What about this computer may be why bytes differ."""
        if self.program == _THIS_PROGRAM:
            yield (
                "Commit itu hanya memuat data, sehingga dibangun dengan program yang ada di sini. "
                "Program versi lain dapat menghasilkan bita lain."
            )
        others = other_libraries(self.program)
        if others:
            yield (
                "Pustaka di komputer ini lain dari yang dikunci requirements.txt program itu, dan "
                f"itu dapat menjadi sebabnya: {', '.join(others)}."
            )

    def _run(self, *words: str) -> None:
        done = subprocess.run(
            [*self.apart.prefix, sys.executable, *_alone(self.scratch), *words],
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
    """Options by which neither the environment nor compiled files in a commit change Python."""
    return ("-E", "-s", "-B", "-X", "utf8", "-X", f"pycache_prefix={scratch / 'pyc'}")


@contextmanager
def checkout(repository: Repository, commit: str) -> Iterator[Checkout]:
    """Check a commit out beside the repository, which stays as it is."""
    with tempfile.TemporaryDirectory(prefix="musrenbang-") as name:
        folder = Path(name)
        copy = folder / "salinan"
        data = repository.clone(commit, copy)
        own = (copy / _SCRIPT).is_file() and (copy / "musrenbang").is_dir()
        program = copy if own else _THIS_PROGRAM
        apart = enclosure(folder, [program, *repository.object_folders()])
        yield Checkout(commit, data, program, folder, apart)


LOCK = "requirements.txt"
_PIN = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==([^\s;\\]+)[\s\\]*$", re.MULTILINE)


def other_libraries(program: Path) -> list[str]:
    """Differences from the lock of a program, as text; none where it has no lock."""
    lock = program / LOCK
    if not lock.is_file():
        return []
    return [
        f"{name} {here} (terkunci {locked})"
        for name, locked in _PIN.findall(lock.read_text(encoding="utf-8", errors="replace"))
        if (here := _installed(name)) != locked
    ]


def _installed(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "tidak terpasang"
