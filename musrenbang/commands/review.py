"""`review`: what a change does, in words and rupiah, and whether it may be merged."""

import argparse
import gc
from pathlib import Path

from musrenbang.git.repository import Repository
from musrenbang.git.runner import no_commit
from musrenbang.review.formats import as_github, as_json, as_text
from musrenbang.review.summary import SUMMARY_BYTES, as_markdown
from musrenbang.text.errors import UsageError
from musrenbang.text.outlet import print_commands
from musrenbang.verifying.recorded import reviewed

_FORMATS = ("text", "markdown", "json", "github")


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("base", metavar="BASE", help="cabang atau commit tujuan, misalnya main")
    parser.add_argument(
        "head", nargs="?", metavar="HEAD", help="yang akan digabung (bawaan: folder ini)"
    )
    parser.add_argument("--format", choices=_FORMATS, default="text", help="bentuk keluaran")
    parser.add_argument(
        "--batas",
        type=int,
        default=SUMMARY_BYTES,
        metavar="BYTE",
        help="panjang markdown paling banyak; 65000 untuk komentar GitHub",
    )


def run(arguments: argparse.Namespace) -> int:
    """Print the review; 1 where the change may not be merged."""
    # A large year is hundreds of thousands of records that all live until the end: looking for
    # garbage among them takes a third of the time and finds none.
    gc.disable()
    root: Path = arguments.root
    if not Repository(root).exists():
        raise UsageError(f"Tidak ada yang dapat dibandingkan. {no_commit(root)}")
    result = reviewed(root, arguments.base, arguments.head)
    match arguments.format:
        case "json":
            output = as_json(result)
        case "markdown":
            output = as_markdown(result, arguments.batas)
        case "github":
            output = as_github(result)
        case _:
            output = as_text(result)
    if output:
        say = print_commands if arguments.format == "github" else print
        say(output.rstrip("\n"))
    return 0 if result.allowed else 1
