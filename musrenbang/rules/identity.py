"""Rules on identity: every file is what its path says, and nothing is there twice."""

from collections.abc import Iterator

from musrenbang.files.paths import PROPOSALS, Kind, kelurahan_path, settings_path
from musrenbang.rules.rule import SINCE_2016, Hit, Sort, rule
from musrenbang.year.views import View


@rule(
    "tahun.berkas-wajib",
    Sort.INTEGRITY,
    ("B",),
    "Setiap tahun memiliki musrenbang.yaml, skpd.yaml dan template-kegiatan.yaml.",
    "Berkas ini belum ada atau kosong.",
)
def required_files(view: View) -> Iterator[Hit]:
    """Tanpa ketiga berkas itu, usulan dan keputusan tahun tersebut tidak dapat dibaca.

    Salin dari tahun sebelumnya, lalu sesuaikan isinya.
    """
    present = {
        Kind.MUSRENBANG: view.year.musrenbang is not None,
        Kind.SKPD: bool(view.year.skpd),
        Kind.TEMPLATE: bool(view.year.template),
    }
    for kind, exists in present.items():
        path = settings_path(view.year.tahun, kind)
        if not exists and not view.is_broken(path):
            yield Hit(path, (), "Berkas ini belum ada atau kosong.", "Buat berkasnya dan isi.")


@rule(
    "tahun.sesuai-folder",
    Sort.INTEGRITY,
    ("A", "B"),
    "Tahun dalam musrenbang.yaml sama dengan nama foldernya, dan tahun rencana sesudahnya.",
    "Tahun 2015 berbeda dari folder 2016.",
)
def year_matches_folder(view: View) -> Iterator[Hit]:
    """Folder menentukan tahun pelaksanaan; RKPD yang disusun untuk tahun sesudahnya.

    Perbaiki `tahun` atau `tahun_rencana` dalam musrenbang.yaml.
    """
    settings = view.year.musrenbang
    if settings is None:
        return
    path = settings_path(view.year.tahun, Kind.MUSRENBANG)
    if settings.tahun != view.year.tahun:
        yield Hit(
            path,
            ("tahun",),
            f"Tahun {settings.tahun} berbeda dari folder {view.year.tahun}.",
            f"Tulis {view.year.tahun}.",
        )
    if settings.tahun_rencana <= settings.tahun:
        yield Hit(
            path,
            ("tahun_rencana",),
            f"Tahun rencana {settings.tahun_rencana} tidak sesudah tahun {settings.tahun}.",
            f"RKPD yang disusun biasanya untuk {settings.tahun + 1}.",
        )


@rule(
    "kelurahan.berkas-wajib",
    Sort.INTEGRITY,
    ("B.1",),
    "Setiap folder kelurahan memiliki kelurahan.yaml.",
    "Folder rawasari belum memiliki kelurahan.yaml.",
)
def kelurahan_has_profile(view: View) -> Iterator[Hit]:
    """Tanpa kelurahan.yaml tidak diketahui apakah lurah sudah mengirim usulannya.

    Buat berkasnya, sedikitnya dengan `nama`. Folder yang salah nama perlu dipindahkan.
    """
    for folder in view.year.kelurahan.values():
        path = kelurahan_path(view.year.tahun, folder.slug)
        if folder.profil is None and not view.is_broken(path):
            yield Hit(
                path,
                (),
                f"Folder {folder.slug} belum memiliki kelurahan.yaml.",
                "Buat berkasnya, sedikitnya dengan `nama:`.",
            )


@rule(
    "kelurahan.kode",
    Sort.INTEGRITY,
    ("B.1",),
    "Kode kelurahan, kecamatan dan kota bersambung, dan tidak ada kode kelurahan yang sama.",
    "Kode 31.71.04.1001 tidak diawali kode kecamatan 31.71.05.",
)
def codes_nest(view: View) -> Iterator[Hit]:
    """Kode wilayah bersusun: kota, kecamatan, lalu kelurahan, masing-masing memperpanjang.

    Periksa kodenya pada daftar resmi wilayah. Dua kelurahan tidak mungkin berkode sama.
    """
    settings = view.year.musrenbang
    if settings and not settings.kecamatan.kode.startswith(settings.kota.kode + "."):
        yield Hit(
            settings_path(view.year.tahun, Kind.MUSRENBANG),
            ("kecamatan", "kode"),
            f"Kode kecamatan {settings.kecamatan.kode} tidak diawali kode kota "
            f"{settings.kota.kode}.",
            "Periksa kedua kode itu.",
        )
    seen: dict[str, str] = {}
    for folder in view.year.kelurahan.values():
        kode = folder.profil.kode if folder.profil else None
        if kode is None:
            continue
        path = kelurahan_path(view.year.tahun, folder.slug)
        if settings and not kode.startswith(settings.kecamatan.kode + "."):
            yield Hit(
                path,
                ("kode",),
                f"Kode {kode} tidak diawali kode kecamatan {settings.kecamatan.kode}.",
                "Periksa kode kelurahan ini.",
            )
        if kode in seen:
            yield Hit(
                path,
                ("kode",),
                f"Kode {kode} sudah dipakai kelurahan {seen[kode]}.",
                "Setiap kelurahan memiliki kode sendiri.",
            )
        seen.setdefault(kode, folder.nama)


@rule(
    "usulan.kode-tracking-ganda",
    Sort.INTEGRITY,
    ("B.1",),
    "Satu kode tracking hanya dimiliki satu usulan.",
    "Kode tracking A-1 sudah dipakai usulan 2016/rawasari/0001.",
)
def tracking_codes_are_unique(view: View) -> Iterator[Hit]:
    """Kode yang sama berarti satu usulan diimpor dua kali, atau kodenya keliru disalin.

    Hapus salah satu usulan, atau perbaiki `kode_tracking`.
    """
    for case in view.cases:
        kode = case.usulan.kode_tracking
        if kode is not None and view.first_with_code[kode] != case.id:
            yield Hit(
                case.file,
                ("kode_tracking",),
                f"Kode tracking {kode} sudah dipakai usulan {view.first_with_code[kode]}.",
                "Hapus salah satu usulan, atau perbaiki kodenya.",
            )


@rule(
    "tahun.bahan",
    Sort.POLICY,
    ("B.2", "B.3"),
    "Arah kebijakan dan program prioritas tersedia sebagai bahan Musrenbang.",
    "Bahan arah-kebijakan.md belum ada.",
    since=SINCE_2016,
)
def documents_are_prepared(view: View) -> Iterator[Hit]:
    """Musrenbang membahas usulan terhadap arah kebijakan kota dan program prioritas kecamatan.

    Simpan keduanya sebagai arah-kebijakan.md dan program-prioritas.md di folder proposals tahun
    itu, paling lambat ketika Berita Acara mulai disusun.
    """
    if view.year.berita_acara is None:
        return
    for name, text in (
        ("arah-kebijakan", view.year.arah_kebijakan),
        ("program-prioritas", view.year.program_prioritas),
    ):
        path = f"{PROPOSALS}/{view.year.tahun}/{name}.md"
        if not (text and text.strip()) and not view.is_broken(path):
            yield Hit(path, (), f"Bahan {name}.md belum ada.", "Buat berkasnya dan isi.")
