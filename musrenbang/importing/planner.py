"""Decides what becomes of every row of an import."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from musrenbang.files.paths import Kind, kelurahan_path, settings_path, usulan_path
from musrenbang.importing.catalogue import new_settings
from musrenbang.importing.drafts import Draft, DraftReader
from musrenbang.importing.import_plan import NOTHING_ASSURED, Assurances, Difference, ImportPlan
from musrenbang.importing.likeness import suggested_activities
from musrenbang.importing.row_owners import owners, wish_of
from musrenbang.importing.scope import Choice, Scope, check_choice
from musrenbang.importing.sheet_files import RejectedError, SourceRow, SourceSheet
from musrenbang.importing.target_year import Target, code_key
from musrenbang.records import canonical
from musrenbang.records.fields import fields_of, flat
from musrenbang.records.strict_yaml import NotYamlError, comments_in, parse
from musrenbang.records.validation import validate
from musrenbang.text.errors import CommandError
from musrenbang.text.name_keys import squeezed
from musrenbang.year.cases import Case
from schemas import DaftarSkpd, DaftarTemplate, Kelurahan, Musrenbang, Usulan

_FIELDS = fields_of(Usulan)


def merged(draft: Draft, found: Case | None, divalidasi: date | None = None) -> Usulan:
    """The proposal as it will be: what the sheet says, over what the file has.

    `divalidasi`: the day on which the lurah validated what nobody has said more of.
    """
    values: dict[str, Any] = {}
    if found:
        values = found.usulan.model_dump(exclude_none=True, exclude_defaults=True)
    fields = dict(draft.fields)
    if found:
        fields["kode_tracking"] = found.usulan.kode_tracking
    if divalidasi and "hasil" not in {
        **values.get("validasi_lurah", {}),
        **fields.get("validasi_lurah", {}),
    }:
        fields["validasi_lurah"] = {
            **fields.get("validasi_lurah", {}),
            "hasil": "diteruskan",
            "tanggal": divalidasi,
        }
    for name in draft.supplied:
        if found and values.get(name):
            fields.pop(name)
    if draft.unknown_activity and values.get("usulan_kegiatan") != fields["usulan_kegiatan"]:
        values.pop("template", None)  # what was asked for is no longer that standard activity
    for name, value in fields.items():
        values[name] = {**values.get(name, {}), **value} if isinstance(value, dict) else value
    record, problems = validate(Usulan, values, "")
    if record is None:
        raise RejectedError(" ".join(f"{one.message} {one.hint}" for one in problems))
    return record


def file_of(record: Usulan) -> bytes:
    """The proposal's file, read back and found equal."""
    text = canonical.dump(record).encode()
    try:
        again, _ = validate(Usulan, parse(text).value, "")
    except NotYamlError as error:
        raise RejectedError(f"{error.fault.message} {error.fault.hint}") from None
    if again != record:
        raise RejectedError("Teks ini tidak dapat disimpan; periksa huruf dan tandanya.")
    return text


def differences(before: Usulan, after: Usulan) -> tuple[Difference, ...]:
    old, new = (flat(_FIELDS, record.model_dump(exclude_none=True)) for record in (before, after))
    return tuple(
        Difference(".".join(one.keys), old.get(one.keys, ""), new.get(one.keys, ""))
        for one in _FIELDS
        if old.get(one.keys) != new.get(one.keys)
    )


_SHOWN = 3

Outcome = TypeVar("Outcome")
Refusals = Mapping[int, Sequence[str]]
"""Reasons against rows, by the identity of the row."""


def make_plan(
    sheets: Sequence[SourceSheet],
    chosen: Choice,
    target: Target,
    refused: Refusals | None = None,
    assured: Assurances = NOTHING_ASSURED,
) -> ImportPlan:
    """Decide what becomes of every row; rows known to be at fault are rejected."""
    return _ImportPlanner(sheets, target, refused or {}, assured).run(chosen)


