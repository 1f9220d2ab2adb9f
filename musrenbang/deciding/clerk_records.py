"""What each kind of record needs besides its fields: number, file, what it changes with it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from pydantic import BaseModel
from pydantic import Field as About

from musrenbang.deciding.entry_form import Form
from musrenbang.deciding.submission import branch_name
from musrenbang.files.overlay import Files
from musrenbang.files.paths import DECISIONS, RESERVED_SLUGS, kelurahan_path, usulan_path
from musrenbang.importing.target_year import Target
from musrenbang.records import canonical
from musrenbang.records.fields import Field, Keys, Values, fields_of, nested
from musrenbang.records.snapshot import Year, chosen_kelurahan
from musrenbang.records.validation import Model, validate
from musrenbang.text.errors import CommandError, UsageError
from musrenbang.text.name_keys import slug_of
from schemas import Kelurahan, Usulan
from schemas.base import Record
from schemas.scalars import Kalimat, Tanggal, TeksPanjang

FROM_TEMPLATE = frozenset({"isu", "program", "tipe", "satuan", "skpd_tujuan"})


class Pengumuman(Record):
    """Satu pengumuman; dalam berkasnya judul menjadi baris pertama."""

    judul: Kalimat = About(title="Judul", description="Satu baris.")
    tanggal: Tanggal = About(title="Tanggal", description="Hari pengumuman ini dibuat.")
    isi: TeksPanjang = About(
        title="Isi", description="Teks atau Markdown; dapat diteruskan dalam berkasnya."
    )


FIELDS: Mapping[str, tuple[Field, ...]] = {
    "usulan": fields_of(Usulan, {"kode_tracking"}),
    "kelurahan": fields_of(Kelurahan, {"nama"}),
    "pengumuman": fields_of(Pengumuman),
}
"""The fields of the kinds made here; those of decisions are in `clerk_decisions`."""


class InvalidError(CommandError):
    """Values that make no record."""


@dataclass(frozen=True)
class Entry:
    """One record about to be entered."""

    form: Form
    values: Values
    """What is known before anybody answers."""
    files: Callable[[Values], Files]
    """The files that hold the record; raises `InvalidError`."""
    branch: str
    message: Callable[[Values], str]
    about: tuple[str, ...] = ()
    """What the clerk should see before answering."""
    trailers: tuple[tuple[str, str], ...] = field(default=())


def usulan(year: Year, target: Target, kelurahan: str) -> Entry:
    """A proposal under the next number that was never used."""
    folder = chosen_kelurahan(year, kelurahan)
    locked = target.lock_reason(folder.slug)
    if locked:
        raise CommandError(f"{locked}, jadi usulan baru tidak dapat ditambahkan.")
    nomor = f"{target.highest_number(folder.slug) + 1:04d}"
    fields = tuple(
        _choosing(one, {"template": year.template, "skpd_tujuan": year.skpd})
        for one in FIELDS["usulan"]
    )

    def skips(keys: Keys, values: Values) -> bool:
        return keys[0] in FROM_TEMPLATE and values.get(("template",), "") in year.template

    return Entry(
        Form(Usulan, fields, skips),
        {},
        lambda values: {
            usulan_path(year.tahun, folder.slug, nomor): _dumped(Usulan, fields, values)
        },
        branch_name("usulan", year.tahun, folder.slug),
        lambda values: (
            f"Usulan {year.tahun}/{folder.slug}/{nomor}\n\n{quoted(values[('usulan_kegiatan',)])}"
        ),
        (f"Usulan baru {folder.nama}, nomor {nomor}.",),
        (("Kelurahan", folder.slug),),
    )


def kelurahan(year: Year, nama: str) -> Entry:
    """A kelurahan of the year."""
    slug = slug_of(nama)
    if not slug or slug in RESERVED_SLUGS:
        raise UsageError(f"“{nama}” tidak dapat menjadi nama kelurahan.")
    known = year.kelurahan.get(slug)
    if known and known.profil:
        raise CommandError(f"Kelurahan {known.nama} sudah ada pada tahun {year.tahun}.")
    fields = FIELDS["kelurahan"]

    def files(values: Values) -> Files:
        named = {**nested(fields, values), "nama": nama}
        record = checked(Kelurahan, named, fields)
        return {kelurahan_path(year.tahun, slug): canonical.dump(record).encode()}

    return Entry(
        Form(Kelurahan, fields),
        {},
        files,
        branch_name("kelurahan", year.tahun, slug),
        lambda _: f"Kelurahan {nama} {year.tahun}",
        (f"Kelurahan baru: {nama}, folder {slug}.",),
        (("Kelurahan", slug),),
    )


def pengumuman(year: Year, today: date, known: Iterable[str]) -> Entry:
    """A notice; `known` are the files there are, none of which is overwritten."""
    fields = FIELDS["pengumuman"]
    present = set(known)

    def files(values: Values) -> Files:
        notice = checked(Pengumuman, nested(fields, values), fields)
        name = f"{notice.tanggal}-{slug_of(notice.judul) or 'pengumuman'}"
        path = f"{DECISIONS}/{year.tahun}/pengumuman/{name}.md"
        if path in present:
            raise InvalidError(f"{path} sudah ada; pilih judul atau tanggal lain.")
        return {path: f"# {notice.judul}\n\n{notice.isi}\n".encode()}

    return Entry(
        Form(Pengumuman, fields),
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
            where = problem.where if isinstance(problem.where, tuple) else ()
            keys = tuple(key for key in where if isinstance(key, str))
            lines.append(f"  {options.get(keys, '.'.join(keys))}: {problem.message} {problem.hint}")
        raise InvalidError("Tidak ada yang ditulis.\n" + "\n".join(lines))
    return record


def _dumped(model: type[BaseModel], fields: tuple[Field, ...], values: Values) -> bytes:
    return canonical.dump(checked(model, nested(fields, values), fields)).encode()


def _choosing(one: Field, choices: Mapping[str, Mapping[str, object]]) -> Field:
    """A field that refers to a list of the year, with that list to choose from."""
    return replace(one, choices=tuple(choices.get(one.keys[0], ()))) if len(one.keys) == 1 else one
