"""Rules on what comes out on paper."""

import re
from collections.abc import Iterator

from musrenbang.files.fonts import unprintable
from musrenbang.rules.rule import Hit, Sort, rule
from musrenbang.year.personal_data import texts_of
from musrenbang.year.views import View


@rule(
    "teks.tercetak",
    Sort.POLICY,
    ("C.2.d",),
    "Semua huruf dalam catatan dapat dicetak pada Berita Acara dan lampirannya.",
    "“الأمين” memuat huruf yang tidak dapat dicetak.",
    hint="Tulis dengan huruf Latin, misalnya Al-Amin; emoji dihapus.",
)
def texts_can_be_printed(view: View) -> Iterator[Hit]:
    """Huruf yang tidak ada pada huruf (font) dokumen tercetak sebagai kotak kosong.

    Ganti kata yang disebut dengan huruf Latin. Halaman situs tetap menampilkannya, tetapi yang
    ditandatangani ialah kertasnya.
    """
    for text in texts_of(view.year):
        missing = unprintable(text.text)
        if missing:
            words = [
                word for word in re.findall(r"[^\s.,;:()]+", text.text) if set(word) & set(missing)
            ]
            shown = words[0] if words else missing
            yield Hit(text.file, text.where, f"“{shown}” memuat huruf yang tidak dapat dicetak.")
