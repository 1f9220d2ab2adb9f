"""Rules on references: what a record names exists."""

from collections.abc import Iterable, Iterator

from musrenbang.files.paths import Kind, keputusan_path, kirim_path, settings_path, usulan_path
from musrenbang.records.validation import meant
from musrenbang.rules.rule import Hit, Sort, rule
from musrenbang.year.views import View


def _choose(name: str, known: Iterable[str], source: str) -> str:
    close = meant(name, known)
    return f"Maksud Anda `{close}`?" if close else f"Pilih kode dari {source}."


@rule(
    "usulan.template",
    Sort.INTEGRITY,
    ("D.3",),
    "Template yang disebut usulan ada dalam template-kegiatan.yaml.",
    "Template `perbaikan-salurn` tidak ada.",
)
def template_exists(view: View) -> Iterator[Hit]:
    """Template menentukan satuan, harga dan tujuan, jadi kodenya harus terdaftar.

    Pilih kode dari template-kegiatan.yaml. Usulan yang tidak sesuai template mana pun ditulis tanpa
    `template`.
    """
    if view.is_broken(settings_path(view.year.tahun, Kind.TEMPLATE)):
        return
    for case in view.cases:
        name = case.usulan.template
        if name is not None and case.template is None:
            yield Hit(
                case.file,
                ("template",),
                f"Template `{name}` tidak ada.",
                _choose(name, view.year.template, "template-kegiatan.yaml"),
            )


@rule(
    "usulan.skpd",
    Sort.INTEGRITY,
    ("Form 3",),
    "SKPD/UKPD yang disebut usulan atau template ada dalam skpd.yaml.",
    "SKPD/UKPD `sudin-lhh` tidak ada.",
)
def agency_exists(view: View) -> Iterator[Hit]:
    """Lampiran II dikelompokkan menurut SKPD/UKPD, jadi kodenya harus terdaftar.

    Pilih kode dari skpd.yaml, atau tambahkan SKPD/UKPD itu di sana.
    """
    if view.is_broken(settings_path(view.year.tahun, Kind.SKPD)):
        return
    skpd = view.year.skpd
    for case in view.cases:
        name = case.usulan.skpd_tujuan
        if name is not None and name not in skpd:
            yield Hit(
                case.file,
                ("skpd_tujuan",),
                f"SKPD/UKPD `{name}` tidak ada.",
                _choose(name, skpd, "skpd.yaml"),
            )
    path = settings_path(view.year.tahun, Kind.TEMPLATE)
    for slug, template in view.year.template.items():
        if template.skpd not in skpd:
            yield Hit(
                path,
                (slug, "skpd"),
                f"SKPD/UKPD `{template.skpd}` tidak ada.",
                _choose(template.skpd, skpd, "skpd.yaml"),
            )


@rule(
    "usulan-langsung.kelurahan",
    Sort.INTEGRITY,
    ("D.5", "D.6"),
    "Kelurahan yang disebut usulan langsung ada.",
    "Kelurahan `rawasri` tidak ada pada tahun 2016.",
)
def direct_proposal_names_a_kelurahan(view: View) -> Iterator[Hit]:
    """Usulan langsung ditampilkan pada kelurahan tempat kegiatannya.

    Tulis nama folder kelurahan yang ada pada tahun itu.
    """
    for case in view.cases:
        if case.langsung and case.kelurahan not in view.year.kelurahan:
            yield Hit(
                case.file,
                ("kelurahan",),
                f"Kelurahan `{case.kelurahan}` tidak ada pada tahun {view.year.tahun}.",
                _choose(case.kelurahan, view.year.kelurahan, "folder kelurahan"),
            )


@rule(
    "keputusan.usulan",
    Sort.INTEGRITY,
    ("C.2.c.3",),
    "Setiap keputusan adalah atas usulan yang ada.",
    "Tidak ada usulan 2016/rawasari/0099.",
)
def decision_has_a_proposal(view: View) -> Iterator[Hit]:
    """Berkas keputusan bernomor sama dengan usulannya, di folder kelurahan yang sama.

    Periksa nomor dan foldernya, lalu pindahkan atau hapus berkas keputusan itu.
    """
    tahun = view.year.tahun
    for folder in view.year.folders:
        for nomor in (*folder.keputusan, *folder.survei):
            if nomor not in folder.usulan and not view.is_broken(
                usulan_path(tahun, folder.slug, nomor)
            ):
                yield Hit(
                    keputusan_path(tahun, folder.slug, nomor),
                    (),
                    f"Tidak ada usulan {tahun}/{folder.slug}/{nomor}.",
                    "Periksa nomor dan folder kelurahannya.",
                )


@rule(
    "kirim.nomor",
    Sort.INTEGRITY,
    ("D.4",),
    "Nomor yang disebut dalam kirim.yaml ada, masing-masing satu kali.",
    "Tidak ada usulan nomor 0099.",
)
def kirim_names_proposals(view: View) -> Iterator[Hit]:
    """Setiap baris `tanpa_validasi` dan `koreksi` menunjuk satu usulan kelurahan itu.

    Perbaiki nomornya, atau hapus baris yang berlebih.
    """
    tahun = view.year.tahun
    for folder in view.year.folders:
        if folder.kirim is None:
            continue
        path = kirim_path(tahun, folder.slug)
        seen: set[str] = set()
        named = [("tanpa_validasi", row.nomor) for row in folder.kirim.tanpa_validasi]
        named += [("koreksi", row.nomor) for row in folder.kirim.koreksi]
        offset = len(folder.kirim.tanpa_validasi)
        for index, (field, nomor) in enumerate(named):
            where = (field, index if index < offset else index - offset, "nomor")
            if nomor not in folder.usulan:
                if not view.is_broken(usulan_path(tahun, folder.slug, nomor)):
                    yield Hit(path, where, f"Tidak ada usulan nomor {nomor}.", "Periksa nomornya.")
            elif field == "tanpa_validasi" and nomor in seen:
                yield Hit(path, where, f"Nomor {nomor} disebut dua kali.", "Hapus salah satunya.")
            if field == "tanpa_validasi":
                seen.add(nomor)
