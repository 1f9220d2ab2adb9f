"""The life story of a proposal: what happened to it, and who answers for each entry.

The records tell what holds in the end, the history what was recorded on the way. What the history
tells is taken from there; the rest, and everything where there is no history, from the records.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from functools import lru_cache
from itertools import zip_longest
from typing import NamedTuple

from musrenbang.history import history_model
from musrenbang.history.history_model import Babak, Event, Merge, Peristiwa
from musrenbang.history.timeline import History
from musrenbang.records.snapshot import KelurahanFolder
from musrenbang.review.review_model import PerubahanKolom
from musrenbang.review.words import volume
from musrenbang.text import indonesian
from musrenbang.text.escaping import visible
from musrenbang.text.indonesian import WIB
from musrenbang.year.cases import VERDICTS, Case, Status
from musrenbang.year.follow_up import title_of
from musrenbang.year.labels import CHANGED, STATUS
from schemas.keputusan import Koreksi

_ORDER = {jenis: index for index, jenis in enumerate(Peristiwa)}
_SAME_STEP = {
    Peristiwa.SURVEI_DIUBAH: Peristiwa.DISURVEI,
    Peristiwa.KEPUTUSAN_DIUBAH: Peristiwa.DIPUTUSKAN,
    Peristiwa.KEPUTUSAN_DIHAPUS: Peristiwa.DIPUTUSKAN,
}
"""What the history tells in several events and the records in one."""
_CHANGES = frozenset(
    {Peristiwa.SURVEI_DIUBAH, Peristiwa.KEPUTUSAN_DIUBAH, Peristiwa.KEPUTUSAN_DIHAPUS}
)
"""What happened when it was recorded, whatever day the changed record names."""


class Moment(NamedTuple):
    """One thing that happened, in words."""

    hari: date
    jenis: Peristiwa
    judul: str
    uraian: tuple[str, ...] = ()
    """What exactly, each by itself."""
    merge: Merge | None = None
    """What recorded it; unknown for what only the records say."""
    sebelum: date = date.max
    """It came before what happened on this day."""

    @property
    def bertanggal(self) -> bool:
        """Whether anything says on which day it happened; not where that was before its record."""
        return self.hari <= self.sebelum

    @property
    def waktu(self) -> str:
        """The day as text."""
        return indonesian.tanggal(self.hari) if self.bertanggal else "tanggalnya tidak tercatat"

    @property
    def pengesahan(self) -> str:
        """Which office approved its record, and by what; empty where nobody is known to."""
        return visible(history_model.pengesahan(self.merge)) if self.merge else ""


class StoryStep(NamedTuple):
    """A moment at its place in a story."""

    moment: Moment
    nomor: int
    """Which of the story's merges recorded it, counted from one; 0 where none did."""
    akhir: bool
    """Whether what comes next was recorded by something else."""


class Story(NamedTuple):
    """What happened, oldest first, and the merges that recorded it."""

    steps: tuple[StoryStep, ...]
    merges: tuple[Merge, ...]

    @property
    def later(self) -> bool:
        """Whether something was recorded on another day than it happened."""
        moments = [step.moment for step in self.steps]
        return any(
            one.merge and not (one.bertanggal and one.hari == _day(one.merge.waktu))
            for one in moments
        )

    @property
    def approved(self) -> bool:
        """Whether an office is known to have approved a record."""
        return any(step.moment.pengesahan for step in self.steps)


def life_story(case: Case, folder: KelurahanFolder, history: History) -> Story:
    """What happened to one proposal."""
    told = history.stories.get(case.id, ())
    steps = [_SAME_STEP.get(babak.event.jenis, babak.event.jenis) for babak in told]
    moments = [
        *_from_history(case, told, steps),
        *_from_records(case, folder, frozenset(steps)),
        *_corrected(case, folder, told),
        *_onward(case, told),
    ]
    moments.sort(key=_place)
    merges = {babak.merge.commit: babak.merge for babak in told}
    numbers = {commit: number for number, commit in enumerate(merges, 1)}
    followers = (moment.merge for moment in moments[1:])
    return Story(
        tuple(
            StoryStep(
                moment,
                numbers[moment.merge.commit] if moment.merge else 0,
                moment.merge is not follower,
            )
            for moment, follower in zip_longest(moments, followers)
        ),
        tuple(merges.values()),
    )


