"""What a change of protected files does: to rights, keys, standard prices and code."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from musrenbang.files.paths import PROPOSALS, Kind
from musrenbang.files.program import PIN, Pin, notes_since, read_pin, version
from musrenbang.review.changes import names_of
from musrenbang.review.facts import Cases, Facts, Touched
from musrenbang.review.owners import owners
from musrenbang.review.review_model import ALLOWED_SIGNERS, CODEOWNERS, Area, Effect
from musrenbang.review.signers import signer_changes
from musrenbang.review.words import counted, lines_of, listed, moved
from musrenbang.text.indonesian import angka, rupiah
from musrenbang.year.cases import Case
from schemas.musrenbang import TemplateKegiatan

_SETTINGS = {
    Kind.TEMPLATE: "template kegiatan",
    Kind.SKPD: "daftar SKPD/UKPD",
    Kind.MUSRENBANG: "pengaturan tahun",
    Kind.ARAH_KEBIJAKAN: "bahan kebijakan",
    Kind.PROGRAM_PRIORITAS: "bahan kebijakan",
}


def sensitive(facts: Facts) -> tuple[str, ...]:
    """What the change touches that everything else is judged by, the gravest first."""
    found = {_subject(item) for item in facts.protected}
    if owners(facts.base) != owners(facts.head):
        found.add("hak menyetujui")
    order = (
        *("hak menyetujui", "kunci tanda tangan", "versi program"),
        *("alur pemeriksaan", "perangkat lunak"),
    )
    return (*(name for name in order if name in found), *sorted(found - set(order)))


def _subject(item: Touched) -> str:
    if item.path == ALLOWED_SIGNERS:
        return "kunci tanda tangan"
    if item.path == PIN:
        return "versi program"
    if item.area is Area.PERANGKAT_LUNAK:
        return "alur pemeriksaan" if item.path.startswith(".github/") else "perangkat lunak"
    if item.path == CODEOWNERS or (item.place and item.place.kind is Kind.KELURAHAN):
        return "hak menyetujui"
    return _SETTINGS[item.place.kind] if item.place else "pengaturan lain"


def effects(facts: Facts, cases: Cases) -> tuple[Effect, ...]:
    """Everything worth a section of its own."""
    sections = (
        ("Yang wajib menyetujui", _authority(facts)),
        ("Kunci tanda tangan", _keys(facts)),
        ("Versi program", _program(facts)),
        (
            "Akibat perubahan template kegiatan",
            _list_changes(facts, cases, Kind.TEMPLATE, lambda case: case.usulan.template),
        ),
        (
            "Akibat perubahan daftar SKPD/UKPD",
            _list_changes(facts, cases, Kind.SKPD, lambda case: case.kode_skpd),
        ),
        ("Perangkat lunak menurut folder", _folders(facts)),
    )
    found = ((title, tuple(lines)) for title, lines in sections)
    return tuple(Effect(title, lines) for title, lines in found if lines)


def _authority(facts: Facts) -> Iterator[str]:
    before, after = owners(facts.base), owners(facts.head)
    changed = [path for path in {**before, **after} if before.get(path) != after.get(path)]
    for path in changed:
        yield f"{_covered(facts, path)}: {moved(_who(before, path), _who(after, path))}."
    if not changed and facts.of(Kind.MUSRENBANG):
        yield f"{_covered(facts, '*')}: tetap {_who(after, '*')}."
    if not facts.initial and (changed or facts.touches(CODEOWNERS)):
        yield f"Perubahan ini sendiri disetujui yang berwenang sekarang: {_who(before, '*')}."


def _covered(facts: Facts, pattern: str) -> str:
    """The files of a pattern, in words where it is a kelurahan's."""
    if pattern == "*":
        return f"Semua berkas yang tidak disebut tersendiri, {_without_lurah(facts)}"
    _, top, year, slug, *rest = pattern.split("/")
    if top != PROPOSALS:
        return pattern
    name = names_of(facts, int(year)).kelurahan.get(slug, slug)
    what = "Profil dan lurah" if rest[0] else "Usulan"
    return f"{what} Kelurahan {name} {year} ({pattern})"


def _without_lurah(facts: Facts) -> str:
    """What falls to the camat of the newest year."""
    year = max(facts.head.years, default=0)
    apart = owners(facts.head)
    names = [
        folder.nama
        for folder in (facts.head.years[year].kelurahan.values() if year else ())
        if f"/{PROPOSALS}/{year}/{folder.slug}/" not in apart
    ]
    proposals = f" dan usulan Kelurahan {', '.join(names)} {year}" if names else ""
    return f"termasuk keputusan{proposals}"


def _who(owned: Mapping[str, Sequence[str]], path: str) -> str:
    if path not in owned:
        return f"tidak disebut tersendiri ({_who(owned, '*')})" if "*" in owned else "tidak ada"
    return ", ".join(owned[path]) or "belum ada akun, jadi tidak ada yang wajib"


