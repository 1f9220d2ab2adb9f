"""Rules on photos: those named exist, those present are named."""

from collections.abc import Iterator

from musrenbang.files.paths import DECISIONS
from musrenbang.rules.rule import Hit, Sort, minutes_file, rule
from musrenbang.year.views import View


def _named(view: View) -> Iterator[tuple[str, Hit]]:
    """Every photo a record names: its path, and the hit should it be missing."""
    for case in view.cases:
        for index, name in enumerate(case.usulan.foto):
            yield (
                f"{case.file.rpartition('/')[0]}/{name}",
                Hit(
                    case.file,
                    ("foto", index),
                    f"Foto {name} tidak ada di folder ini.",
                    "Tambahkan berkasnya atau hapus namanya.",
                ),
            )
    minutes = view.year.berita_acara
    for index, photo in enumerate(minutes.dokumentasi if minutes else ()):
        yield (
            f"{DECISIONS}/{view.year.tahun}/{photo.berkas}",
            Hit(
                minutes_file(view),
                ("dokumentasi", index, "berkas"),
                f"Foto {photo.berkas} tidak ada di folder ini.",
                "Tambahkan berkasnya atau hapus barisnya.",
            ),
        )


@rule(
    "foto.ada",
    Sort.INTEGRITY,
    ("C.2.e",),
    "Foto yang disebut ada di folder yang sama.",
    "Foto 0001-a.jpg tidak ada di folder ini.",
)
def photos_exist(view: View) -> Iterator[Hit]:
    """Halaman usulan dan dokumentasi menampilkan foto yang disebut, jadi berkasnya harus ada.

    Simpan fotonya di folder yang sama dengan nama yang persis sama, atau hapus namanya.
    """
    for path, hit in _named(view):
        if path not in view.year.foto:
            yield hit


@rule(
    "foto.tak-disebut",
    Sort.POLICY,
    ("C.2.e",),
    "Setiap foto disebut oleh sebuah usulan atau oleh Berita Acara.",
    "Foto 0001-b.jpg tidak disebut di mana pun.",
)
def photos_are_named(view: View) -> Iterator[Hit]:
    """Foto yang tidak disebut tidak tampil di mana pun, tetapi tetap membebani riwayat.

    Sebut namanya pada `foto` usulan atau `dokumentasi` Berita Acara, atau hapus berkasnya.
    """
    named = {path for path, _ in _named(view)}
    if any(
        path.startswith((f"proposals/{view.year.tahun}/", f"decisions/{view.year.tahun}/"))
        for path in view.snapshot.broken
    ):
        return
    for path in view.year.foto:
        if path not in named:
            yield Hit(
                path,
                (),
                f"Foto {path.rpartition('/')[2]} tidak disebut di mana pun.",
                "Sebut namanya pada `foto` atau `dokumentasi`, atau hapus berkasnya.",
            )
