"""Rules on completeness: what Forms 3 and 4 print is there, and agrees with the template."""

from collections.abc import Iterator

from musrenbang.files.paths import Kind, settings_path
from musrenbang.rules.rule import Hit, Sort, rule
from musrenbang.year.cases import Case, Status
from musrenbang.year.views import View
from musrenbang.year.vocabulary import unit


def _lacks_its_template(view: View, case: Case) -> bool:
    """Whether it names a template that is unknown or unreadable, so that nothing can be said."""
    return case.usulan.template is not None and (
        case.template is None or view.is_broken(settings_path(view.year.tahun, Kind.TEMPLATE))
    )


@rule(
    "usulan.lengkap",
    Sort.INTEGRITY,
    ("B.1", "Form 3", "D.6.c"),
    "Satuan dan perangkat daerah tujuan ada pada usulan atau pada templatenya.",
    "Bidang `satuan` belum ada, dan usulan ini tanpa template.",
)
def proposal_is_complete(view: View) -> Iterator[Hit]:
    """Volume tanpa satuan dan usulan tanpa tujuan tidak dapat dibahas atau dijumlahkan.

    Tambahkan bidang yang disebut, atau pilih `template` yang memuatnya.
    """
    for case in view.cases:
        if _lacks_its_template(view, case):
            continue
        for field, value in (("satuan", case.satuan), ("skpd_tujuan", case.kode_skpd)):
            if value is None:
                yield Hit(
                    case.file,
                    (field,),
                    f"Bidang `{field}` belum ada, dan usulan ini tanpa template.",
                    f"Tambahkan `{field}:`.",
                )


@rule(
    "usulan.sesuai-template",
    Sort.POLICY,
    ("D.3",),
    "Satuan, tipe dan tujuan usulan sama dengan templatenya.",
    "Usulan menulis satuan titik, templatenya m.",
)
def proposal_agrees_with_its_template(view: View) -> Iterator[Hit]:
    """Usulan berbasis template memakai satuan, tipe dan tujuan dari template.

    Hapus bidang yang berbeda agar ikut template, atau pilih template yang sesuai. Volume dengan
    satuan lain membuat harganya keliru.
    """
    for case in view.cases:
        template, usulan = case.template, case.usulan
        if template is None:
            continue
        for field, written, standard in (
            ("satuan", usulan.satuan, template.satuan),
            ("tipe", usulan.tipe, template.tipe),
            ("skpd_tujuan", usulan.skpd_tujuan, template.skpd),
        ):
            if written is None or written == standard:
                continue
            if field != "satuan" or unit(written) != unit(standard):
                yield Hit(
                    case.file,
                    (field,),
                    f"Usulan menulis {field.replace('_', ' ')} {written}, templatenya {standard}.",
                    f"Kosongkan `{field}` pada lembar usulan itu lalu impor lagi, atau sesuaikan "
                    "templatenya pada lembar Kegiatan buku pengaturan.",
                )


@rule(
    "usulan.lokasi",
    Sort.POLICY,
    ("C.1.e.1", "D.1", "Form 3", "Form 4"),
    "Usulan fisik menyebut lokasinya.",
    "Usulan fisik ini belum menyebut lokasinya.",
    hint="Tambahkan `lokasi: {alamat: …}`.",
)
def physical_works_have_a_place(view: View) -> Iterator[Hit]:
    """Tanpa alamat, tim teknis tidak dapat menyurvei dan Lampiran II tidak lengkap.

    Tambahkan `lokasi` dengan `alamat`; koordinatnya boleh menyusul.
    """
    for case in view.cases:
        if (
            case.usulan.lokasi is None
            and case.tipe == "fisik"
            and case.status is not Status.TIDAK_DITERUSKAN
        ):
            yield Hit(case.file, ("lokasi",))


@rule(
    "keputusan.perkiraan-anggaran",
    Sort.POLICY,
    ("Form 3", "C.2.c.3.h.disetujui"),
    "Usulan yang disetujui memiliki perkiraan anggaran.",
    "Usulan disetujui tanpa perkiraan anggaran.",
)
def approved_proposals_have_an_amount(view: View) -> Iterator[Hit]:
    """Kolom perkiraan anggaran pada Lampiran II dijumlahkan; yang kosong membuat jumlahnya kurang.

    Tulis `perkiraan_anggaran` pada keputusan beserta `alasan_perubahan`, misalnya volume kali harga
    template.
    """
    for case in view.cases:
        if case.status is Status.DISETUJUI and case.anggaran is None:
            price = case.template.harga_satuan if case.template else None
            value = f"{round(price * case.volume)}" if price else "…"
            yield Hit(
                case.decision_file,
                ("keputusan",),
                "Usulan disetujui tanpa perkiraan anggaran.",
                f"Isi `perkiraan_anggaran: {value}` dan `alasan_perubahan`.",
            )
