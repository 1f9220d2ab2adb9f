"""What a PDF of unknown origin holds: its attachments and a digest of each page.

A PDF can be made to need any amount of memory, so it is read by a process of its own with a limit,
where the system knows such limits: Windows does not.
"""

import hashlib
import io
import json
import subprocess
import sys
from dataclasses import dataclass

import pikepdf

from musrenbang.files.program import PROGRAM
from musrenbang.text.errors import CommandError

MAX_FILE = 256 * 2**20
MAX_MEMORY = 2**30
MAX_SECONDS = 60


@dataclass(frozen=True)
class PdfContent:
    """`pages` holds one digest per page: of its size and of what is drawn on it."""

    attachments: dict[str, bytes]
    pages: tuple[str, ...]


def read_pdf(data: bytes) -> PdfContent:
    """Read a PDF; `CommandError` says why one cannot be read."""
    if not data.startswith(b"%PDF-"):
        raise CommandError("TIDAK COCOK: berkas ini bukan PDF.")
    if len(data) > MAX_FILE:
        raise CommandError("TIDAK COCOK: berkas ini jauh lebih besar daripada dokumen terbitan.")
    done = subprocess.run(
        [sys.executable, "-m", __spec__.name],
        cwd=PROGRAM,
        input=data,
        capture_output=True,
        check=False,
    )
    if done.returncode != 0:
        raise CommandError(
            "TIDAK COCOK: PDF ini tidak dapat dibaca. Berkasnya rusak, terpotong, atau sengaja "
            "dibuat berbahaya."
        )
    found = json.loads(done.stdout)
    if found["terenkripsi"]:
        raise CommandError(
            "TIDAK COCOK: PDF ini terenkripsi; dokumen terbitan tidak pernah begitu."
        )
    attachments = {name: text.encode("latin-1") for name, text in found["lampiran"].items()}
    return PdfContent(attachments, tuple(found["halaman"]))


def _limit() -> None:
    try:
        import resource  # noqa: PLC0415 - only where there are such limits
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_SECONDS, MAX_SECONDS))


def _main() -> None:
    _limit()
    found: dict[str, object] = {"terenkripsi": True}
    try:
        with pikepdf.open(io.BytesIO(sys.stdin.buffer.read())) as pdf:
            if not pdf.is_encrypted:
                found = {
                    "terenkripsi": False,
                    "lampiran": {
                        name: spec.get_file().read_bytes().decode("latin-1")
                        for name, spec in pdf.attachments.items()
                    },
                    "halaman": [_digest(page) for page in pdf.pages],
                }
    except pikepdf.PasswordError:
        pass
    json.dump(found, sys.stdout)


def _digest(page: pikepdf.Page) -> str:
    contents = page.obj.get("/Contents", pikepdf.Array())
    streams = contents if isinstance(contents, pikepdf.Array) else [contents]
    drawn = b"".join(stream.read_bytes() for stream in streams)
    return hashlib.sha256(str(page.mediabox).encode() + drawn).hexdigest()


if __name__ == "__main__":
    _main()
