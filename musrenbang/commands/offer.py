"""What every command that writes records offers at its end: branch, commit and the next step."""

import argparse
from collections.abc import Iterable, Sequence
from pathlib import Path

from musrenbang.commands.questions import confirmed, is_interactive
from musrenbang.deciding.submission import hand_in
from musrenbang.git.repository import Repository
from musrenbang.records.snapshot import Year
from musrenbang.text.errors import CommandError


def add_options(parser: argparse.ArgumentParser) -> None:
    """Declare `--catat`."""
    parser.add_argument(
        "--catat",
        action="store_true",
        help="catat juga dalam Git: cabang dan commit, siap menjadi pull request",
    )


def offer(  # noqa: PLR0913 - what a commit consists of
    root: Path,
    year: Year,
    paths: Sequence[str],
    *,
    branch: str,
    message: str,
    trailers: Iterable[tuple[str, str]] = (),
    catat: bool,
) -> None:
    """Commit the files where asked to, and say how they become a pull request."""
    if not Repository(root).exists():
        if catat:
            raise CommandError(
                "Folder data ini bukan repositori Git, jadi tidak ada yang dicatat; berkasnya "
                "sudah ditulis."
            )
        return
    if not catat and not (is_interactive() and confirmed("Catat dalam Git sekarang?")):
        print(
            "Belum dicatat dalam Git. Catat lewat:\n"
            f"  git switch -c {branch}\n"
            f"  git add {' '.join(paths)}\n"
            "  git commit"
        )
        return
    situs = year.musrenbang.situs if year.musrenbang else None
    done = hand_in(
        root,
        paths,
        branch=branch,
        message=message,
        trailers=tuple(trailers),
        repository_url=(situs.repositori or "") if situs else "",
    )
    print(f"Tercatat sebagai {done.commit[:12]} di cabang {done.branch}. Langkah berikutnya:")
    print("\n".join(f"  {step}" for step in done.next_steps))
