"""The answers to what founding asks: those given, those asked for at a terminal, what is wrong."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from musrenbang.commands.questions import ask, confirmed, line
from musrenbang.deciding.clerk import RecordForm
from musrenbang.files.paths import RESERVED_SLUGS
from musrenbang.founding import answers as questions
from musrenbang.founding.answers import FIELDS, MARK, OF_KELURAHAN, Answers, Pendirian
from musrenbang.founding.answers import PendirianKelurahan as OfKelurahan
from musrenbang.founding.area import all_kota, kecamatan_of, kota_named, named
from musrenbang.founding.founder import (
    Founding,
    fits,
    guide_of,
    known_marks,
    marks_to_fill,
    other_version,
)
from musrenbang.founding.holders import holder_faults
from musrenbang.founding.marks import MARKS
from musrenbang.records.fields import Field, Keys, Values
from musrenbang.records.findings import Finding
from musrenbang.records.validation import meant
from musrenbang.text.escaping import visible
from musrenbang.text.name_keys import slug_of


class _Form(RecordForm):
    """A form that also knows what is wrong with accounts, addresses and keys."""

    def complaints(self, values: Values, keys: Keys) -> list[str]:
        """What is wrong with one field."""
        faults = [fault for at, fault in holder_faults(values) if at == keys]
        return [*super().complaints(values, keys), *faults]


def _form(names: tuple[str, ...], values: Values) -> RecordForm:
    fields = tuple(field for name, field in FIELDS.items() if name in names)
    return _Form(Pendirian, tuple(_choosing(one, values) for one in fields), _is_listed)


def _choosing(field: Field, values: Values) -> Field:
    """A question about the place, with those that are listed to choose from."""
    kota = questions.kota_of(values)
    if field.keys == ("kota",):
        return replace(field, choices=tuple(one.full for one in all_kota()))
    if field.keys == ("kecamatan",) and kota:
        return replace(field, choices=tuple(one.nama for one in kecamatan_of(kota)))
    field = _with_own_codes(field, values)
    # What the list does not tell is asked for, and nobody else knows it.
    return replace(field, required=field.required or field.option[2:] in _PLACE)


def _with_own_codes(field: Field, values: Values) -> Field:
    """A question whose example of a code begins as those of the place that was named."""
    told = field.description
    for example, keys in (("31.71.05", ("kecamatan_kode",)), ("31.71", ("kota_kode",))):
        if keys != field.keys:
            told = told.replace(example, values.get(keys) or example)
    return replace(field, description=told)


def _is_listed(keys: Keys, values: Values) -> bool:
    """Whether the list of places tells what a question asks for."""
    if keys == ("kota_jenis",):
        return kota_named(values.get(("kota",), "")) is not None
    if keys == ("kota_kode",):
        return questions.kota_of(values) is not None
    return keys == ("kecamatan_kode",) and questions.kecamatan_in(values) is not None


_PLACE = ("kota", "kota-jenis", "kota-kode", "kecamatan", "kecamatan-kode")
_STAGES = (
    _PLACE[:1],
    _PLACE[1:2],
    _PLACE[2:4],
    _PLACE[4:],
    ("kelurahan",),
    tuple(name for name in FIELDS if name not in (*_PLACE, "kelurahan")),
)


class Asked:
    """The answers so far, and what is asked for besides."""

    def __init__(self, answers: Answers) -> None:
        self.answers = answers
        said = questions.values_of(answers)
        self.fixed = list(said)
        """What is not asked for, as it was said."""
        self.values = questions.with_what_is_listed(said)
        self.marks = known_marks() | questions.marks_of(answers)
        self.each: dict[str, dict[Keys, str]] = {}
        self._renew()

    def is_due(self) -> bool:
        """Whether anything that is required is not known."""
        form = RecordForm(Pendirian, tuple(FIELDS.values()), _is_listed)
        return bool(form.missing(self.values) or self.complaints())

    def ask(self) -> None:
        """Ask for what is not said yet, first where it is, which tells much of the rest."""
        for stage in _STAGES:
            self._ask_stage(stage)
            while self._is_mistyped(stage[-1]):
                del self.values[(stage[-1],)]
                self._ask_stage(stage)
        self._renew()
        for nama, known in self.each.items():
            said = questions.values_of_kelurahan(self.answers, nama)
            if said and self.fixed:
                continue
            print(f"\nKelurahan {visible(nama)}")
            listed = list(questions.with_listed_code({}, self.values, nama))
            fields = (
                replace(
                    _with_own_codes(one, self.values),
                    required=one.keys == ("kode",) or one.required,
                )
                for one in OF_KELURAHAN.values()
            )
            self.each[nama] = ask(_Form(OfKelurahan, tuple(fields)), known, listed)
        for mark in marks_to_fill():
            while wrong := _mark_faults(mark, self.marks):
                if self.marks.get(mark):
                    print("\n".join(f"  {one}" for one in wrong))
                self.marks[mark] = line(f"\nIsi alur kerja, {_words(mark)}: ")

    def _ask_stage(self, stage: tuple[str, ...]) -> None:
        known = questions.with_what_is_listed(self.values)
        named_with_kind = questions.kota_of(known) and not kota_named(known[("kota",)])
        told: list[Keys] = [("kota_jenis",)] if named_with_kind else []
        answered = ask(_form(stage, known), known, [*self.fixed, *told])
        self.values = questions.with_what_is_listed(answered)

    def _is_mistyped(self, name: str) -> bool:
        """Whether a place is not listed, and whoever typed it wants to type it again."""
        said = [self.values.get((name,), "")]
        kota = questions.kota_of(self.values)
        offered = {
            "kota": [] if kota else all_kota(),
            "kecamatan": kecamatan_of(kota) if kota else [],
            "kelurahan": questions.listed_in(self.values),
        }
        places = offered.get(name, [])
        if name == "kelurahan":
            said = questions.kelurahan_names(self.values)
        wrong = [one for one in said if one and places and not named(places, one)]
        if (name,) in self.fixed or not wrong:
            return False
        for one in wrong:
            close = meant(one, [place.nama for place in places])
            print(f"  “{visible(one)}” tidak terdaftar.{f' Maksud Anda {close}?' if close else ''}")
        return confirmed("  Ketik ulang? (t: namanya memang begitu; kodenya ditanyakan)")

    def _renew(self) -> None:
        """Know each kelurahan that is named now; what was answered about it stays."""
        names = questions.kelurahan_names(self.values)
        self.names = [questions.listed_name(self.values, one) for one in names]
        if self.names:
            self.values[("kelurahan",)] = ", ".join(self.names)
        self.each = {
            nama: questions.with_listed_code(
                self.each.get(nama) or questions.values_of_kelurahan(self.answers, nama),
                self.values,
                nama,
            )
            for nama in self.names
        }

    def complaints(self) -> list[str]:
        """What is wrong or missing, a sentence each."""
        values, answers = self.values, self.answers
        found = list(questions.complaints(Pendirian, list(FIELDS.values()), values, answers))
        found += questions.unlisted(values, self.each, answers)
        akun, email = values.get(("camat", "akun")), values.get(("camat", "email"))
        if not (akun or email):
            found.append(
                "--camat-akun atau --camat-email: salah satunya wajib, agar camat dikenali."
            )
        if values.get(("pengesahan",)) == "peladen" and not akun:
            found.append("--camat-akun: wajib pada --pengesahan peladen.")
        found += _odd_names(self.names)
        fields = list(OF_KELURAHAN.values())
        for nama, one in self.each.items():
            found += questions.complaints(OfKelurahan, fields, one, answers, nama)
        found += questions.unknown_kelurahan(answers, self.names)
        if not found:
            found += self._window_faults()
        return [
            *found,
            *_camat_has_no_key(values, self.each),
            *_odd_addresses(values),
            *unfilled(self.marks),
        ]

    def _window_faults(self) -> Iterator[str]:
        for name, fault in guide_of(self.founding().kecamatan).faults().items():
            option = f"juknis-{name.replace('_', '-')}"
            yield f"{questions.told(option, self.answers)}: {fault}"

    def complaint(self, finding: Finding) -> str:
        """A fault of a record that would be written, at the answer that it comes from."""
        slug = finding.file.split("/")[2]
        about = next((nama for nama in self.each if slug_of(nama) == slug), "")
        parts = [str(one) for one in finding.field if isinstance(one, str) and one != "pejabat"]
        name = "-".join(parts).replace("_", "-").replace("jadwal-", "juknis-", 1)
        known = OF_KELURAHAN if about else FIELDS
        found = next((one for one in (name, name.removesuffix("-nama")) if one in known), "")
        told = questions.told(found, self.answers, about) if found else "Jawaban"
        of = f" (kelurahan {visible(about)})" if about and not told.startswith("--") else ""
        return f"{told}{of}: {visible(finding.message)} {visible(finding.hint)}"

    def remarks(self) -> list[str]:
        """What should be known before anything is written."""
        uncoded = [nama for nama, one in self.each.items() if not one.get(("kode",))]
        told = [*questions.remarks(self.values, self.names)]
        if uncoded:
            told.append(f"⚠ Kodenya belum disebut: {', '.join(uncoded)}. {_CODE_LATER}")
        return [visible(one) for one in told]

    def founding(self) -> Founding:
        """What all of it comes to."""
        about: Pendirian = RecordForm(Pendirian, tuple(FIELDS.values())).record(self.values)
        form = RecordForm(OfKelurahan, tuple(OF_KELURAHAN.values()))
        kelurahan = {nama: form.record(one) for nama, one in self.each.items()}
        return Founding(about, kelurahan, self.marks)


_CODE_LATER = "Tambahkan dengan --kode NAMA=…, atau nanti pada lembar Kelurahan buku pengaturan."


def _words(mark: str) -> str:
    """What stands for a mark, in words."""
    return MARKS.get(mark, f"tanda {mark} dalam alur kerja")


def _odd_names(names: list[str]) -> list[str]:
    """Why some names cannot be those of folders beside each other."""
    found = []
    taken: dict[str, str] = {}
    for nama in names:
        slug = slug_of(nama)
        if not slug or slug in RESERVED_SLUGS:
            found.append(f"--kelurahan: “{visible(nama)}” tidak dapat menjadi nama folder.")
        elif slug in taken:
            found.append(
                f"--kelurahan: “{visible(nama)}” dan “{visible(taken[slug])}” sama nama foldernya."
            )
        taken.setdefault(slug, nama)
    return found


def _camat_has_no_key(values: Values, each: Mapping[str, Values]) -> Iterator[str]:
    """That others have keys and the camat has none: nobody could register it afterwards."""
    keys = (keys for one in (values, *each.values()) for keys, text in one.items() if text)
    if (
        values.get(("pengesahan",)) == "kunci"
        and any(one[-1] == "kunci" for one in keys)
        and not values.get(("camat", "kunci"))
    ):
        yield (
            "--camat-kunci: Kunci pejabat lain disebut, jadi kunci camat juga wajib: sesudah ada "
            "yang terdaftar, hanya camat yang dapat menambahnya. Atau kosongkan semua kunci."
        )


def _odd_addresses(values: Values) -> Iterator[str]:
    """Addresses that would publish somebody's name or password."""
    for name in ("alamat", "repositori"):
        if re.match(r"https://[^/?#]*@", values.get(("situs", name), "")):
            yield f"--situs-{name}: alamat tidak memuat nama pengguna atau kata sandi."


