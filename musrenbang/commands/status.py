"""`status`: where the year stands by the juknis, and what to do next."""

import argparse
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from musrenbang.commands.arguments import add_year, day, this_day
from musrenbang.files.tree import FolderTree
from musrenbang.history.people import officials
from musrenbang.records.loader import load
from musrenbang.records.snapshot import Snapshot, chosen_year
from musrenbang.review.facts import pengesahan_of
from musrenbang.review.review_model import ALLOWED_SIGNERS, HOST_KEYS
from musrenbang.review.signers import signers
from musrenbang.year.steps import as_json, as_text, year_standing
from musrenbang.year.views import View


def configure(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Sampai di mana tahun ini menurut langkah juknis, per kelurahan, dan apa "
        "berikutnya beserta perintahnya. Tidak mengubah apa pun."
    )
    add_year(parser)
    parser.add_argument(
        "--hari-ini", type=day, metavar="TANGGAL", help="anggap hari ini tanggal itu"
    )
    parser.add_argument("--format", choices=("text", "json"), default="text", help="bawaan: text")


def run(arguments: argparse.Namespace) -> int:
    """Tell the standing."""
    snapshot = load(FolderTree(arguments.root))
    view = View(snapshot, chosen_year(snapshot, arguments.tahun))
    # What is late depends on the day it is asked.
    today = arguments.hari_ini or this_day()
    standing = replace(
        year_standing(view, today), didahulukan=tuple(_unkeyed(arguments.root, snapshot))
    )
    print(as_json(standing) if arguments.format == "json" else as_text(standing))
    return 0


def _unkeyed(root: Path, snapshot: Snapshot) -> Iterator[str]:
    """That the camat's office cannot be exercised yet, because it takes a key (docs/audit.md)."""
    pengesahan = pengesahan_of(snapshot)
    if pengesahan == "peladen" and not (root / HOST_KEYS).is_file():
        yield (
            f"Simpan kunci publik peladen Git dalam {HOST_KEYS}, sebelum penggabungan pertama; "
            "untuk GitHub: https://github.com/web-flow.gpg"
        )
    if pengesahan != "kunci":
        return
    camat = officials(snapshot).camat
    path = root / ALLOWED_SIGNERS
    text = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
    holders = {name.casefold() for one in signers(text) if one.is_for_git for name in one.names}
    if camat and not camat & holders:
        who = max(camat, key=lambda name: "@" in name)
        yield (
            f"Daftarkan kunci camat dalam {ALLOWED_SIGNERS}, sebagai penggabungan yang pertama dan "
            f'tanpa perubahan lain: {who} namespaces="git,berita-acara" ssh-ed25519 AAAA… (camat '
            "membuatnya dengan ssh-keygen -t ed25519)"
        )