class _ImportPlanner:
    def __init__(
        self, sheets: Sequence[SourceSheet], target: Target, refused: Refusals, assured: Assurances
    ) -> None:
        self.sheets = sheets
        self.mappings = list({id(sheet.mapping): sheet.mapping for sheet in sheets}.values())
        self.target = target
        self.refused = refused
        self.assured = assured
        self.plan = ImportPlan(target.tahun)
        self.reader = DraftReader(self.mappings, target.year, assured.kegiatan_baku)
        self.codes_seen: set[str] = set()
        self.owners: dict[int, Case] = {}
        self.next_number: dict[str, int] = {}
        self.texts: dict[str, dict[str, bytes]] = defaultdict(dict)
        self.folders: set[str] = set()
        self.unvalidated: list[SourceRow] = []

    def run(self, chosen: Choice) -> ImportPlan:
        check_choice(chosen, self.sheets)
        self.plan.sheets = len(self.sheets)
        if all(mapping.rapikan_kapital for mapping in self.mappings):
            self.plan.calmed = "ditulis ulang dengan huruf biasa"
        rows = [row for sheet in self.sheets for row in self._in_scope(sheet, chosen)]
        settings = new_settings(self.mappings, self.target, rows)
        self.reader.kelurahan.suspect(
            Counter(name for name in map(self.reader.kelurahan_written, rows) if name)
        )
        drafts = [draft for _, draft in self._tried(self._distinct(rows), self._draft)]
        self.owners, doubtful = owners(drafts, self.target.by_code)
        for draft in drafts:
            try:
                self._place(draft, doubtful.get(id(draft)))
            except RejectedError as error:
                self._reject(draft.row, str(error))
        if self.unvalidated:
            raise CommandError(
                f"{len(self.unvalidated)} usulan belum divalidasi lurah, jadi belum dapat "
                "dikirim. Sebutkan juga --divalidasi TANGGAL, atau isi kolom hasil validasi."
            )
        self._note(drafts)
        self._suggest_activities()
        self._find_gone(drafts)
        if self.texts or (self.assured.dikirim and self.folders):
            self._write(settings)
        return self.plan

    def _tried(
        self, rows: Iterable[SourceRow], attempt: Callable[[SourceRow], Outcome]
    ) -> Iterator[tuple[SourceRow, Outcome]]:
        """What comes of each row; one that is refused is rejected."""
        for row in rows:
            try:
                outcome = attempt(row)
            except RejectedError as error:
                self._reject(row, str(error))
            else:
                yield row, outcome

    def _reject(self, row: SourceRow, reason: str) -> None:
        self.plan.rejected.append((row, reason))

    def _in_scope(self, sheet: SourceSheet, chosen: Choice) -> Iterator[SourceRow]:
        scope = Scope(sheet, chosen)
        for row, what in sheet.aside:
            self.plan.outside[what].append(row)
        for row, reason in self._tried(sheet.rows, scope.reason_outside):
            if reason is None:
                yield row
            else:
                self.plan.outside[reason].append(row)

    def _distinct(self, rows: Sequence[SourceRow]) -> list[SourceRow]:
        """Rows with keys, each key once: of rows that share one, only true copies yield."""
        by_code: dict[str, list[SourceRow]] = defaultdict(list)
        for row, code in self._tried(rows, self.reader.key_of):
            by_code[code_key(code)].append(row)
        self.codes_seen = set(by_code)
        return [row for code, group in by_code.items() for row in self._owner(code, group)]

    def _draft(self, row: SourceRow) -> Draft:
        if id(row) in self.refused:
            raise RejectedError(" ".join(self.refused[id(row)]))
        return Draft(row, self.reader).read()

    def _owner(self, code: str, group: Sequence[SourceRow]) -> list[SourceRow]:
        """The row a key belongs to; nobody if rows of different content claim it."""
        claims: dict[tuple[object, ...], SourceRow] = {}
        for row in group:
            first = claims.setdefault((row.sheet.titles, row.cells), row)
            if first is not row:
                self._reject(row, f"Sama persis dengan baris {_line(first, row)}.")
        claimants = list(claims.values())
        if len(claimants) == 1:
            return claimants
        for row in claimants:
            others = [_line(other, row) for other in claimants[: _SHOWN + 1] if other is not row]
            more = ", …" if len(claimants) > _SHOWN + 1 else ""
            lines = ", ".join(others[:_SHOWN]) + more
            self._reject(row, f"Pengenal {code} dipakai juga oleh baris {lines}, isinya lain.")
        return []

    def _place(self, draft: Draft, doubtful: Case | None) -> None:
        """Decide which file a draft belongs to and whether it changes it; may refuse it."""
        if doubtful:
            raise RejectedError(_doubt(doubtful))
        found = self.owners.get(id(draft))
        if found and found.folder != draft.kelurahan:
            raise RejectedError(
                f"Baris ini sudah menjadi usulan {found.folder}/{found.nomor}, sedangkan "
                f"kelurahannya kini {draft.kelurahan}; berkas tidak dipindah. "
                "Hapus berkas itu bila kelurahannya memang keliru."
            )
        record = merged(draft, found, self.assured.divalidasi)
        self.folders.add(draft.kelurahan)
        if self.assured.dikirim and record.validasi_lurah is None:
            self.unvalidated.append(draft.row)
        if found and record == found.usulan:
            self.plan.unchanged += 1
            return
        text = file_of(record)
        lock = self.target.lock_reason(draft.kelurahan)
        if lock and not (found and self._only_validates(found, record)):
            what = f"usulan {found.nomor} tidak diubah" if found else "usulan ini tidak ditambahkan"
            raise RejectedError(f"{lock}, jadi {what}.")
        self._accept(draft, record, text, found)

    def _only_validates(self, found: Case, record: Usulan) -> bool:
        """Whether nothing is added but the validation, which came before the lurah sent it."""
        folder = self.target.folder(found.folder)
        same = record.model_copy(update={"validasi_lurah": found.usulan.validasi_lurah})
        return not folder.kirim and found.usulan.validasi_lurah is None and same == found.usulan

    def _accept(self, draft: Draft, record: Usulan, text: bytes, found: Case | None) -> None:
        slug = draft.kelurahan
        nomor = found.nomor if found else self._new_number(slug)
        path = usulan_path(self.plan.tahun, slug, nomor)
        self.texts[slug][nomor] = text
        if draft.place.doubt:
            self.plan.doubtful_rt_rw.append((draft.row, draft.place.doubt))
        self.plan.rows_of[path].append(draft.row)
        if not self.target.folder(slug).profil and not self._kelurahan_code(slug):
            self.plan.rows_of[kelurahan_path(self.plan.tahun, slug)].append(draft.row)
        if found:
            self.plan.changed[path] = differences(found.usulan, record)
            if comments_in(self.target.text(path)):
                self.plan.uncommented.append(path)
        else:
            self.plan.new[path] = draft
        if record.template:
            self._need_template(record.template)
            if record.template in self.reader.templates.made:
                self.plan.rows_of_template[record.template].append(draft.row)
        if record.skpd_tujuan:
            self.reader.skpd.need(record.skpd_tujuan)

    def _need_template(self, code: str) -> None:
        template = self.reader.templates.need(code)
        if template:
            self.reader.skpd.need(template.skpd)

    def _new_number(self, slug: str) -> str:
        if slug not in self.next_number:
            self.next_number[slug] = self.target.highest_number(slug) + 1
        number = self.next_number[slug]
        self.next_number[slug] += 1
        return f"{number:04d}"

    def _note(self, drafts: Sequence[Draft]) -> None:
        self._note_twins(drafts)
        for draft in drafts:
            self.plan.without_template += "template" not in draft.fields
            self.plan.shouted += draft.shouted
            self.plan.hidden += draft.hidden
            self.plan.likened.update(draft.likened)
            if draft.unlisted_unit:
                self.plan.unlisted_units[draft.unlisted_unit] += 1
            if draft.unknown_activity:
                self.plan.unknown_activities[draft.unknown_activity] += 1
            if "rw" not in draft.values and not draft.place.doubt:
                self.plan.without_rw.append(draft.row)
            if "perkiraan_anggaran" not in draft.fields:
                self.plan.without_sum.append(draft.row)
            if draft.wrong_sum:
                self.plan.wrong_sums.append((draft.row, draft.wrong_sum))
            self.plan.supplied.update(draft.supplied)
            if draft.rounded:
                self.plan.rounded.append((draft.row, draft.rounded))
            if draft.row.is_unseen:
                self.plan.unseen.append(draft.row)

    def _note_twins(self, drafts: Sequence[Draft]) -> None:
        first: dict[str, Draft] = {}
        asked_for: dict[tuple[str, ...], Draft] = {}
        for draft in drafts:
            content = {**draft.fields, "kode_tracking": "", "kelurahan": draft.kelurahan}
            original = first.setdefault(repr(content), draft)
            elsewhere = asked_for.setdefault(wish_of(draft), draft)
            if original is draft and elsewhere.row.sheet.label != draft.row.sheet.label:
                original = elsewhere
            if original is not draft:
                self.plan.twins.append((original.row, draft.row))

    def _suggest_activities(self) -> None:
        names = [one.kegiatan for one in self.target.year.template.values()]
        for text in self.plan.unknown_activities:
            if offered := suggested_activities(text, names):
                self.plan.suggested[text] = offered

    def _find_gone(self, drafts: Sequence[Draft]) -> None:
        folders = {draft.kelurahan for draft in drafts}
        if all(draft.row.sheet.is_rejects for draft in drafts):
            return
        kept = {case.id for case in self.owners.values()}
        kept_codes = self.codes_seen - {code_key(draft.kode) for draft in drafts}
        prefixes = tuple(code_key(one.awalan_kunci or "") for one in self.mappings)
        self.plan.gone = [
            f"{found.folder}/{found.nomor}"
            for code, found in self.target.by_code.items()
            if found.folder in folders
            and found.id not in kept
            and code not in kept_codes
            and code.startswith(prefixes)
        ]

    def _write(self, settings: Musrenbang | None) -> None:
        """Plan the files, and note what the year did not have."""
        files, added, tahun = self.plan.files, self.plan.added, self.plan.tahun
        skpd, templates = self.reader.skpd, self.reader.templates
        if settings:
            kecamatan, kota = settings.kecamatan, settings.kota
            place = f"Kecamatan {kecamatan.nama}, {kota.jenis} {kota.nama}"
            added["tahun"] = [f"{settings.tahun} ({place})"]
            files[settings_path(tahun, Kind.MUSRENBANG)] = canonical.dump(settings).encode()
        if not self.target.year.template:
            for mapping in self.mappings:
                for code in mapping.template.daftar if mapping.template else ():
                    self._need_template(code)
        added["perangkat daerah"], added["template"] = list(skpd.added), list(templates.added)
        if skpd.added:
            self._append(Kind.SKPD, DaftarSkpd(skpd.added))
        if templates.added:
            self._append(Kind.TEMPLATE, DaftarTemplate(templates.added))
        self._write_kelurahan()

    def _write_kelurahan(self) -> None:
        files, added, tahun = self.plan.files, self.plan.added, self.plan.tahun
        for slug in sorted(self.texts):
            if self.target.folder(slug).profil is None:
                name = self.reader.kelurahan.names[slug]
                profile = self.assured.profile(
                    Kelurahan(nama=name, kode=self._kelurahan_code(slug))
                )
                files[kelurahan_path(tahun, slug)] = canonical.dump(profile).encode()
                added.setdefault("kelurahan", []).append(name)
            for nomor in sorted(self.texts[slug], key=int):
                files[usulan_path(tahun, slug, nomor)] = self.texts[slug][nomor]

        for slug in sorted(self.folders):
            profil = self.target.folder(slug).profil
            sent = self.assured.profile(profil) if profil else None
            if sent != profil and sent:
                path = kelurahan_path(tahun, slug)
                files[path] = canonical.rewritten(self.target.text(path), sent).text.encode()
                self.plan.sent.append(sent.nama)

    def _kelurahan_code(self, slug: str) -> str | None:
        name = self.reader.kelurahan.names[slug]
        codes = {key: code for one in self.mappings for key, code in one.kode_kelurahan.items()}
        return next((code for key, code in codes.items() if squeezed(key) == squeezed(name)), None)

    def _append(self, kind: Kind, added: DaftarSkpd | DaftarTemplate) -> None:
        """Put a list's new entries at its end; the rest of its file stays untouched."""
        path = settings_path(self.plan.tahun, kind)
        before = self.target.text(path)
        gap = "" if not before or before.endswith("\n") else "\n"
        self.plan.files[path] = f"{before}{gap}{canonical.dump(added)}".encode()


def _line(row: SourceRow, seen_from: SourceRow) -> str:
    return str(row.number) if row.sheet is seen_from.sheet else f"{row.number} ({row.sheet.label})"


def _doubt(case: Case) -> str:
    return (
        f"Nomor baris ini milik usulan {case.folder}/{case.nomor}, “{case.usulan.usulan_kegiatan}”,"
        " tetapi isinya lain; berkas itu tidak ditimpa. Bila ini usulan lain, beri nomor yang "
        "belum dipakai; bila usulan itu yang diperbaiki, ubah berkasnya."
    )
