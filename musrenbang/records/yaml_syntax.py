"""What libyaml says of a file it cannot read, told in Indonesian to whoever wrote it."""

import re
from typing import Any, NamedTuple

import yaml


class Mistake(NamedTuple):
    """Where the mistake was made (a mark of libyaml's, if it gave one), and what to do."""

    mark: Any
    rule: str
    message: str
    hint: str


# The context begins where the mistake was made; libyaml notices these only further on.
_NOTICED_LATE = ("end of stream", "scanning an a", "could not find expected ':'")

_MESSAGES = (
    (
        "cannot start any token",
        "Nilai tidak boleh diawali tanda ini.",
        "Apit nilainya dengan tanda kutip; untuk menjorok pakailah spasi, bukan Tab.",
    ),
    (
        "mapping values are not allowed",
        "Ada tanda titik dua di tempat yang tidak semestinya.",
        "Apit nilai yang memuat “: ” dengan tanda kutip, dan periksa jorokannya.",
    ),
    (
        "while scanning an alias",
        "Tanda & atau * di awal nilai berarti rujukan dalam YAML.",
        "Apit nilainya dengan tanda kutip.",
    ),
    (
        "while scanning an anchor",
        "Tanda & atau * di awal nilai berarti rujukan dalam YAML.",
        "Apit nilainya dengan tanda kutip.",
    ),
    (
        "could not find expected ':'",
        "Baris ini bukan `bidang: isi`.",
        "Beri titik dua dan spasi sesudah nama bidang.",
    ),
    (
        "did not find expected key",
        "Susunan baris ini tidak dikenal.",
        "Periksa jorokan dan tanda kutip pada baris ini dan baris sebelumnya.",
    ),
    (
        "did not find expected ',' or",
        "Kurung siku atau kurung kurawal tidak ditutup.",
        "Tutup dengan ] atau }, dan pisahkan isinya dengan koma.",
    ),
    (
        "unexpected end of stream",
        "Tanda kutip tidak ditutup.",
        "Tutup tanda kutipnya.",
    ),
    (
        "did not find expected '-' indicator",
        "Butir daftar ini tidak sejajar.",
        "Awali setiap butir dengan `- ` pada kolom yang sama.",
    ),
)


CONFLICT_HINT = "Pilih isi yang benar, lalu hapus baris <<<<<<<, ======= dan >>>>>>>."


def conflict_message(mark: str) -> str:
    """That a merge was not finished: one of its marks is still there."""
    return f"Berkas ini masih memuat sisa konflik Git ({mark})."


def explain(error: yaml.YAMLError, text: str) -> Mistake:
    """Turn a syntax error of a file with this text into a place and two sentences."""
    problem = f"{getattr(error, 'context', '')} {getattr(error, 'problem', None) or error}"
    mark = getattr(error, "problem_mark", None)
    if any(fragment in problem for fragment in _NOTICED_LATE):
        mark = getattr(error, "context_mark", None) or mark
    number = mark.line if mark is not None else 0
    line = text.splitlines()[number : number + 1]
    if line and re.match(r" *\t", line[0]):
        return Mistake(mark, "yaml.tab", "Baris ini menjorok dengan Tab.", "Pakai spasi.")
    if line and line[0].startswith("======="):
        return Mistake(mark, "berkas.konflik", conflict_message("======="), CONFLICT_HINT)
    for fragment, message, hint in _MESSAGES:
        if fragment in problem:
            return Mistake(mark, "yaml.sintaks", message, hint)
    return Mistake(
        mark,
        "yaml.sintaks",
        "Baris ini tidak dapat dibaca sebagai YAML.",
        "Bandingkan dengan berkas contoh; periksa tanda kutip, titik dua dan jorokan.",
    )
