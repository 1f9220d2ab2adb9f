"""One record by hand: what is asked for, which number and file it gets, what it changes with it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from pydantic import BaseModel
from pydantic import Field as About

from musrenbang.deciding.decision import decision_of, said_of
from musrenbang.deciding.submission import branch_name
from musrenbang.files.paths import (
    DECISIONS,
    RESERVED_SLUGS,
    USULAN_LANGSUNG,
    kelurahan_path,
    kirim_path,
    name_fault,
    usulan_path,
)
from musrenbang.files.program import COMMAND
from musrenbang.files.tree import Files
from musrenbang.importing.target_year import Target
from musrenbang.records import canonical
from musrenbang.records.canonical import rewritten
from musrenbang.records.edit import appended
from musrenbang.records.fields import Field, Keys, Values, fields_of, flat, nested, spoken
from musrenbang.records.snapshot import KelurahanFolder, Year, chosen_kelurahan
from musrenbang.records.validation import Model, validate
from musrenbang.text.errors import CommandError, UsageError
from musrenbang.text.indonesian import angka, rupiah, satuan, tanggal
from musrenbang.text.name_keys import slug_of
from musrenbang.year.cases import Case, Obstacle
from musrenbang.year.follow_up import title_of
from musrenbang.year.guide import Guide
from musrenbang.year.labels import STATUS
from musrenbang.year.views import View
from schemas import Kelurahan, Keputusan, Kirim, TindakLanjut, Usulan
from schemas.base import Record
from schemas.keputusan import Koreksi
from schemas.scalars import Kalimat, Tanggal, TeksPanjang
from schemas.tindak_lanjut import Kabar

Skips = Callable[[Keys, Values], bool]
"""Whether a field needs no answer, given those before it."""


@dataclass(frozen=True)
class RecordForm:
    """What is asked for: the record type, its fields, and which of them do not apply."""

    model: type[BaseModel]
    fields: tuple[Field, ...]
    skips: Skips = lambda _keys, _values: False

    def record(self, values: Values, **known: str) -> Any:
        """The record that values make with what is `known` besides; see `checked`."""
        return checked(self.model, {**nested(self.fields, values), **known}, self.fields)

    def complaints(self, values: Values, keys: Keys) -> list[str]:
        """What is wrong with one field, in words; empty where nothing is."""
        _, problems = validate(self.model, nested(self.fields, values), "")
        asked = next(field for field in self.fields if field.keys == keys)
        return [spoken(asked, one) for one in problems if one.field[: len(keys)] == keys]

    def missing(self, values: Values) -> list[Field]:
        """The fields that are required and have no value."""
        return [field for field in self.fields if self._is_due(field, values)]

    def _is_due(self, field: Field, values: Values) -> bool:
        if values.get(field.keys) or not field.required or self.skips(field.keys, values):
            return False
        return not field.group or any(
            value and keys[: len(field.group)] == field.group for keys, value in values.items()
        )


DECISION_FIELDS = fields_of(Keputusan)
CORRECTION_FIELDS: Mapping[str, Field] = {
    field.keys[-1]: field for field in fields_of(Koreksi, {"nomor"})
}
FROM_TEMPLATE = frozenset({"isu", "program", "tipe", "satuan", "skpd_tujuan"})


class PengumumanBaru(Record):
    """Satu pengumuman; dalam berkasnya judul menjadi baris pertama."""

    judul: Kalimat = About(title="Judul", description="Satu baris.")
    tanggal: Tanggal = About(title="Tanggal", description="Hari pengumuman ini dibuat.")
    isi: TeksPanjang = About(
        title="Isi", description="Teks atau Markdown; dapat diteruskan dalam berkasnya."
    )


FIELDS: Mapping[str, tuple[Field, ...]] = {
    "usulan": fields_of(Usulan, {"kode_tracking"}),
    "kelurahan": fields_of(Kelurahan, {"nama"}),
    "pengumuman": fields_of(PengumumanBaru),
    "keputusan": DECISION_FIELDS,
    "koreksi": DECISION_FIELDS,
    "tindak-lanjut": fields_of(Kabar),
}


class InvalidError(CommandError):
    """Values that make no record."""


@dataclass(frozen=True)
class NewRecord:
    """One record about to be entered."""

    form: RecordForm
    values: Values
    """What is known before anybody answers."""
    files: Callable[[Values], Files]
    """The files that hold the record; raises `InvalidError`."""
    branch: str
    message: Callable[[Values], str]
    about: tuple[str, ...] = ()
    """What the clerk should see before answering."""
    trailers: tuple[tuple[str, str], ...] = ()


def usulan(year: Year, target: Target, kelurahan: str) -> NewRecord:
    """A proposal under the next number that was never used."""
    folder = chosen_kelurahan(year, kelurahan)
    locked = target.lock_reason(folder.slug)
    if locked:
        raise CommandError(f"{locked}, jadi usulan baru tidak dapat ditambahkan.")
    nomor = f"{target.highest_number(folder.slug) + 1:04d}"
    fields = tuple(
        _choosing(one, {("template",): year.template, ("skpd_tujuan",): year.skpd})
        for one in FIELDS["usulan"]
    )

    def skips(keys: Keys, values: Values) -> bool:
        return keys[0] in FROM_TEMPLATE and values.get(("template",), "") in year.template

    form, path = RecordForm(Usulan, fields, skips), usulan_path(year.tahun, folder.slug, nomor)
    return NewRecord(
        form,
        {},
        lambda values: {path: canonical.dump(form.record(values)).encode()},
        branch_name("usulan", year.tahun, folder.slug),
        lambda values: (
            f"Usulan {year.tahun}/{folder.slug}/{nomor}\n\n{quoted(values[('usulan_kegiatan',)])}"
        ),
        (f"Usulan baru {folder.nama}, nomor {nomor}.",),
        (("Kelurahan", folder.slug),),
    )


def kelurahan(year: Year, nama: str) -> NewRecord:
    """A kelurahan of the year."""
    slug = slug_of(nama)
    if not slug or slug in RESERVED_SLUGS or name_fault(slug):
        raise UsageError(f"“{nama}” tidak dapat menjadi nama kelurahan.")
    known = year.kelurahan.get(slug)
    if known and known.profil:
        raise CommandError(f"Kelurahan {known.nama} sudah ada pada tahun {year.tahun}.")
    form, path = RecordForm(Kelurahan, FIELDS["kelurahan"]), kelurahan_path(year.tahun, slug)
    return NewRecord(
        form,
        {},
        lambda values: {path: canonical.dump(form.record(values, nama=nama)).encode()},
        branch_name("kelurahan", year.tahun, slug),
        lambda _: f"Kelurahan {nama} {year.tahun}",
        (f"Kelurahan baru: {nama}, folder {slug}.",),
        (("Kelurahan", slug),),
    )


def pengumuman(year: Year, today: date, known: Iterable[str]) -> NewRecord:
    """A notice; `known` are the files there are, none of which is overwritten."""
    form, present = RecordForm(PengumumanBaru, FIELDS["pengumuman"]), set(known)

    def files(values: Values) -> Files:
        notice = form.record(values)
        name = f"{notice.tanggal}-{slug_of(notice.judul) or 'pengumuman'}"
        path = f"{DECISIONS}/{year.tahun}/pengumuman/{name}.md"
        if path in present:
            raise InvalidError(f"{path} sudah ada; pilih judul atau tanggal lain.")
        return {path: f"# {notice.judul}\n\n{notice.isi}\n".encode()}

    return NewRecord(
        form,
        {("tanggal",): today.isoformat()},
        files,
        branch_name("pengumuman", year.tahun, today),
        lambda values: f"Pengumuman: {values[('judul',)]}",
    )


def quoted(text: str) -> str:
    """A text for a commit message, on one line that Git never takes for a trailer."""
    return f"“{' '.join(text.split())}”"


def checked(model: type[Model], values: Mapping[str, object], fields: Iterable[Field]) -> Model:
    """The record that these values make; `InvalidError` names the options of what is wrong."""
    record, problems = validate(model, dict(values), "")
    if record is None:
        options = {one.keys: one.option for one in fields}
        lines = []
        for problem in problems:
            keys = tuple(key for key in problem.field if isinstance(key, str))
            lines.append(f"  {options.get(keys, '.'.join(keys))}: {problem.message} {problem.hint}")
        raise InvalidError("Tidak ada yang ditulis.\n" + "\n".join(lines))
    return record


def _choosing(one: Field, choices: Mapping[Keys, Iterable[str]]) -> Field:
    """A field that refers to a list of the year, with that list to choose from."""
    return replace(one, choices=tuple(choices[one.keys])) if one.keys in choices else one


_ONLY_APPROVED = frozenset({"volume", "perkiraan_anggaran", "alasan_perubahan", "prioritas"})
_ONLY_REJECTED = frozenset({"alasan", "tanpa_survei"})
_NO_PLACE = {"disetujui": _ONLY_REJECTED, "ditolak": _ONLY_APPROVED}


def keputusan(view: View, kelurahan: str, nomor: str, day: date | None) -> NewRecord:
    """A decision on a proposal that has none yet; its survey may be recorded already."""
    folder = chosen_kelurahan(view.year, kelurahan)
    case = _decidable(view, folder, nomor)
    if case.obstacle is Obstacle.TERKUNCI:
        raise CommandError(f"{folder.nama} sudah dikirim dan terkunci; pakai `new koreksi`.")
    if case.keputusan is not None:
        raise CommandError(
            f"Usulan {case.nomor} sudah {STATUS[case.status].nama.lower()}. Ubah keputusannya di "
            "berkasnya atau di tempat keputusan itu dibuat; perintah ini hanya menulis yang baru."
        )
    known = _known(view, case)
    if day:
        known[("tanggal",)] = day.isoformat()
    return NewRecord(
        _form(case, view.guide),
        known,
        lambda values: _decision_file(case, view.guide, values),
        branch_name("keputusan", view.year.tahun, folder.slug),
        lambda values: f"Keputusan {case.id}: {values[('keputusan',)]}",
        _about(case),
        (("Kelurahan", folder.slug),),
    )


def koreksi(
    view: View, kelurahan: str, nomor: str, row: Mapping[str, str], kirim_text: Callable[[str], str]
) -> NewRecord:
    """Another decision on a locked proposal, together with the row of kirim.yaml that allows it.

    `row` holds the fields of the correction; `kirim_text` gives the kirim.yaml of a kelurahan.
    """
    folder = chosen_kelurahan(view.year, kelurahan)
    case = _decidable(view, folder, nomor)
    kirim = folder.kirim
    if kirim is None:
        raise CommandError(f"{folder.nama} belum dikirim, jadi tidak ada yang perlu dikoreksi.")
    known = _known(view, case)
    known.setdefault(("tanggal",), row["tanggal"])

    def files(values: Values) -> Files:
        entry = checked(Koreksi, {"nomor": case.nomor, **row}, CORRECTION_FIELDS.values())
        decided = _decision_file(case, view.guide, values)
        longer: Kirim = kirim.model_copy(update={"koreksi": (*kirim.koreksi, entry)})
        again = rewritten(kirim_text(folder.slug), longer)
        if again.lost:
            lines = ", ".join(map(str, again.lost))
            raise InvalidError(
                f"Komentar dalam kirim.yaml pada baris {lines} akan hilang. Pindahkan ke atas "
                "bidang terluar, lalu ulangi."
            )
        return {**decided, kirim_path(view.year.tahun, folder.slug): again.text.encode()}

    return NewRecord(
        _form(case, view.guide),
        known,
        files,
        branch_name("koreksi", view.year.tahun, folder.slug, case.nomor),
        lambda _: f"Koreksi {case.id}\n\n{quoted(row['alasan'])}",
        _about(case),
        (("Kelurahan", folder.slug),),
    )


def tindak_lanjut(view: View, kelurahan: str, nomor: str, text: Callable[[str], str]) -> NewRecord:
    """News of a proposal after the kecamatan, below what is told of it already.

    `text` gives what a record file holds; what stands there keeps its bytes.
    """
    year = view.year
    direct = slug_of(kelurahan) == USULAN_LANGSUNG
    folder = year.langsung if direct else chosen_kelurahan(year, kelurahan)
    case = _case(view, folder, nomor)
    path = case.follow_up_file
    if view.is_broken(path):
        raise CommandError(f"{path} tidak dapat dibaca; perbaiki dahulu ({COMMAND} check).")

    def files(values: Values) -> Files:
        told = TindakLanjut.model_construct(case.kabar)
        before = text(path) if case.kabar else ""
        return {path: appended(before, told, (form.record(values),)).encode()}

    form = RecordForm(Kabar, FIELDS["tindak-lanjut"])
    return NewRecord(
        form,
        {},
        files,
        branch_name("tindak-lanjut", year.tahun, folder.slug),
        lambda values: f"Tindak lanjut {case.id}: {values[('tahap',)]} {values[('hasil',)]}",
        (
            *_about(case),
            *(f"  {title_of(one.tahap, one.hasil)} {tanggal(one.tanggal)}." for one in case.kabar),
        ),
        (("Kelurahan", folder.slug),),
    )


def without_outdated(known: Values, said: Values) -> dict[Keys, str]:
    """What was known, without what no longer holds once something else is said.

    An amount follows its volume, and reasons follow the decision.
    """
    kept = dict(known)
    if ("volume",) in said:
        kept.pop(("perkiraan_anggaran",), None)
    decision = said.get(("keputusan",), kept.get(("keputusan",), ""))
    if decision != known.get(("keputusan",), decision):
        kept.pop(("penjelasan",), None)
    surplus = _surplus({**kept, ("keputusan",): decision})
    return {keys: value for keys, value in kept.items() if keys not in surplus}


def _surplus(values: Values) -> list[Keys]:
    """What is said that the decision has no place for."""
    gone = _NO_PLACE.get(values.get(("keputusan",), ""), frozenset())
    return [keys for keys, text in values.items() if keys[0] in gone and text]


def _case(view: View, folder: KelurahanFolder, nomor: str) -> Case:
    number = f"{int(nomor):04d}" if nomor.isdecimal() else nomor
    case = view.cases_by_folder[folder.slug].get(number)
    if case is None:
        others = [
            tahun
            for tahun, year in view.snapshot.years.items()
            if (other := year.kelurahan.get(folder.slug)) and number in other.usulan
        ]
        hints = [f" Maksud Anda yang tahun {one}? Tambahkan --tahun {one}." for one in others[-1:]]
        raise CommandError(
            f"Tidak ada usulan nomor {nomor} di {folder.nama} pada tahun {view.year.tahun}."
            + "".join(hints)
        )
    return case


def _decidable(view: View, folder: KelurahanFolder, nomor: str) -> Case:
    case = _case(view, folder, nomor)
    if case.obstacle not in {None, Obstacle.TERKUNCI}:
        label = STATUS[case.status]
        raise CommandError(f"Usulan {case.nomor} tidak dapat diputuskan camat. {label.arti}")
    return case


def _form(case: Case, guide: Guide) -> RecordForm:
    def skips(keys: Keys, values: Values) -> bool:
        decision = values.get(("keputusan",), "")
        if keys == ("prioritas",) and not guide.ranks:
            return True
        if keys == ("penjelasan",) and decision == "ditolak" and case.tipe != "fisik":
            return True
        unsurveyable = case.tipe != "fisik" and case.survei is None
        if keys[0] in {"survei", "tanpa_survei"} and unsurveyable:
            return True
        if keys[0] == "tanpa_survei" and any(one[0] == "survei" for one in values):
            return True
        if decision == "disetujui":
            return keys[0] in _ONLY_REJECTED or (
                keys[0] == "alasan_perubahan"
                and not values.get(("volume",))
                and not values.get(("perkiraan_anggaran",))
            )
        return decision == "ditolak" and keys[0] in _ONLY_APPROVED

    reasons: Mapping[Keys, Iterable[str]] = {("alasan", "kode"): guide.alasan}
    fields = tuple(_choosing(one, reasons) for one in DECISION_FIELDS)
    return RecordForm(Keputusan, fields, skips)


def _about(case: Case) -> tuple[str, ...]:
    amount = case.usulan.perkiraan_anggaran
    told = rupiah(amount) if amount is not None else "tanpa perkiraan anggaran"
    place = case.usulan.lokasi.alamat if case.usulan.lokasi else "tanpa alamat"
    return (
        f"Usulan {case.id}: {case.usulan.usulan_kegiatan}",
        f"  {place}, {angka(case.usulan.volume)} {satuan(case.satuan or '')}, {told}",
        f"  Kini: {STATUS[case.status].nama.lower()}.",
    )


def _decision_file(case: Case, guide: Guide, values: Values) -> Files:
    surplus = _surplus(values)
    if surplus:
        decision = values[("keputusan",)]
        other = next(name for name in _NO_PLACE if name != decision)
        options = ", ".join("--" + "-".join(keys).replace("_", "-") for keys in surplus)
        raise InvalidError(
            f"Tidak ada yang ditulis.\n  {options}: hanya untuk usulan yang {other}, sedangkan "
            f"keputusan ini {decision}. Bila keputusannya berubah, tambahkan --keputusan {other}."
        )
    record, _ = decision_of(case, said_of(_form(case, guide).record(values)))
    return {case.decision_file: canonical.dump(record).encode()} if record else {}


def _known(view: View, case: Case) -> dict[Keys, str]:
    record = view.snapshot.record(case.decision_file)
    return flat(DECISION_FIELDS, record.model_dump(exclude_none=True)) if record else {}
