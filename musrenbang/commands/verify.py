"""`verify`: whether a document or site is exactly what a commit of this repository produces."""

import argparse
from pathlib import Path

from musrenbang.git.repository import Repository
from musrenbang.text.errors import UsageError
from musrenbang.text.progress import Progress


def configure(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Membuat ulang dokumen atau situs dari commit yang disebut di dalamnya, lalu "
        "membandingkan byte demi byte. Di samping PDF boleh ada tanda tangan SSH (BERKAS.pdf.sig), "
        "yang dicocokkan dengan .github/allowed_signers. Perhatian: program pada commit itu "
        "dijalankan di komputer ini, tetapi hanya bila commit itu pada urutan commit main "
        "repositori ini."
    )
    parser.add_argument(
        "berkas", type=Path, metavar="BERKAS.pdf|FOLDER", help="dokumen atau folder situs terbitan"
    )


def run(arguments: argparse.Namespace) -> int:
    """Print the verdict; 0 where everything is the same and no signature is bad, else 1."""
    # Reading PDFs and checking out are of no use to other commands.
    from musrenbang.verifying.documents import verify_document  # noqa: PLC0415 - as above
    from musrenbang.verifying.sites import verify_site  # noqa: PLC0415 - as above

    subject: Path = arguments.berkas
    verify = verify_site if subject.is_dir() else verify_document
    if not subject.exists():
        raise UsageError(f"{subject} tidak ada.")
    with Progress() as progress:
        verdict = verify(Repository(arguments.root), subject, progress)
    print("\n".join(verdict.lines))
    return 0 if verdict.matches else 1
