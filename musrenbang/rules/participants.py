"""Rules on the people: the team, the invited, the delegates of the RW."""

from collections import Counter
from collections.abc import Iterator, Sequence

from musrenbang.files.paths import kelurahan_path
from musrenbang.records.validation import guess
from musrenbang.rules.rule import (
    SINCE_2016,
    Hit,
    Sort,
    guide_is_broken,
    minutes_file,
    musrenbang_file,
    one_of_the_guide,
    rule,
)
from musrenbang.year.views import View
from schemas.keputusan import Kehadiran
from schemas.musrenbang import Undangan


def _is_under_way(view: View) -> bool:
    """Whether the team is at work: it is named, or the minutes are being written."""
    named = view.year.musrenbang is not None and bool(view.year.musrenbang.tim_penyelenggara)
    return named or view.year.berita_acara is not None


@rule(
    "tim.unsur",
    Sort.POLICY,
    ("C.1.a",),
    "Tim Penyelenggara terdiri atas unsur kecamatan dan unsur masyarakat.",
    "Tim Penyelenggara belum memuat unsur masyarakat.",
    since=SINCE_2016,
)
def team_has_both_elements(view: View) -> Iterator[Hit]:
    """Tim yang hanya berisi satu unsur tidak memenuhi juknis.

    Tambahkan anggota dengan `unsur: kecamatan` dan anggota dengan `unsur: masyarakat` pada
    `tim_penyelenggara`.
    """
    settings = view.year.musrenbang
    if settings is None or not _is_under_way(view):
        return
    present = {member.unsur for member in settings.tim_penyelenggara}
    missing = [unsur for unsur in ("kecamatan", "masyarakat") if unsur not in present]
    if missing:
        yield Hit(
            musrenbang_file(view),
            ("tim_penyelenggara",),
            f"Tim Penyelenggara belum memuat unsur {' dan unsur '.join(missing)}.",
            f"Tambahkan anggota dengan `unsur: {missing[0]}`.",
            at_key=True,
        )


@rule(
    "undangan.golongan",
    Sort.POLICY,
    (
        "C.1.a.1",
        *(
            f"C.1.a.1.{number}"
            for number in ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi")
        ),
    ),
    "Semua golongan peserta menurut juknis diundang.",
    "Belum diundang: Lembaga masyarakat (lembaga-masyarakat), PKK (pkk).",
    hint="Tambahkan barisnya; tulis `jumlah: 0` bila golongan itu tidak ada di kecamatan ini.",
    since=SINCE_2016,
)
def all_groups_are_invited(view: View) -> Iterator[Hit]:
    """Sesudah tim terbentuk, daftar undangan harus memuat semua golongan juknis.

    Tambahkan baris pada `undangan` untuk setiap golongan yang disebut. Bila memang tidak ada,
    misalnya tidak ada anggota DPRD yang berdomisili di kecamatan, tulis barisnya dengan `jumlah:
    0`.
    """
    settings = view.year.musrenbang
    if settings is None or not _is_under_way(view) or guide_is_broken(view):
        return
    invited = {row.golongan for row in settings.undangan}
    groups = view.guide.golongan
    missing = [kode for kode in groups if kode not in invited]
    if missing:
        yield Hit(
            musrenbang_file(view),
            ("undangan",),
            f"Belum diundang: {', '.join(f'{groups[kode].nama} ({kode})' for kode in missing)}.",
            at_key=True,
        )


@rule(
    "golongan.dikenal",
    Sort.INTEGRITY,
    ("C.1.a.1",),
    "Golongan peserta adalah salah satu golongan juknis tahun itu.",
    "`karang-taruna` bukan golongan peserta menurut juknis.",
)
def group_is_one_of_the_guide(view: View) -> Iterator[Hit]:
    """Setiap tahun juknis menetapkan golongan pesertanya sendiri, masing-masing dengan kodenya.

    Tulis salah satu kode itu pada undangan dan kehadiran. Golongan baru ditambahkan dalam
    juknis.yaml tahun itu, sebelum ada keputusan.
    """
    if guide_is_broken(view):
        return
    settings, minutes = view.year.musrenbang, view.year.berita_acara
    lists: tuple[tuple[str, str, Sequence[Undangan | Kehadiran]], ...] = (
        (musrenbang_file(view), "undangan", settings.undangan if settings else ()),
        (minutes_file(view), "kehadiran", minutes.kehadiran if minutes else ()),
    )
    known = view.guide.golongan
    for file, name, rows in lists:
        for index, row in enumerate(rows):
            if row.golongan not in known:
                yield Hit(
                    file,
                    (name, index, "golongan"),
                    f"`{row.golongan}` bukan golongan peserta menurut juknis.",
                    guess(row.golongan, known, one_of_the_guide(view, known)),
                )


