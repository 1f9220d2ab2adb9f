"""What came after the kecamatan, as pages tell it: stage by stage, and in one sentence."""

from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping
from datetime import date
from typing import Literal, NamedTuple

from musrenbang.review.words import listed
from musrenbang.text.indonesian import angka, rupiah, tanggal
from musrenbang.year.cases import Case, Status
from musrenbang.year.figures import Tally, group
from musrenbang.year.follow_up import (
    ENDED,
    NAMES,
    STAGES,
    TAHAP,
    FollowUp,
    Standing,
    follow_up,
    is_done,
    is_followed,
    is_promised,
    newest,
    standing_after,
    title_of,
)
from schemas.musrenbang import Musrenbang
from schemas.tindak_lanjut import Kabar, Tahap

Mark = Literal["selesai", "berjalan", "tidak", "menunggu"]


class StageNews(NamedTuple):
    """One stage of the way of a proposal, and what is known of it."""

    nama: str
    mark: Mark
    """How it is drawn: passed, not settled, ended, or not known."""
    judul: str
    tanggal: date | None = None
    rinci: tuple[str, ...] = ()
    """Source, rupiah, code and remark: texts of the record, unescaped."""


class StandingRow(NamedTuple):
    """How many proposals stand where."""

    nama: str
    kode: str
    """The colour of its bar."""
    tally: Tally


def stages_after(
    case: Case, settings: Musrenbang | None, sent: date | None
) -> tuple[StageNews, ...]:
    """The way of a proposal after the kecamatan; empty where there is none to tell.

    `sent` is the day on which its kelurahan was sent on (Kirim).
    """
    if not case.kabar and not is_followed(case) and not is_promised(case):
        return ()
    return tuple(_stages(case, settings, sent))


def _stages(case: Case, settings: Musrenbang | None, sent: date | None) -> Iterator[StageNews]:
    told = newest(case.kabar)
    since = sent
    if case.status is not Status.FORUM_UKPD:
        yield _decided(case, sent)
    last = max((TAHAP.index(tahap) for tahap in told), default=-1)
    waiting = False
    for tahap in _way(case):
        nama = stage_name(tahap, settings)
        kabar = told.get(tahap)
        if kabar:
            since = kabar.tanggal
            yield _news(nama, kabar)
            if kabar.hasil in ENDED and TAHAP.index(tahap) == last:
                return
        elif TAHAP.index(tahap) < last:
            yield StageNews(nama, "menunggu", "Tidak tercatat")
        elif waiting:
            yield StageNews(nama, "menunggu", "Menunggu tahap sebelumnya")
        else:
            day = f" sejak {tanggal(since)}" if since else ""
            yield StageNews(nama, "menunggu", f"Belum ada kabar{day}")
            waiting = True


def _way(case: Case) -> tuple[Tahap, ...]:
    """The stages that a proposal passes, as far as anybody can expect or has told."""
    if case.status is Status.FORUM_UKPD:
        return TAHAP
    if not is_followed(case):
        known = tuple(newest(case.kabar))
        return known or (("pelaksanaan",) if is_promised(case) else ())
    told = {kabar.tahap for kabar in case.kabar}
    return tuple(tahap for tahap in TAHAP if tahap != "forum-ukpd" or tahap in told)


def _decided(case: Case, sent: date | None) -> StageNews:
    day = case.keputusan.tanggal if case.keputusan else None
    if case.status is Status.DISETUJUI:
        judul = "Disetujui dengan perubahan" if case.diubah else "Disetujui camat"
        return StageNews("Kecamatan", "selesai", judul, day)
    if case.status is Status.DITOLAK:
        return StageNews("Kecamatan", "tidak", "Ditolak camat", day)
    return StageNews("Kecamatan", "berjalan", "Dikirim tanpa keputusan camat", sent)


def stage_name(tahap: Tahap, settings: Musrenbang | None) -> str:
    """A stage by its name, that of the plan and the budget with its year."""
    if settings and tahap in {"rkpd", "apbd"}:
        return f"{STAGES[tahap]} {settings.tahun_rencana}"
    if settings and tahap == "kota" and settings.kota.jenis.startswith("Kabupaten"):
        return "Kabupaten"
    return STAGES[tahap]