_SURVEYED = frozenset({Peristiwa.DISURVEI, Peristiwa.SURVEI_DIUBAH})
_MEASURED = frozenset({"volume", "perkiraan_anggaran", "satuan"})


def changed_since_survey(case: Case, history: History) -> tuple[PerubahanKolom, ...]:
    """The figures that a survey was made for and that the proposal no longer asks for."""
    found: dict[str, PerubahanKolom] = {}
    for babak in history.stories.get(case.id, ()):
        if babak.event.jenis in _SURVEYED:
            found.clear()
        elif babak.event.jenis is Peristiwa.USULAN_DIUBAH:
            for row in babak.event.perubahan:
                if row.kolom in _MEASURED:
                    first = found.get(row.kolom, row)
                    found[row.kolom] = row._replace(semula=first.semula)
    return tuple(row for row in found.values() if row.semula != row.menjadi)


def _place(moment: Moment) -> tuple[date, int]:
    return min(moment.hari, moment.sebelum), _ORDER[moment.jenis]


def _from_history(
    case: Case, told: Sequence[Babak], steps: Sequence[Peristiwa]
) -> Iterator[Moment]:
    """What the history tells; what names no day comes before all recorded with it or later."""
    first: dict[str, date] = {}
    known = date.max
    for babak in reversed(told):
        known = min(known, babak.event.tanggal or date.max)
        first[babak.merge.commit] = known
    for index, babak in enumerate(told):
        event, merge, jenis = babak.event, babak.merge, babak.event.jenis
        final = steps[index] is Peristiwa.DIPUTUSKAN and steps[index] not in steps[index + 1 :]
        # The page itself says why it was asked for, and why it was decided so in the end.
        said = jenis is Peristiwa.DIUSULKAN or (final and Peristiwa.DIKOREKSI not in steps)
        changed = jenis in _CHANGES
        day = None if changed else event.tanggal
        moment = Moment(
            day or _day(merge.waktu),
            jenis,
            history_model.judul(event),
            _details(event, note=not said),
            merge,
            date.max if day or changed else first.get(merge.commit, date.max),
        )
        if jenis is Peristiwa.DIUSULKAN:
            moment = moment._replace(judul=_proposed(case, moment))
        yield moment


_TOLD_BY_PAGE = frozenset({"alasan_perubahan", "penjelasan", "survei.catatan"})
_CODE = "alasan.kode"
"""Its words are told as the reason."""


def _details(event: Event, *, note: bool) -> tuple[str, ...]:
    """What exactly happened; of a correction its reason first, and not texts as they are now."""
    rows = tuple(row for row in event.perubahan if row.kolom != _CODE)
    event = event._replace(perubahan=rows)
    if event.jenis is not Peristiwa.DIKOREKSI:
        told = history_model.perubahan_dan_sebab(event)
        return (*told, event.uraian) if event.uraian and note else tuple(told)
    rows = tuple(row for row in event.perubahan if row.kolom not in _TOLD_BY_PAGE)
    return (event.uraian, *history_model.perubahan_dan_sebab(event._replace(perubahan=rows)))


def _proposed(case: Case, moment: Moment) -> str:
    """By whom, or where; the day of a record is not that of the RW's meeting."""
    if case.langsung:
        return "Diusulkan langsung oleh warga"
    return moment.judul if moment.bertanggal or not case.usulan.rw else "Diusulkan dalam Rembuk RW"


@lru_cache(maxsize=1024)
def _day(moment: datetime) -> date:
    return moment.astimezone(WIB).date()


def corrections(case: Case, folder: KelurahanFolder) -> tuple[Koreksi, ...]:
    """What was changed about a proposal after Kirim."""
    every = folder.kirim.koreksi if folder.kirim else ()
    return tuple(koreksi for koreksi in every if koreksi.nomor == case.nomor)


def sent_undecided(case: Case, folder: KelurahanFolder) -> str | None:
    """Why the camat sent a proposal on without a decision (juknis D.4)."""
    every = folder.kirim.tanpa_validasi if folder.kirim else ()
    return next((item.alasan for item in every if item.nomor == case.nomor), None)


