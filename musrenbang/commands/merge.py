"""`merge`: merges a reviewed branch the way the audit wants it, with an official's own key."""

import argparse

from musrenbang.deciding.merging import merge
from musrenbang.review.formats import as_text
from musrenbang.text.escaping import visible
from musrenbang.verifying.recorded import reviewed


def configure(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Menggabungkan cabang yang sudah ditinjau ke main, ditandatangani dengan kunci SSH pejabat "
        "di komputer ini (pengesahan: kunci). Isinya diperiksa dulu, lalu penggabungannya dinilai "
        "seperti dalam audit; bila ada yang tidak menurut aturan, tidak ada yang berubah."
    )
    parser.add_argument("cabang", metavar="CABANG", help="misalnya origin/keputusan/2016-rawasari")
    parser.add_argument("--nomor", type=int, metavar="N", help="nomor pull request-nya")
    parser.add_argument(
        "--kunci", default="", metavar="JALUR", help="kunci SSH (bawaan: user.signingKey Git)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Merge, or say why not; 1 where nothing was merged."""
    done = merge(
        arguments.root,
        arguments.cabang,
        number=arguments.nomor,
        key=arguments.kunci,
        review_of=reviewed,
    )
    if not done.review.allowed:
        print(as_text(done.review).rstrip("\n"))
    for violation in done.violations:
        print(f"✘ {visible(violation.message)} [{violation.rule}; {violation.dasar}]")
    if not done.commit:
        print("Tidak ada yang digabung.")
        return 1
    for sentence in done.review.headline:
        print(visible(sentence))
    print(f"✔ {visible(arguments.cabang)} digabung ke {done.main}: {done.commit[:12]}")
    print(f"Kirim dengan: git push origin {done.main}")
    return 0
