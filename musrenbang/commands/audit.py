"""`audit`: the history of main, replayed against the rules of its time."""

import argparse
import gc
import re
from pathlib import Path

from musrenbang.git.repository import Repository
from musrenbang.git.runner import SshKeygenMissingError, no_commit
from musrenbang.history.formats import as_json, as_text, as_tsv
from musrenbang.history.replay import Audit, ShallowError, read_audit
from musrenbang.text.errors import UsageError
from musrenbang.text.progress import Progress

_FORMATS = ("text", "json", "tsv")
_PROPOSAL = re.compile(r"20[0-9]{2}/[a-z0-9-]+/[0-9]{4,5}")


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "proposals",
        nargs="*",
        metavar="USULAN",
        help="hanya riwayat usulan ini, misalnya 2016/rawasari/0007 (bentuk text)",
    )
    parser.add_argument("--format", choices=_FORMATS, default="text", help="bentuk keluaran")
    parser.add_argument(
        "--sampai",
        default="HEAD",
        metavar="REVISI",
        help="cabang atau commit yang diaudit (bawaan: HEAD)",
    )
    parser.add_argument(
        "--pernah",
        action="append",
        default=[],
        metavar="COMMIT",
        help="commit yang harus ada dalam riwayat, misalnya yang tercetak pada Berita Acara",
    )
    # An audit is always whole; what auditors have written down keeps working.
    parser.add_argument("--tanpa-tembolok", action="store_true", help=argparse.SUPPRESS)


def run(arguments: argparse.Namespace) -> int:
    """Print the audit; 1 where something was against the rules and nobody has accepted it."""
    for name in arguments.proposals:
        if not _PROPOSAL.fullmatch(name):
            raise UsageError(f"{name} bukan nama usulan; contoh: 2016/rawasari/0007.")
    # As in `review`: records live until the end, and looking for garbage finds none.
    gc.disable()
    audit = _read(arguments)
    match arguments.format:
        case "json":
            print(as_json(audit))
        case "tsv":
            print(as_tsv(audit))
        case _:
            print(as_text(audit, arguments.proposals))
    return 1 if audit.violations else 0


def _read(arguments: argparse.Namespace) -> Audit:
    root: Path = arguments.root
    if not Repository(root).exists():
        raise UsageError(f"Tidak ada riwayat yang dapat diaudit. {no_commit(root)}")
    with Progress() as progress:
        progress.step("Memeriksa riwayat")
        try:
            return read_audit(
                root,
                arguments.sampai,
                once=arguments.pernah,
                remember=True,
                progress=progress.count,
            )
        except ShallowError:
            raise UsageError(
                "Riwayat klon ini tidak lengkap, jadi tidak dapat diaudit. "
                "Lengkapi dengan: git fetch --unshallow"
            ) from None
        except SshKeygenMissingError:
            raise UsageError(
                "Program ssh-keygen tidak ditemukan; tanpa itu tanda tangan tidak dapat diperiksa."
            ) from None
