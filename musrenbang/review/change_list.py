"""Every changed file as one `Change`: where it belongs, what it is called, what it says."""

from collections.abc import Mapping
from typing import Any

from musrenbang.files.paths import USULAN_LANGSUNG, Kind
from musrenbang.records.snapshot import Pengumuman
from musrenbang.review import decision_words, proposal_words
from musrenbang.review.areas import Area
from musrenbang.review.code_names import Names, names_of
from musrenbang.review.facts import Facts, Touched
from musrenbang.review.field_changes import field_changes
from musrenbang.review.form_changes import Cases
from musrenbang.review.oddities import oddities
from musrenbang.review.proposal_words import Telling, title_of
from musrenbang.review.review_model import Action, Change
from musrenbang.review.review_words import lines_of, place_of_work
from musrenbang.text.indonesian import tanggal
from musrenbang.year.cases import Case
from schemas import HasilSurvei, Keputusan, Kirim, Usulan

_TITLES: Mapping[Kind, str] = {
    Kind.MUSRENBANG: "Pengaturan tahun dan pejabat",
    Kind.SKPD: "Daftar SKPD/UKPD",
    Kind.TEMPLATE: "Template kegiatan",
    Kind.ARAH_KEBIJAKAN: "Arah kebijakan",
    Kind.PROGRAM_PRIORITAS: "Program prioritas",
    Kind.BERITA_ACARA: "Berita Acara",
    Kind.KELURAHAN: "Profil kelurahan",
    Kind.KIRIM: "Kirim",
    Kind.PENGUMUMAN: "Pengumuman",
    Kind.FOTO: "Foto",
}
OUTSIDE = "Berkas di luar data"
_VERBS = {
    Action.BARU: ("+", "baru"),
    Action.DIUBAH: ("~", "diubah"),
    Action.DITARIK: ("⊘", "dihapus"),
    Action.RUPA: ("~", "isi tetap, hanya cara menulis berkas yang berubah"),
}


class Teller:
    """Tells a change file by file; `cases` are those of the touched years, before and after."""

    def __init__(self, facts: Facts, cases: Cases) -> None:
        self.facts = facts
        self.cases = cases
        self.names = {tahun: names_of((facts.base, facts.head), tahun) for tahun in cases}

    def changes(self) -> tuple[Change, ...]:
        """Every changed file, by kelurahan and number; files outside the records last."""
        return tuple(self._change(item) for item in sorted(self.facts.touched, key=self._order))

    def _order(self, item: Touched) -> tuple[Any, ...]:
        place = item.place
        if place is None:
            return 9, 0, "", 0, "", item.path
        rank = 1 if place.kelurahan else 2
        single = 0 if place.kind in {Kind.KIRIM, Kind.KELURAHAN} else 1
        return rank, place.tahun, self.group(item), single, place.name, item.path

    def group(self, item: Touched) -> str:
        """The heading a file stands under."""
        place = item.place
        if place is None:
            return OUTSIDE
        year = str(place.tahun)
        if not place.kelurahan:
            name = "Naskah" if item.area is Area.NASKAH else "Pengaturan"
            return f"{name} {year}"
        if place.kelurahan == USULAN_LANGSUNG:
            return f"Usulan langsung {year}"
        folders = (self.facts.folder(side, place) for side in (self.facts.head, self.facts.base))
        name = next((folder.nama for folder in folders if folder), place.kelurahan)
        return f"Kelurahan {name} {year}"

    def _change(self, item: Touched) -> Change:
        action = item.action
        told = self._telling(item, action)
        symbol, verb = _VERBS[action]
        if told is None:
            told = Telling(symbol, [verb])
        told.parts += oddities(item)
        if item.path in self.facts.contents.lines:
            told.parts.append(lines_of(*self.facts.contents.lines[item.path]))
        names = self.names[item.place.tahun].telling(item.place.kind) if item.place else Names()
        fields = (
            ()
            if action is Action.DITARIK
            else field_changes(item.before, item.after, frozenset(told.said), names)
        )
        title, place = self._names(item)
        return Change(
            file=item.path,
            action=action,
            group=self.group(item),
            title=title,
            place=place,
            parts=tuple(told.parts),
            fields=(*told.fields, *fields),
            symbol=told.symbol,
        )

    def _telling(self, item: Touched, action: Action) -> Telling | None:
        """The record in its own words; `None` where only its fields can tell it."""
        if action is Action.RUPA:
            return None
        if isinstance(item.after or item.before, Keputusan | HasilSurvei):
            return self._decision(item)
        told = None
        symbol, verb = _VERBS[action]
        match item.after:
            case Kirim() if item.before is None:
                told = self._kirim(item, item.after)
            case Usulan():
                told = self._proposal(item)
            case Pengumuman():
                told = Telling(symbol, [verb], {("tanggal",), ("slug",)})
            case _ if item.place and item.place.kind is Kind.FOTO:
                size = self.facts.contents.sizes.get(item.path)
                told = proposal_words.photo(symbol, verb, size, item.nomor)
        return told

    def _proposal(self, item: Touched) -> Telling | None:
        before, after = self._pair(item)
        if after is None:
            return None
        known = before if item.before is not None else None
        return (
            proposal_words.changed_proposal(known, after)
            if known
            else proposal_words.new_proposal(after)
        )

    def _decision(self, item: Touched) -> Telling | None:
        before, after = self._pair(item)
        if isinstance(item.before, Keputusan) and not isinstance(item.after, Keputusan):
            gone = before and (item.file.is_gone or item.after)
            return (
                decision_words.withdrawn_decision(before, item.before) if before and gone else None
            )
        if after is None or item.after is None:
            return None
        if isinstance(item.before, HasilSurvei) and isinstance(item.after, HasilSurvei):
            return Telling("⌖", ["belum diputuskan", "hasil survei diubah"])
        if isinstance(item.after, HasilSurvei):
            return decision_words.survey(after, item.after.survei)
        if not isinstance(item.before, Keputusan):
            return decision_words.new_decision(after, item.after)
        return (
            decision_words.changed_decision(before, after, item.before, item.after)
            if before
            else None
        )

    def _pair(self, item: Touched) -> tuple[Case | None, Case | None]:
        """The case a file belongs to, before and after."""
        place = item.place
        if place is None or not item.nomor:
            return None, None
        name = f"{place.tahun}/{place.kelurahan}/{item.nomor}"
        before, after = self.cases[place.tahun]
        return before.get(name), after.get(name)

    def _kirim(self, item: Touched, kirim: Kirim) -> Telling | None:
        if item.place is None:
            return None
        before, after = self.cases[item.place.tahun]
        folder = item.place.kelurahan
        sent = [case for case in after.values() if case.folder == folder]
        return proposal_words.new_kirim(kirim, before, sent)

    def _names(self, item: Touched) -> tuple[str, str]:
        """What a file is called, and the place it speaks of."""
        place = item.place
        if place is None:
            return item.path, ""
        if item.nomor and place.kind is not Kind.FOTO:
            before, after = self._pair(item)
            case = after or before
            if case is None:
                return f"{item.nomor} (usulan tidak ada)", ""
            return title_of(case), place_of_work(case.usulan)
        record = item.after or item.before
        if isinstance(record, Pengumuman):
            return f"Pengumuman {tanggal(record.tanggal)}: {record.judul}", ""
        title = _TITLES.get(place.kind, item.path.rsplit("/", 1)[-1])
        return f"{title} {place.name}".strip(), ""