_MARKS: dict[str, Mark] = {
    "diterima": "selesai",
    "selesai": "selesai",
    "ditolak": "tidak",
    "batal": "tidak",
    "ditunda": "berjalan",
    "berjalan": "berjalan",
}


def _news(nama: str, kabar: Kabar) -> StageNews:
    rinci = [kabar.keterangan] if kabar.keterangan else []
    if kabar.nilai is not None:
        rinci.append(f"Nilai: {rupiah(kabar.nilai)}")
    if kabar.kode:
        rinci.append(f"Kode kegiatan: {kabar.kode}")
    rinci.append(f"Sumber: {kabar.sumber}")
    judul = title_of(kabar.tahap, kabar.hasil)
    return StageNews(nama, _MARKS[kabar.hasil], judul, kabar.tanggal, tuple(rinci))


def standing_in_words(case: Case) -> str | None:
    """Where a proposal stands after the kecamatan; `None` where nothing is to be expected."""
    if not case.kabar and not is_followed(case) and not is_promised(case):
        return None
    return inside(NAMES[standing_after(case.kabar)])


def inside(title: str) -> str:
    """A title within a sentence."""
    return title[:1].lower() + title[1:]


_COLOURS = {
    Standing.TIDAK: "ditolak",
    Standing.DITUNDA: "belum-divalidasi",
    Standing.TANPA_KABAR: "belum-dikirim",
}


def standing_rows(found: FollowUp) -> tuple[StandingRow, ...]:
    """The parts that make up all proposals that were followed, those of nothing left out."""
    return tuple(
        StandingRow(NAMES[standing], _COLOURS.get(standing, "disetujui"), tally)
        for standing, tally in found.keadaan.items()
        if tally.jumlah or standing is Standing.TANPA_KABAR
    )


_REACHED: Mapping[Tahap, str] = {
    "kota": "diterima tingkat kota",
    "rkpd": "sampai RKPD",
    "apbd": "sampai APBD",
    "pelaksanaan": "selesai dikerjakan",
}
_NOW = {
    Standing.FORUM: "diterima forum",
    Standing.DITUNDA: "ditunda",
    Standing.TIDAK: "tidak dilanjutkan",
    Standing.TANPA_KABAR: "belum ada kabar",
}


def sent_on(cases: Iterable[Case]) -> str:
    """What those are called whose way is told: not yet all that are approved before Kirim."""
    waiting = any(case.status is Status.DISETUJUI and not is_followed(case) for case in cases)
    return "usulan terkirim yang disetujui" if waiting else "usulan yang disetujui"


def in_words(found: FollowUp, who: str = "usulan yang disetujui") -> str:
    """What became of some proposals, in a few sentences; empty where none was sent on.

    How many came how far counts most of them at several stages; where they stand now, each once.
    """
    count = f"{angka(found.semua.jumlah)} {who}"
    if not found.semua.jumlah:
        return ""
    if not found.berkabar:
        return f"Dari {count}, belum ada kabar satu pun sesudah kecamatan."
    reached = [(found.sampai[tahap].jumlah, words) for tahap, words in _REACHED.items()]
    now = [(found.keadaan[standing].jumlah, words) for standing, words in _NOW.items()]
    far = f"{listed(reached) or 'belum ada yang diterima tingkat kota'}."
    rest = f" Kini {told}." if (told := listed(now)) else ""
    day = f" Kabar terakhir {tanggal(found.kabar_terakhir)}." if found.kabar_terakhir else ""
    return f"Dari {count}: {far}{rest}{day}"


class AnswerRow(NamedTuple):
    """Whom the guide sends rejected proposals to, and what was heard of these, each once."""

    kepada: str
    jumlah: int
    kabar: int
    """News was recorded of so many."""
    lagi: int
    """So many of the others seem to have been proposed again."""

    @property
    def diam(self) -> int:
        """Of so many nothing is known."""
        return self.jumlah - self.kabar - self.lagi


