"""`decide`: what `accept` does, for decision worksheets and results of a desk alone."""

import argparse

from musrenbang.commands import accept


def configure(parser: argparse.ArgumentParser) -> None:
    accept.configure(parser)
    parser.description = (
        "Seperti `accept`, tetapi hanya lembar keputusan, lembar survei dan hasil meja sidang. "
        "Semua baris diperiksa dahulu dengan aturan yang sama seperti pada pull request; bila ada "
        "yang keliru, selnya disebut dan tidak ada yang ditulis. Baris yang tidak diisi tidak "
        "menyentuh apa pun."
    )
    parser.set_defaults(only_decisions=True)


run = accept.run