@rule(
    "undangan.jumlah",
    Sort.POLICY,
    ("C.1.a.1.vi", "C.1.a.1.ix"),
    "Semua lurah diundang, dan delegasi RW tidak lebih dari satu per RW.",
    "Lurah yang diundang 1, padahal ada 2 kelurahan.",
    since=SINCE_2016,
)
def invitations_match_the_area(view: View) -> Iterator[Hit]:
    """Jumlah undangan dibandingkan dengan banyaknya kelurahan dan RW.

    Sesuaikan `jumlah` pada golongan lurah dan delegasi RW, atau perbaiki `jumlah_rw` dalam
    kelurahan.yaml. Sesudah undangan terkirim, peringatannya tinggal sebagai catatan.
    """
    settings = view.year.musrenbang
    if settings is None:
        return
    counts: Counter[str] = Counter()
    last_row: dict[str, int] = {}
    for index, row in enumerate(settings.undangan):
        if kind := view.guide.group(row.golongan).sebanyak:
            counts[kind] += row.jumlah
            last_row[kind] = index
    kelurahan = len(view.year.kelurahan)
    if "kelurahan" in last_row and counts["kelurahan"] < kelurahan:
        yield Hit(
            musrenbang_file(view),
            ("undangan", last_row["kelurahan"], "jumlah"),
            f"Lurah yang diundang {counts['kelurahan']}, padahal ada {kelurahan} kelurahan.",
            f"Tulis {kelurahan} bila semuanya diundang.",
            advice=True,
        )
    profiles = [folder.profil for folder in view.year.kelurahan.values()]
    rws = [profile.jumlah_rw for profile in profiles if profile and profile.jumlah_rw]
    if len(rws) == len(profiles) and counts["rw"] > sum(rws):
        yield Hit(
            musrenbang_file(view),
            ("undangan", last_row["rw"], "jumlah"),
            f"Delegasi RW yang diundang {counts['rw']}, padahal hanya ada {sum(rws)} RW.",
            f"Tulis paling banyak {sum(rws)}: satu orang per RW.",
            advice=True,
        )


@rule(
    "delegasi.satu-per-rw",
    Sort.INTEGRITY,
    ("C.1.a.1.ix",),
    "Setiap RW mengirim satu delegasi.",
    "RW 003 disebut dua kali.",
    hint="Hapus salah satunya, atau perbaiki nomornya.",
    since=SINCE_2016,
)
def one_delegate_per_rw(view: View) -> Iterator[Hit]:
    """Berita Acara Musrenbang Kelurahan menetapkan satu orang dari setiap RW.

    Hapus baris yang berlebih, atau perbaiki nomor RW yang salah ketik.
    """
    for folder in view.year.kelurahan.values():
        seen: set[str] = set()
        for index, delegate in enumerate(folder.profil.delegasi if folder.profil else ()):
            if delegate.rw in seen:
                yield Hit(
                    kelurahan_path(view.year.tahun, folder.slug),
                    ("delegasi", index, "rw"),
                    f"RW {delegate.rw} disebut dua kali.",
                )
            seen.add(delegate.rw)


@rule(
    "delegasi.rw-dikenal",
    Sort.POLICY,
    ("C.1.a.1.ix",),
    "Nomor RW delegasi tidak melebihi banyaknya RW di kelurahan.",
    "Delegasi dari RW 010, padahal Rawasari memiliki 9 RW.",
    hint="Perbaiki nomornya, atau `jumlah_rw`.",
)
def delegates_come_from_known_rws(view: View) -> Iterator[Hit]:
    """Nomor di luar banyaknya RW biasanya salah ketik, atau `jumlah_rw` belum diperbarui.

    Perbaiki nomor RW pada `delegasi`, atau `jumlah_rw` dalam berkas yang sama.
    """
    for folder in view.year.kelurahan.values():
        if folder.profil is None or folder.profil.jumlah_rw is None:
            continue
        for index, delegate in enumerate(folder.profil.delegasi):
            if not 1 <= int(delegate.rw) <= folder.profil.jumlah_rw:
                yield Hit(
                    kelurahan_path(view.year.tahun, folder.slug),
                    ("delegasi", index, "rw"),
                    f"Delegasi dari RW {delegate.rw}, padahal {folder.nama} memiliki "
                    f"{folder.profil.jumlah_rw} RW.",
                )


@rule(
    "delegasi.lengkap",
    Sort.POLICY,
    ("C.1.a.1.ix",),
    "Kelurahan yang sudah mengirim menetapkan delegasi dari setiap RW.",
    "Baru 2 dari 3 RW memiliki delegasi.",
    hint="Tambahkan satu baris untuk setiap RW yang belum ada. Tempatnya lembar Delegasi RW buku "
    "pengaturan; namanya boleh dikosongkan.",
    since=SINCE_2016,
)
def every_rw_has_a_delegate(view: View) -> Iterator[Hit]:
    """Sesudah tim terbentuk dan lurah mengirim, delegasi setiap RW seharusnya sudah diketahui.

    Tambahkan baris pada `delegasi` untuk RW yang belum ada; namanya boleh dikosongkan.
    """
    if not _is_under_way(view):
        return
    for folder in view.year.kelurahan.values():
        profile = folder.profil
        if profile is None or profile.dikirim is None or profile.jumlah_rw is None:
            continue
        present = len({delegate.rw for delegate in profile.delegasi})
        if present < profile.jumlah_rw:
            yield Hit(
                kelurahan_path(view.year.tahun, folder.slug),
                ("delegasi",),
                f"Baru {present} dari {profile.jumlah_rw} RW memiliki delegasi.",
                at_key=True,
            )