def answers(cases: Iterable[Case], again: Container[str]) -> tuple[AnswerRow, ...]:
    """What became of the next steps that rejections came with, by who answers for them.

    Of what was sent on: before that a rejection is not final. `again` are the ids of those that a
    later year repeats.
    """
    sent = [case for case in cases if case.status is Status.DITOLAK and case.sudah_kirim]
    found = group(sent, lambda case: case.alasan.kepada if case.alasan else "")
    rows = (
        AnswerRow(
            kepada,
            len(members),
            sum(bool(case.kabar) for case in members),
            sum(not case.kabar and case.id in again for case in members),
        )
        for kepada, members in found.items()
        if kepada
    )
    return tuple(sorted(rows, key=lambda row: (-row.jumlah, row.kepada)))


class PlaceRow(NamedTuple):
    """One kelurahan: how many of its approved proposals got how far, by the title of the column."""

    nama: str
    path: str
    jumlah: tuple[tuple[str, int], ...]


class Onward(NamedTuple):
    """What the page of a year or a kelurahan tells of what came after."""

    angka: FollowUp
    kalimat: str
    baris: tuple[StandingRow, ...]
    jumlah: tuple[tuple[str, int], ...]
    """As in the rows of its kelurahan, all of them together."""
    kelurahan: tuple[PlaceRow, ...] = ()
    menurut: str = "kelurahan"
    """What these rows are."""
    diam: str = ""
    """The agencies of which nothing was heard, each with how many proposals."""
    lain: tuple[str, ...] = ()
    """Sentences about proposals that were not approved and have news all the same."""


def onward(cases: Collection[Case], nama_skpd: Callable[[str], str]) -> Onward | None:
    """What came after of a group of proposals; `None` where none was sent on."""
    found = follow_up(cases)
    if not found.semua.jumlah:
        return None
    return Onward(
        found,
        in_words(found, sent_on(cases)),
        standing_rows(found),
        counts(found),
        diam=_silent(cases, nama_skpd),
        lain=tuple(_others(cases)),
    )


def counts(found: FollowUp) -> tuple[tuple[str, int], ...]:
    """How many came how far, by the title of the column."""
    rows = (
        ("Disetujui", found.semua),
        ("Masuk RKPD", found.sampai["rkpd"]),
        ("Masuk APBD", found.sampai["apbd"]),
        ("Selesai", found.sampai["pelaksanaan"]),
        ("Tidak dilanjutkan", found.keadaan[Standing.TIDAK]),
        ("Belum ada kabar", found.keadaan[Standing.TANPA_KABAR]),
    )
    return tuple((judul, one.jumlah) for judul, one in rows)


def _silent(cases: Iterable[Case], nama_skpd: Callable[[str], str]) -> str:
    approved = [case for case in cases if case.status is Status.DISETUJUI and is_followed(case)]
    found = group(approved, lambda case: case.kode_skpd or "")
    quiet = [
        (len(members), nama_skpd(kode))
        for kode, members in found.items()
        if not any(case.kabar for case in members)
    ]
    if len(quiet) == len(found):
        return ""
    ordered = sorted(quiet, key=lambda pair: (-pair[0], pair[1]))
    return ", ".join(f"{nama} ({angka(count)} usulan)" for count, nama in ordered)


def _others(cases: Collection[Case]) -> Iterator[str]:
    forum = follow_up(cases, Status.FORUM_UKPD)
    if forum.berkabar:
        yield in_words(forum, "usulan yang dibahas forum")
    undecided = follow_up(cases, Status.BELUM_DIVALIDASI)
    if undecided.berkabar:
        yield in_words(undecided, "usulan yang dikirim tanpa keputusan camat")
    promised = [case for case in cases if is_promised(case)]
    if promised:
        answered = [case for case in promised if case.kabar]
        finished = sum(map(is_done, answered))
        yield (
            f"Camat menulis langkah berikutnya pada {angka(len(promised))} usulan yang ditolak: "
            f"{angka(len(answered))} sudah terjawab ({angka(finished)} selesai), "
            f"{angka(len(promised) - len(answered))} belum ada kabar."
        )
    done = [
        case
        for case in cases
        if case.status is Status.DITOLAK
        and standing_after(case.kabar) in {Standing.BERJALAN, Standing.SELESAI}
        and not is_promised(case)
    ]
    if done:
        finished = sum(map(is_done, done))
        yield (
            f"{angka(len(done))} usulan yang ditolak camat dikerjakan dengan jalan lain; "
            f"{angka(finished)} di antaranya selesai."
        )
