"""Rules on identity: files are what their paths say, nothing is there twice, names lead on."""

from collections.abc import Iterator

from musrenbang.files.paths import (
    PROPOSALS,
    Kind,
    kelurahan_path,
    keputusan_path,
    kirim_path,
    settings_path,
    usulan_path,
)
from musrenbang.records.findings import Keys
from musrenbang.records.validation import guess
from musrenbang.rules.rule import SINCE_2016, Hit, Sort, rule
from musrenbang.text.lookalikes import skeleton
from musrenbang.year.views import View


@rule(
    "tahun.berkas-wajib",
    Sort.INTEGRITY,
    ("B",),
    "Setiap tahun memiliki musrenbang.yaml, serta daftar dinas dan template yang dirujuk.",
    "Berkas ini belum ada atau kosong.",
    hint="Isi pada lembar Naskah buku pengaturan, atau tulis berkasnya.",
)
def required_files(view: View) -> Iterator[Hit]:
    """Tanpa berkas itu, usulan dan keputusan tahun tersebut tidak dapat dibaca.

    Salin dari tahun sebelumnya, lalu sesuaikan isinya. skpd.yaml dan template-kegiatan.yaml boleh
    belum ada selama tidak ada usulan yang menyebutnya.
    """
    year = view.year
    every = [
        usulan for folder in (*year.folders, year.langsung) for usulan in folder.usulan.values()
    ]
    present = {
        Kind.MUSRENBANG: year.musrenbang is not None,
        Kind.SKPD: bool(year.skpd) or not (year.template or any(one.skpd_tujuan for one in every)),
        Kind.TEMPLATE: bool(year.template) or not any(one.template for one in every),
    }
    for kind, exists in present.items():
        path = settings_path(view.year.tahun, kind)
        if not exists and not view.is_broken(path):
            yield Hit(path, ())


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
    hint="Buat berkasnya, sedikitnya dengan `nama:`.",
)
def kelurahan_has_profile(view: View) -> Iterator[Hit]:
    """Tanpa kelurahan.yaml tidak diketahui apakah lurah sudah mengirim usulannya.

    Buat berkasnya, sedikitnya dengan `nama`. Folder yang salah nama perlu dipindahkan.
    """
    for folder in view.year.kelurahan.values():
        path = kelurahan_path(view.year.tahun, folder.slug)
        if folder.profil is None and not view.is_broken(path):
            yield Hit(path, (), f"Folder {folder.slug} belum memiliki kelurahan.yaml.")


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
    hint="Hapus salah satu usulan, atau perbaiki kodenya.",
)
def tracking_codes_are_unique(view: View) -> Iterator[Hit]:
    """Kode yang sama berarti satu usulan diimpor dua kali, atau kodenya keliru disalin.

    Hapus salah satu usulan, atau perbaiki `kode_tracking`.
    """
    for case in view.cases:
        kode = case.usulan.kode_tracking
        first = case.id if kode is None else view.first_with_code[skeleton(kode)]
        if first != case.id:
            message = f"Kode tracking {kode} sudah dipakai usulan {first}."
            yield Hit(case.file, ("kode_tracking",), message)


@rule(
    "tahun.bahan",
    Sort.POLICY,
    ("B.2", "B.3"),
    "Arah kebijakan dan program prioritas tersedia sebagai bahan Musrenbang.",
    "Bahan arah kebijakan belum ada.",
    hint="Isi pada lembar Naskah buku pengaturan, atau tulis berkasnya.",
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
            yield Hit(path, (), f"Bahan {name.replace('-', ' ')} belum ada.")


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
            hint = guess(name, view.year.template, "Pilih kode dari template-kegiatan.yaml.")
            yield Hit(case.file, ("template",), f"Template `{name}` tidak ada.", hint)


@rule(
    "usulan.skpd",
    Sort.INTEGRITY,
    ("Form 3",),
    "Perangkat daerah yang disebut usulan atau template ada dalam skpd.yaml.",
    "Perangkat daerah `sudin-lhh` tidak ada.",
)
def agency_exists(view: View) -> Iterator[Hit]:
    """Lampiran II dikelompokkan menurut perangkat daerah, jadi kodenya harus terdaftar.

    Pilih kode dari skpd.yaml, atau tambahkan yang belum ada di sana.
    """
    if view.is_broken(settings_path(view.year.tahun, Kind.SKPD)):
        return
    named: list[tuple[str, Keys, str | None]] = [
        (case.file, ("skpd_tujuan",), case.usulan.skpd_tujuan) for case in view.cases
    ]
    path = settings_path(view.year.tahun, Kind.TEMPLATE)
    named += [(path, (slug, "skpd"), one.skpd) for slug, one in view.year.template.items()]
    for file, where, name in named:
        if name is not None and name not in view.year.skpd:
            hint = guess(name, view.year.skpd, "Pilih kode dari skpd.yaml.")
            yield Hit(file, where, f"Perangkat daerah `{name}` tidak ada.", hint)


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
            message = f"Kelurahan `{case.kelurahan}` tidak ada pada tahun {view.year.tahun}."
            hint = guess(case.kelurahan, view.year.kelurahan, "Pilih kode dari folder kelurahan.")
            yield Hit(case.file, ("kelurahan",), message, hint)


@rule(
    "keputusan.usulan",
    Sort.INTEGRITY,
    ("C.2.c.3",),
    "Setiap keputusan adalah atas usulan yang ada.",
    "Tidak ada usulan 2016/rawasari/0099.",
    hint="Periksa nomor dan folder kelurahannya.",
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
        for field in ("tanpa_validasi", "koreksi"):
            for index, row in enumerate(getattr(folder.kirim, field)):
                nomor, where = row.nomor, (field, index, "nomor")
                if nomor not in folder.usulan:
                    if not view.is_broken(usulan_path(tahun, folder.slug, nomor)):
                        message = f"Tidak ada usulan nomor {nomor}."
                        yield Hit(path, where, message, "Periksa nomornya.")
                elif field == "tanpa_validasi" and nomor in seen:
                    message = f"Nomor {nomor} disebut dua kali."
                    yield Hit(path, where, message, "Hapus salah satunya.")
                seen.add(nomor)