def _from_records(
    case: Case, folder: KelurahanFolder, known: Collection[Peristiwa]
) -> Iterator[Moment]:
    """What only the records say."""
    validasi = case.usulan.validasi_lurah
    passed = case.status is not Status.TIDAK_DITERUSKAN
    if Peristiwa.DIVALIDASI not in known and validasi and validasi.tanggal:
        judul = "Diteruskan lurah" if passed else "Tidak diteruskan lurah"
        yield Moment(validasi.tanggal, Peristiwa.DIVALIDASI, judul)
    sent = folder.dikirim_lurah
    if Peristiwa.DIKIRIM_LURAH not in known and sent and passed:
        yield Moment(sent, Peristiwa.DIKIRIM_LURAH, "Dikirim lurah ke kecamatan")
    keputusan = case.keputusan
    if Peristiwa.DISURVEI not in known and case.survei:
        judul = "Disurvei camat bersama tim teknis"
        yield Moment(case.survei.tanggal, Peristiwa.DISURVEI, judul)
    if Peristiwa.DIPUTUSKAN not in known and keputusan and case.status in VERDICTS:
        # The records hold what was decided in the end, not what that day decided.
        judul = "Diputuskan camat" if corrections(case, folder) else _decision(case)
        yield Moment(keputusan.tanggal, Peristiwa.DIPUTUSKAN, judul)
    if Peristiwa.KIRIM not in known and folder.kirim and case.status in _SENT:
        yield Moment(
            folder.kirim.tanggal,
            Peristiwa.KIRIM,
            _SENT[case.status],
            tuple(filter(None, [sent_undecided(case, folder)])),
        )


def _corrected(case: Case, folder: KelurahanFolder, told: Sequence[Babak]) -> Iterator[Moment]:
    """The corrections that only the records say."""
    every = sorted(corrections(case, folder), key=lambda koreksi: koreksi.tanggal)
    if not every:
        return
    known = {babak.event.tanggal for babak in told if babak.event.jenis is Peristiwa.DIKOREKSI}
    for number, koreksi in enumerate(every, 1):
        last = number == len(every)
        basis = f" Dasar: {koreksi.berita_acara}." if koreksi.berita_acara else ""
        if koreksi.tanggal not in known:
            yield Moment(
                koreksi.tanggal,
                Peristiwa.DIKOREKSI,
                f"Dikoreksi: {_outcome(case)}" if last else "Dikoreksi sesudah dikirim",
                (f"{koreksi.alasan.rstrip('.')}.{basis}",),
            )


def _onward(case: Case, told: Sequence[Babak]) -> Iterator[Moment]:
    """The news after the kecamatan that only the records say."""
    known = {(babak.event.tanggal, babak.event.hasil) for babak in told}
    for kabar in case.kabar:
        if (kabar.tanggal, f"{kabar.tahap} {kabar.hasil}") not in known:
            judul = title_of(kabar.tahap, kabar.hasil)
            yield Moment(kabar.tanggal, Peristiwa.TINDAK_LANJUT, judul, (kabar.sumber,))


_SENT = {
    Status.DISETUJUI: "Dikirim camat ke tingkat kota",
    Status.DITOLAK: "Hasil kelurahan dikirim camat ke tingkat kota, tanpa usulan ini",
    Status.BELUM_DIVALIDASI: "Dikirim camat tanpa diputuskan",
}
"""What Kirim did with a proposal; nothing with those that are not the camat's to decide."""


def _decision(case: Case) -> str:
    if case.status is Status.DITOLAK:
        return "Ditolak camat"
    return "Disetujui camat dengan perubahan" if case.diubah else "Disetujui camat"


def _outcome(case: Case) -> str:
    """How a corrected proposal stands now."""
    if case.status is not Status.DISETUJUI:
        return STATUS[case.status].nama.lower()
    figures = f"volume {volume(case.volume, case)}"
    if case.anggaran is not None:
        figures += f", {indonesian.rupiah(case.anggaran)}"
    return f"{figures} ({CHANGED.lower()})" if case.diubah else f"{figures} (disetujui)"
