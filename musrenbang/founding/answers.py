"""What has to be known to found a repository: the questions, the answers, what is missing.

An answer is known by the option that gives it, without its hyphens at the front: `camat-nama`. One
about a kelurahan belongs to the name of that kelurahan as well.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Literal, NamedTuple

from pydantic import Field as About

from musrenbang.files.program import COMMAND
from musrenbang.founding.area import (
    Place,
    all_kota,
    kecamatan_named,
    kecamatan_of,
    kota_named,
    named,
    namesakes,
)
from musrenbang.founding.area import kelurahan_of as listed_kelurahan
from musrenbang.founding.holders import Pemegang, holder_faults
from musrenbang.records.fields import Field, Keys, Values, fields_of, nested, spoken, written
from musrenbang.records.shipped_guide import shipped
from musrenbang.records.validation import meant, validate
from musrenbang.text.errors import UsageError
from musrenbang.text.name_keys import name_key, squeezed
from schemas.base import Record
from schemas.juknis import Jendela
from schemas.musrenbang import Situs
from schemas.scalars import (
    BilanganBulat,
    Kalimat,
    KodeKecamatan,
    KodeKelurahan,
    KodeKota,
    Tahun,
)


class Camat(Pemegang):
    """Camat, yang harus dikenal."""

    nama: Kalimat = About(title="Nama", description="Nama dan gelar seperti pada SK.")


class KepalaPerencanaan(Pemegang):
    """Penerima laporan."""

    jabatan: Kalimat = About(
        title="Jabatan", description="Misalnya Kepala Suku Badan Perencanaan Pembangunan …."
    )


class JangkaJuknis(Record):
    """Jangka waktu juknis tahun pertama; tanpa isian, menurut juknis bawaan."""

    penetapan_tim: Jendela | None = About(
        None,
        title="Penetapan tim",
        description="Batasnya menurut juknis tahun itu, misalnya minggu ke-1 Februari; kosong: "
        f"{shipped().jadwal.penetapan_tim}.",
    )
    musrenbang: Jendela | None = About(
        None,
        title="Musrenbang",
        description="Waktunya menurut juknis tahun itu, misalnya 3 sampai 14 Februari; kosong: "
        f"{shipped().jadwal.musrenbang}.",
    )
    laporan: Jendela | None = About(
        None,
        title="Laporan",
        description="Batasnya menurut juknis tahun itu, misalnya 21 Februari; kosong: "
        f"{shipped().jadwal.laporan}.",
    )


class Pendirian(Record):
    """Yang ditanyakan tentang kecamatan."""

    kota: Kalimat = About(
        title="Kota atau kabupaten", description="Nama tanpa kata Kota atau Kabupaten."
    )
    kota_kode: KodeKota | None = About(
        None, title="Kode kota", description="Kode wilayah Kemendagri, misalnya 31.71."
    )
    kota_jenis: (
        Literal["Kota Administrasi", "Kabupaten Administrasi", "Kota", "Kabupaten"] | None
    ) = About(None, title="Jenis", description="Kata di depan nama kota atau kabupaten.")
    kecamatan: Kalimat = About(title="Kecamatan", description="Nama tanpa kata Kecamatan.")
    kecamatan_kode: KodeKecamatan | None = About(
        None, title="Kode kecamatan", description="Kode wilayah Kemendagri, misalnya 31.71.05."
    )
    kelurahan: tuple[Kalimat, ...] = About(
        title="Kelurahan", description="Nama semua kelurahan, tanpa kata Kelurahan."
    )
    tahun: Tahun = About(title="Tahun", description="Tahun Musrenbang yang pertama.")
    pengesahan: Literal["kunci", "peladen"] = About(
        title="Pengesahan",
        description="kunci: pejabat menandatangani dengan kuncinya sendiri; peladen: lewat akunnya "
        "pada peladen Git.",
    )
    camat: Camat = About(title="Camat", description="Camat yang memimpin dan menandatangani.")
    kepala_perencanaan: KepalaPerencanaan = About(
        title="Kepala perencanaan", description="Penerima laporan."
    )
    operator: Pemegang | None = About(None, title="Operator", description="Staf yang mengerjakan.")
    situs: Situs = About(Situs.model_construct(), title="Situs", description="Alamat umum.")
    juknis: JangkaJuknis = About(
        JangkaJuknis.model_construct(), title="Juknis", description="Jangka waktunya."
    )


class PendirianKelurahan(Record):
    """Yang ditanyakan tentang setiap kelurahan."""

    kode: KodeKelurahan | None = About(
        None,
        title="Kode",
        description="Kode wilayah Kemendagri, misalnya 31.71.05.1003; bagian pemerintahan kota "
        "mengetahuinya.",
    )
    jumlah_rw: BilanganBulat | None = About(
        None, title="Jumlah RW", description="Banyaknya RW di kelurahan ini."
    )
    lurah: Pemegang | None = About(None, title="Lurah", description="Lurah tahun ini.")


FIELDS = {one.option[2:]: one for one in fields_of(Pendirian)}
OF_KELURAHAN = {one.option[2:]: one for one in fields_of(PendirianKelurahan)}
MARK = "tanda"
"""The answers that fill the marks of the shipped workflows, each under the name of its mark."""


class Answer(NamedTuple):
    """What was answered, and where that stands."""

    text: str
    origin: str


Answers = dict[tuple[str, str], Answer]
"""By option and kelurahan (or mark); the latter is empty for what is about the kecamatan."""


def place(answers: Answers, name: str, about: str, text: str, origin: str) -> None:
    """Add an answer. Raises `UsageError` where there is no such question."""
    field = FIELDS.get(name) or OF_KELURAHAN.get(name)
    if field is None and name != MARK:
        known = (*FIELDS, *OF_KELURAHAN, MARK)
        close = meant(name, known)
        hint = f"Maksud Anda `{close}`?" if close else f"Yang ada: {', '.join(known)}."
        raise UsageError(f"{origin}: isian “{name}” tidak dikenal. {hint}")
    if (name in FIELDS) == bool(about):
        what = "nama tandanya" if name == MARK else "nama kelurahannya"
        told = "berlaku bagi seluruh kecamatan" if about else f"perlu {what} di depan"
        raise UsageError(f"{origin}: `{name}` {told}.")
    key = name, about if name == MARK else name_key(about)
    if key in answers:
        raise UsageError(f"{origin}: `{name}` sudah diisi di {answers[key].origin}.")
    answers[key] = Answer(written(field, text) if field else text.strip(), origin)


def values_of(answers: Answers) -> dict[Keys, str]:
    """What was answered about the kecamatan, by field."""
    return {
        FIELDS[name].keys: one.text
        for (name, about), one in answers.items()
        if not about and name in FIELDS and one.text
    }


def values_of_kelurahan(answers: Answers, nama: str) -> dict[Keys, str]:
    """What was answered about one kelurahan, by field."""
    return {
        OF_KELURAHAN[name].keys: one.text
        for (name, about), one in answers.items()
        if name in OF_KELURAHAN and about == name_key(nama) and one.text
    }


def marks_of(answers: Answers) -> dict[str, str]:
    """What stands for the marks of the shipped workflows."""
    return {
        f"@@{about}@@": one.text
        for (name, about), one in answers.items()
        if name == MARK and one.text
    }


def kelurahan_names(values: Values) -> list[str]:
    """The names in the answer to which kelurahan there are."""
    names = (one.strip() for one in values.get(("kelurahan",), "").split(","))
    return [re.sub(r"(?i)^(?:kelurahan|kel\.)\s+", "", one) for one in names if one]


def kota_of(values: Values) -> Place | None:
    """The listed kota that the answers name."""
    return kota_named(values.get(("kota",), ""), values.get(("kota_jenis",), ""))


def kecamatan_in(values: Values) -> Place | None:
    """The listed kecamatan that the answers name."""
    about = (values.get((name,), "") for name in ("kota", "kecamatan", "kota_jenis"))
    return kecamatan_named(*about)


_KIND = re.compile(r"(?i)(Kota|Kabupaten)\s+(?!Administrasi\b)(.+)")


def with_what_is_listed(values: Values) -> dict[Keys, str]:
    """The answers with the codes and kelurahan that the list of places has, and its capitals."""
    found = dict(values)
    kota, kecamatan = kota_of(values), kecamatan_in(values)
    kind = _KIND.fullmatch(values.get(("kota",), ""))
    if kind:
        found[("kota_jenis",)], found[("kota",)] = kind[1].capitalize(), kind[2]
    if kota:
        found[("kota",)] = own_spelling(values[("kota",)], kota)
        found.setdefault(("kota_kode",), kota.kode)
        found.setdefault(("kota_jenis",), kota.jenis)
        if "Administrasi" in kota.jenis:
            found.setdefault(
                ("kepala_perencanaan", "jabatan"),
                f"Kepala Suku Badan Perencanaan Pembangunan {kota.jenis} {kota.nama}",
            )
    if kecamatan:
        found[("kecamatan",)] = own_spelling(values[("kecamatan",)], kecamatan)
        found.setdefault(("kecamatan_kode",), kecamatan.kode)
        names = ", ".join(one.nama for one in listed_kelurahan(kecamatan))
        if names:
            found.setdefault(("kelurahan",), names)
    return found


def listed_name(kecamatan: Values, nama: str) -> str:
    """The name of a kelurahan, in the capitals of the list where it is listed."""
    known = named(listed_in(kecamatan), nama)
    return own_spelling(nama, known) if known else nama


def own_spelling(text: str, place: Place) -> str:
    """A place's name as it was typed: the list's may be spelt otherwise, its capitals are taken."""
    if squeezed(text) != squeezed(place.nama):
        return place.nama  # with the words before it, which are told apart from it
    return place.nama if name_key(text) == name_key(place.nama) else text


def remarks(values: Values, names: Collection[str]) -> Iterator[str]:
    """What should be known of the answers about places: other spellings, kelurahan left out."""
    kota, around = kota_of(values), kecamatan_in(values)
    listed = listed_in(values)
    pairs = [
        (values.get(("kota",), ""), kota),
        (values.get(("kecamatan",), ""), around),
        *((nama, named(listed, nama)) for nama in names),
    ]
    for text, place_ in pairs:
        if place_ and text != place_.nama:
            yield f"“{text}” ditulis seperti yang Anda sebut; dalam daftar wilayah “{place_.nama}”."
    said = {squeezed(one) for one in names}
    missing = [one.nama for one in listed if squeezed(one.nama) not in said]
    if missing:
        yield (
            f"⚠ Terdaftar di kecamatan ini tetapi tidak disebut: {', '.join(missing)}. Sebut "
            f"semuanya, atau tambahkan nanti: {COMMAND} new kelurahan NAMA"
        )


def with_listed_code(values: Values, kecamatan: Values, nama: str) -> dict[Keys, str]:
    """The answers about one kelurahan with its code, where it is listed."""
    known = named(listed_in(kecamatan), nama)
    return {("kode",): known.kode, **values} if known else dict(values)


def listed_in(kecamatan: Values) -> list[Place]:
    """The kelurahan that the list of places has for a kecamatan."""
    around = kecamatan_in(kecamatan)
    return listed_kelurahan(around) if around else []


def unlisted(values: Values, each: Mapping[str, Values], answers: Answers) -> Iterator[str]:
    """Why a place that is not listed needs its code; most such names are mistyped."""
    kota = kota_of(values)
    found = kecamatan_of(kota) if kota else all_kota()
    either = None if values.get(("kota_jenis",)) else namesakes(values.get(("kota",), ""))
    if either:
        yield (
            f"{_at(answers, 'kota')}--kota: “{values[('kota',)]}” dapat berarti "
            f"{' atau '.join(either)}. Sebut yang dimaksud, lengkap dengan kata itu."
        )
        return
    for name, what in (("kota", "kota atau kabupaten"), ("kecamatan", "kecamatan")):
        text = values.get((name,), "")
        if text and not values.get((f"{name}_kode",)):
            offered = [one.full for one in found] if (name == "kota") == (kota is None) else []
            close = _close(text, offered)
            yield (
                f"{_at(answers, name)}--{name}-kode: {what} “{text}” tidak terdaftar.{close} "
                "Bila namanya benar, sebut kodenya."
            )
    if values.get(("kota",)) and not values.get(("kota_jenis",)):
        yield f"{_at(answers, 'kota')}--kota-jenis: Jenis belum diisi."
    places = [one.nama for one in listed_in(values)]
    for nama, one in each.items():
        if places and not one.get(("kode",)):
            yield (
                f"{_at(answers, 'kelurahan', nama)}--kelurahan: “{nama}” tidak terdaftar di "
                f"kecamatan ini.{_close(nama, places)} "
                f"Bila namanya benar, sebut kodenya: --kode {nama}=…"
            )


def _at(answers: Answers, name: str, about: str = "") -> str:
    """The place in a table where something was said, of a kelurahan any answer about it."""
    key = name_key(about)
    of = next((one for (_, other), one in answers.items() if about and other == key), None)
    known = of or answers.get((name, ""))
    return "" if known is None or known.origin.startswith("--") else f"{known.origin}: "


def _close(text: str, offered: Collection[str]) -> str:
    close = meant(text, offered)
    return f" Maksud Anda {close}?" if close else ""


def told(name: str, answers: Answers, about: str = "") -> str:
    """How messages name a question: by where its answer stands, else by its option."""
    known = answers.get((name, name_key(about)))
    of = f" {about}=…" if about else ""
    return known.origin if known and known.text else f"--{name}{of}"


def complaints(
    model: type[Record],
    fields: Collection[Field],
    values: Values,
    answers: Answers,
    about: str = "",
) -> Iterator[str]:
    """What is wrong with some answers or missing from them, one sentence each."""
    options = {one.keys: one for one in fields}
    for field in fields:
        if field.required and not field.group and not values.get(field.keys):
            yield f"{told(field.option[2:], answers, about)}: {field.title} belum diisi."
    _, problems = validate(model, nested(fields, values), "")
    for problem in problems:
        keys = tuple(key for key in problem.field if isinstance(key, str))
        if values.get(keys):
            name = options[keys].option[2:]
            yield f"{told(name, answers, about)}: {spoken(options[keys], problem)}"
    for keys, fault in holder_faults(values):
        yield f"{told(options[keys].option[2:], answers, about)}: {fault}"


def unknown_kelurahan(answers: Answers, names: Collection[str]) -> Iterator[str]:
    """Answers about kelurahan that there are not."""
    known = {name_key(one): one for one in names}
    for (name, about), one in answers.items():
        if name in OF_KELURAHAN and about not in known:
            close = meant(about, known)
            hint = f"Maksud Anda {known[close]}?" if close else f"Yang ada: {', '.join(names)}."
            yield f"{one.origin}: kelurahan “{about}” tidak ada di antara --kelurahan. {hint}"