def _keys(facts: Facts) -> Iterator[str]:
    if not facts.touches(ALLOWED_SIGNERS):
        return
    lines = list(signer_changes(*facts.contents.signers))
    yield from lines or ["Kuncinya tetap; hanya komentar, urutan atau cara menulis yang berubah."]


def _program(facts: Facts) -> Iterator[str]:
    """The program before and after; what is new in it, where it is the one that judges here."""
    if not facts.touches(PIN):
        return
    before, after = map(read_pin, facts.contents.pins)
    yield f"Musrenbang {moved(_pinned(before), _pinned(after))}."
    if after is None:
        yield f"{PIN} harus menyebut tepat satu roda musrenbang dengan SHA-256-nya."
    elif after.version.sha256 == version().sha256:
        yield f"Dinilai oleh versi itu sendiri, {after.version}. Catatannya:"
        yield from notes_since(before.version.number if before else "")
    else:
        yield f"Dinilai oleh {version()}; versi barunya menilai dan menyebut catatannya sendiri."


def _pinned(pin: Pin | None) -> str:
    return f"{pin.version} dari {pin.address}" if pin else "tidak disebut"


def _folders(facts: Facts) -> Iterator[str]:
    lines = facts.contents.lines
    software = [item for item in facts.touched if item.area is Area.PERANGKAT_LUNAK]
    for folder, found in groupby(sorted(software, key=_folder), key=_folder):
        items = list(found)
        known = [lines[item.path] for item in items if item.path in lines]
        words = [lines_of(*map(sum, zip(*known, strict=True)))] if known else []
        if len(known) < len(items):
            words.append(f"{angka(len(items) - len(known))} berkas bukan teks")
        yield f"{folder}: {counted(items)}; {', '.join(words)}"


def _folder(item: Touched) -> str:
    """The folder a file is in, two levels deep at most."""
    folders = item.path.split("/")[:-1]
    return "/".join(folders[:2]) + "/" if folders else "folder utama"


def _list_changes(
    facts: Facts, cases: Cases, kind: Kind, code_of: Callable[[Case], str | None]
) -> Iterator[str]:
    """Every entry that differs in a list, and what the proposals do that name it."""
    for tahun, code, old, new in _entries(facts, kind):
        before, after = cases[tahun]
        using = [case for case in after.values() if code_of(case) == code]
        name = names_of(facts, tahun).telling(kind).entry(code)
        yield f"{name}: {_what(old, new)}. {_use(before, using)}."


def entries_counted(facts: Facts, kind: Kind) -> str:
    """How many entries of the lists of that kind are new, changed or gone."""
    pairs = [(old, new) for _, _, old, new in _entries(facts, kind)]
    gone = sum(new is None for _, new in pairs)
    come = sum(old is None for old, _ in pairs)
    return listed(((come, "baru"), (len(pairs) - come - gone, "diubah"), (gone, "dihapus")))


def _entries(facts: Facts, kind: Kind) -> Iterator[tuple[int, str, Any, Any]]:
    """Entries that differ in the list of a year that was there before; `None` for none."""
    for item in facts.of(kind):
        if item.place.tahun in facts.base.years:
            before, after = item.before or {}, item.after or {}
            for code in {**before, **after}:
                if before.get(code) != after.get(code):
                    yield item.place.tahun, code, before.get(code), after.get(code)


def _what(old: object, new: object) -> str:
    match old, new:
        case None, _:
            return "baru"
        case _, None:
            return "dihapus"
        case TemplateKegiatan(), TemplateKegiatan() if old.harga_satuan != new.harga_satuan:
            prices = moved(_price(old.harga_satuan), _price(new.harga_satuan))
            return f"harga satuan {prices} per {new.satuan}"
    return "diubah"


def _price(value: int | None) -> str:
    return "tidak ada" if value is None else rupiah(value)


def _use(before: Mapping[str, Case], using: Sequence[Case]) -> str:
    """How many proposals name an entry, and whether the change moves what they say or cost."""
    if not using:
        return "Belum dipakai usulan mana pun"
    pairs = [(before[case.id], case) for case in using if case.id in before]
    altered = sum(_inherited(old) != _inherited(new) for old, new in pairs)
    dearer = sum(old.anggaran != new.anggaran for old, new in pairs)
    parts = (
        f"Dipakai {angka(len(using))} usulan",
        f"isian {angka(altered)} usulan ikut berubah" if altered else "",
        f"anggaran {angka(dearer)} usulan berubah"
        if dearer
        else "rupiah yang sudah tertulis pada usulan dan keputusan tidak berubah",
    )
    return ", ".join(part for part in parts if part)


def _inherited(case: Case) -> tuple[object, ...]:
    """What a case takes from the settings where its own file is silent."""
    return case.isu, case.program, case.tipe, case.satuan, case.kode_skpd, case.skpd
