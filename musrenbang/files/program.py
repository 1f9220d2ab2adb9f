"""The program itself: where it lies, its version, the wheel it makes, the pin that names it.

A wheel is the folder of the program and nothing that depends on where or when it was made: whoever
has the program, out of a wheel or as a clone, can therefore say which wheel it is. This module is
also what builds it (PEP 517), so it imports nothing but Python's own library.
"""

import base64
import hashlib
import io
import json
import re
import shlex
import sys
import tomllib
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

PROGRAM = Path(__file__).resolve().parents[2]
"""The folder that holds `build.py`, in a clone as in an installed wheel."""

LOCK = "requirements.txt"
PACKAGE = "musrenbang_kecamatan"
"""The folder of the program in a wheel; what lies in it is imported under its own names."""

INSTALLED, FROM_FOLDER = "musrenbang", "python build.py"
COMMAND = INSTALLED if PROGRAM.name == PACKAGE else FROM_FOLDER
"""What users of this program type."""

_NOTES = "CATATAN.md"
_PARTS = (
    _NOTES,
    "LICENSE",
    "build.py",
    "mappings",
    "musrenbang",
    "pyproject.toml",
    LOCK,
    "schemas",
    "scripts/setup",
    "site_templates",
)
_LOCKED = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==([^\s;\\]+)[\s\\]*$", re.MULTILINE)


def with_command(text: str, command: str = COMMAND) -> str:
    """A text of the theme with the command as it is typed; the theme has it as a clone does."""
    return text.replace(FROM_FOLDER, command)


_AT_HOME = "demo|new kecamatan|schema"
"""What is not about the data of a folder."""
_GIT = re.compile(
    r"\bgit (?=(?:add|branch|checkout|commit|fetch|ls-files|merge|pull|push|rm|status|switch)\b)"
)


def quoted(path: str) -> str:
    """A path as a shell of this system takes it for one word."""
    if sys.platform == "win32":
        return f'"{path}"' if re.search(r"[^\w.:\\/-]", path) else path
    return shlex.quote(path)


def addressed(text: str, root: str, names: Iterable[str]) -> str:
    """A text whose commands, this program's and Git's, name the folder that they are about.

    `names` are the commands of this program. Whoever copies one would otherwise act on the folder
    of the program itself.
    """
    own = rf"{re.escape(COMMAND)} (?!{_AT_HOME})(?=(?:{'|'.join(names)})\b)"
    text = re.sub(own, lambda _: f"{COMMAND} --root {quoted(root)} ", text)
    return _GIT.sub(lambda _: f"git -C {quoted(root)} ", text)


def locked(program: Path = PROGRAM) -> list[tuple[str, str]]:
    """The libraries that the lock of a program names, with versions; none where it has no lock."""
    lock = program / LOCK
    text = lock.read_text(encoding="utf-8", errors="replace") if lock.is_file() else ""
    return _LOCKED.findall(text)


def libraries_line() -> str:
    """The line that installs the libraries as they are locked, whatever the system."""
    python = "py" if sys.platform == "win32" else f'"{sys.executable}"'
    options = "--no-deps --require-hashes --only-binary :all:"
    return f'{python} -m pip install {options} -r "{PROGRAM / LOCK}"'


class Version(NamedTuple):
    """A version and the SHA-256 of its wheel."""

    number: str
    sha256: str

    @property
    def order(self) -> list[tuple[int, str]]:
        """By which the later of two versions is the greater."""
        parts = re.findall(r"[0-9]+|[A-Za-z]+", self.number)
        # What ends here is later than what goes on with letters: 1.2 than 1.2rc1.
        return [*((int(one), "") if one.isdigit() else (-1, one) for one in parts), (0, "")]

    def __str__(self) -> str:
        return f"{self.number} ({self.sha256[:12]})"


@cache
def version() -> Version:
    """What runs here."""
    return Version(number(), hashlib.sha256(wheel()).hexdigest())


def installed_from() -> str:
    """The address that installers had this very program from; empty where nothing tells one."""
    record = PROGRAM.parent / f"{_name(_project())}.dist-info/direct_url.json"
    if not record.is_file():
        return ""
    told = json.loads(record.read_text(encoding="utf-8"))
    # `hash` or `hashes`, as the installer is old or new.
    is_this = version().sha256 in json.dumps(told.get("archive_info"))
    return str(told["url"]) if is_this else ""


def number() -> str:
    """The version that runs here, as it is counted."""
    return str(_project()["version"])


def notes_since(number: str) -> list[str]:
    """What the notes say of this version and those before it, down to a version; newest first."""
    notes = (PROGRAM / _NOTES).read_text(encoding="utf-8").partition("\n## ")[2]
    newer = f"## {notes}".partition(f"## {number}\n")[0] if number else f"## {notes}"
    return [line.lstrip("#- ") for line in newer.splitlines() if line.strip()]


PIN = ".github/musrenbang.txt"
"""The file of a founded repository that names its program, as `pip install -r` reads it."""

