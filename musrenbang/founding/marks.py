"""The marks in `isi/` that founding puts answers in the place of, as plain text."""

from collections.abc import Mapping
from pathlib import Path

from musrenbang.text.errors import CommandError

CONTENT = Path(__file__).resolve().parent / "isi"
"""What a founded repository starts with, by path; `.github/musrenbang.txt` is its pin."""
CITY_CONTENT = CONTENT.with_name("isi-kota")
"""What that of a city has of its own."""

MARKS = {
    "@@PEMILIK_REPO@@": "repositori perangkat lunak pada GitHub, PEMILIK/NAMA",
    "@@COMMIT@@": "commit repositori itu, 40 angka heksadesimal",
    "@@VERSI@@": "versi perangkat lunak pada commit itu",
    "@@ALAMAT_RODA@@": "alamat roda (wheel) versi itu, https://…/musrenbang-VERSI-py3-none-any.whl",
    "@@SHA256_RODA@@": "SHA-256 roda itu, 64 angka heksadesimal",
}
"""What stands for each, in words."""


def filled(text: str, answers: Mapping[str, str]) -> str:
    """A text with the answers in the places of their marks.

    Raises `CommandError` where an answer would be more than one line, or holds a mark itself.
    """
    for mark, answer in answers.items():
        if "@@" in answer or len(answer.splitlines()) > 1:
            raise CommandError(f"Isian untuk {MARKS.get(mark, mark)} tidak dapat dipakai: {answer}")
        text = text.replace(mark, answer)
    return text
