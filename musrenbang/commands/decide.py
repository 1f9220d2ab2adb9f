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
    parser.epilog = (
        "Hasil: 0 bila tercatat atau tidak ada yang baru; 1 bila ada yang harus diperbaiki (tidak "
        "ada yang ditulis); 2 bila perintahnya keliru."
    )
    parser.set_defaults(only_decisions=True)


run = accept.run