WHEEL_ADDRESS = (
    r"https://[A-Za-z0-9.-]+(?::[0-9]{1,5})?(?:/[A-Za-z0-9._~%+-]+)*"
    r"/musrenbang-(?P<versi>[0-9][A-Za-z0-9.]*)-py3-none-any\.whl"
)
"""Where a pin may have its wheel from, as a pattern.

Whoever reads the pin, on whatever computer, has to be able to install it: a `file:` names a place
on one of them. Who has the wheel as a file installs that; the SHA-256 tells that it is the same.
"""

_PIN = re.compile(rf"({WHEEL_ADDRESS})#sha256=([0-9a-f]{{64}})")


class Pin(NamedTuple):
    """The program that a repository is built and judged by."""

    address: str
    version: Version

    @property
    def place(self) -> str:
        """Who publishes it: the repository of a release, or else the host."""
        release, found, _ = self.address.partition("/releases/download/")
        return release if found else "/".join(self.address.split("/")[:3])

    @property
    def line(self) -> str:
        """The line that installs it for whoever runs it."""
        python = "py" if sys.platform == "win32" else "python3"
        return f'{python} -m pip install --no-deps "{self.address}#sha256={self.version.sha256}"'


def read_pin(text: str) -> Pin | None:
    """The pin that a file holds; `None` where it holds anything else."""
    lines = [line.strip() for line in text.splitlines()]
    said = [line for line in lines if line and not line.startswith("#")]
    match = _PIN.fullmatch(said[0]) if len(said) == 1 else None
    return Pin(match[1], Version(match[2], match[3])) if match else None


def has_own_program(top: Path) -> bool:
    """Whether a folder holds a program and no pin; where its history has one, it is data too."""
    has_code = (top / "build.py").is_file() and (top / "musrenbang").is_dir()
    return has_code and not (top / PIN).is_file()


def is_program(path: str) -> bool:
    """Whether a file of a repository would be taken for its own program, on any computer."""
    return path.casefold().partition("/")[0] in {"build.py", "musrenbang"}


def wheel() -> bytes:
    """The wheel of this program: the same bytes on every computer, whatever the clock says.

    Nothing in it is compressed, because compressed bytes depend on who compresses.
    """
    project = _project()
    info = f"{_name(project)}.dist-info"
    files = {f"{PACKAGE}/{path}": data for path, data in _files()}
    # `python -m` runs the same file.
    files[f"{PACKAGE}/__main__.py"] = files[f"{PACKAGE}/build.py"]
    files[f"{info}/METADATA"] = _metadata(project).encode()
    files[f"{info}/WHEEL"] = b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    scripts = "".join(f"{name} = {where}\n" for name, where in project["scripts"].items())
    files[f"{info}/entry_points.txt"] = f"[console_scripts]\n{scripts}".encode()
    for name in project["license-files"]:
        files[f"{info}/licenses/{name}"] = files[f"{PACKAGE}/{name}"]
    record = f"{info}/RECORD"
    rows = [f"{path},sha256={_urlsafe(data)},{len(data)}" for path, data in sorted(files.items())]
    files[record] = "".join(f"{row}\n" for row in (*rows, f"{record},,")).encode()
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for path, data in sorted(files.items()):
            entry = zipfile.ZipInfo(path)
            entry.create_system = 3  # Unix, on Windows as well: so are the rights that follow
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, data)
    return target.getvalue()


def _project() -> Mapping[str, Any]:
    project: Mapping[str, Any] = tomllib.loads((PROGRAM / "pyproject.toml").read_text("utf-8"))
    return project["project"]  # type: ignore[no-any-return]


def _name(project: Mapping[str, Any]) -> str:
    return f"{project['name']}-{project['version']}"


def _files() -> Iterator[tuple[str, bytes]]:
    """Every file of the program by its path; nothing that Python leaves behind."""
    for part in _PARTS:
        top = PROGRAM / part
        for path in top.rglob("*") if top.is_dir() else (top,):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path.relative_to(PROGRAM).as_posix(), path.read_bytes()


def _metadata(project: Mapping[str, Any]) -> str:
    """What installers read; the libraries are those of the lock, to the version."""
    rows = [
        ("Metadata-Version", "2.4"),
        ("Name", project["name"]),
        ("Version", project["version"]),
        ("Summary", project["description"]),
        ("License-Expression", project["license"]),
        *(("License-File", name) for name in project["license-files"]),
        ("Requires-Python", project["requires-python"]),
        *(("Requires-Dist", f"{name}=={number}") for name, number in locked()),
    ]
    return "".join(f"{name}: {value}\n" for name, value in rows)


def _urlsafe(data: bytes) -> str:
    digest = hashlib.sha256(data).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def build_wheel(
    wheel_directory: str,
    config_settings: object = None,  # noqa: ARG001 - as PEP 517 has it
    metadata_directory: object = None,  # noqa: ARG001 - as above
) -> str:
    """Write the wheel into a folder, as installers ask for it (PEP 517); its name."""
    name = f"{_name(_project())}-py3-none-any.whl"
    (Path(wheel_directory) / name).write_bytes(wheel())
    return name


if __name__ == "__main__":
    made = Path(sys.argv[1], build_wheel(sys.argv[1]))
    sys.stdout.write(f"{hashlib.sha256(made.read_bytes()).hexdigest()}  {made}\n")
