"""`status`: where the year stands by the juknis, and what to do next."""

import argparse

from musrenbang.commands.arguments import add_year, day, this_day
from musrenbang.files.tree import FolderTree
from musrenbang.records.loader import load
from musrenbang.records.snapshot import chosen_year
from musrenbang.year.steps import as_json, as_text, year_standing
from musrenbang.year.views import View


def configure(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Sampai mana tahun ini menurut langkah juknis C.1 sampai C.3, per kelurahan, dan apa "
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
    standing = year_standing(view, today)
    print(as_json(standing) if arguments.format == "json" else as_text(standing))
    return 0