def unfilled(marks: Mapping[str, str]) -> list[str]:
    """What is wrong with the answers to the marks of the shipped files, one line each."""
    needed = marks_to_fill()
    names = [mark.strip("@") for mark in needed]
    unknown = [mark.strip("@") for mark in marks if mark not in needed]
    return [
        *(f"--{MARK} {one}: tidak ada tanda ini. Yang ada: {', '.join(names)}." for one in unknown),
        *(
            f"--{MARK} {mark.strip('@')}=…: {fault}"
            for mark in needed
            for fault in _mark_faults(mark, marks)
        ),
    ]


def _mark_faults(mark: str, marks: Mapping[str, str]) -> list[str]:
    """What is wrong with what stands for a mark, the version of the wheel's address included."""
    text = marks.get(mark, "")
    if not fits(mark, text):
        return [f"bukan {_words(mark)}." if text else f"{_words(mark)} belum diisi."]
    other = other_version(marks) if mark == WHEEL else ""
    if not other:
        return []
    own = marks["@@VERSI@@"]
    told = f"alamat itu versi {other}, sedangkan program yang mendirikan versi {own}."
    return [f"{told} Sebut alamat versi itu."]


WHEEL, DIGEST = "@@ALAMAT_RODA@@", "@@SHA256_RODA@@"
