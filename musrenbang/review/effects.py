"""What a change does beyond its files: to rights, keys, prices, code, and what was vouched for."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from musrenbang.files.paths import PROPOSALS, Kind
from musrenbang.files.program import PIN, Pin, notes_since, read_pin, version
from musrenbang.review.changes import names_of
from musrenbang.review.facts import Cases, Facts, Touched
from musrenbang.review.host_keys import host_key_changes
from musrenbang.review.owners import owners
from musrenbang.review.review_model import ALLOWED_SIGNERS, CODEOWNERS, HOST_KEYS, Area, Effect
from musrenbang.review.signers import signer_changes
from musrenbang.review.words import (
    amount,
    counted,
    lines_of,
    listed,
    moved,
    title_of,
    volume,
)
from musrenbang.text.indonesian import angka, rupiah, tanggal
from musrenbang.year.cases import Case
from schemas.musrenbang import TemplateKegiatan

_SETTINGS = {
    Kind.TEMPLATE: "template kegiatan",
    Kind.SKPD: "daftar perangkat daerah",
    Kind.JUKNIS: "juknis tahun",
    Kind.MUSRENBANG: "pengaturan tahun",
    Kind.ARAH_KEBIJAKAN: "bahan kebijakan",
    Kind.PROGRAM_PRIORITAS: "bahan kebijakan",
    Kind.PEMETAAN: "pemetaan impor",
}


def sensitive(facts: Facts, cases: Cases) -> tuple[str, ...]:
    """What the change touches that everything else is judged by, the gravest first.

    What a proposal asks for is such a thing from the day its lurah vouched for it: the camat's
    survey and decision stand on it.
    """
    found = {_subject(item) for item in facts.protected}
    if owners(facts.base) != owners(facts.head):
        found.add("hak menyetujui")
    if any(_vouched(facts, cases)):
        found.add(_SENT)
    order = (
        *("hak menyetujui", "kunci tanda tangan", "versi program"),
        *("alur pemeriksaan", "perangkat lunak"),
    )
    return (*(name for name in order if name in found), *sorted(found - set(order)))


_SENT = "usulan yang sudah disahkan lurah"


def _subject(item: Touched) -> str:
    if item.path in {ALLOWED_SIGNERS, HOST_KEYS}:
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
        ("Yang sudah disahkan lurah atau disurvei", _vouched(facts, cases)),
        ("Yang wajib menyetujui", _authority(facts)),
        ("Kunci tanda tangan", _keys(facts)),
        ("Versi program", _program(facts)),
        (
            "Akibat perubahan template kegiatan",
            _list_changes(facts, cases, Kind.TEMPLATE, lambda case: case.usulan.template),
        ),
        (
            "Akibat perubahan daftar perangkat daerah",
            _list_changes(facts, cases, Kind.SKPD, lambda case: case.kode_skpd),
        ),
        ("Perangkat lunak menurut folder", _folders(facts)),
    )
    found = ((title, tuple(lines)) for title, lines in sections)
    return tuple(Effect(title, lines) for title, lines in found if lines)


def _vouched(facts: Facts, cases: Cases) -> Iterator[str]:
    """Proposals that ask for more than was sent, validated or surveyed, and what is taken back."""
    for item in facts.of(Kind.KELURAHAN):
        before, after = item.before, item.after
        if before and after and before.dikirim and not after.dikirim:
            yield f"{after.nama}: pengiriman lurah {tanggal(before.dikirim)} ditarik kembali."
    for item in facts.of(Kind.USULAN, Kind.USULAN_LANGSUNG):
        old, new = (side.get(item.usulan) for side in cases[item.place.tahun])
        folder = facts.folder(facts.base, item.place)
        sent = folder.dikirim_lurah if folder else None
        if new and (since := _since(old, sent)):
            if old is None:
                yield f"{title_of(new)}: usulan baru sesudah {since}, {_asked(new)}."
            elif _asks_for_more(old, new):
                figures = moved(_asked(old), _asked(new))
                yield f"{title_of(new)}: sesudah {since}, {figures}.{_outdated(old)}"
            elif old.usulan.validasi_lurah and not new.usulan.validasi_lurah:
                yield f"{title_of(new)}: validasi lurah ditarik kembali."
            elif _verdict(old) != _verdict(new):
                yield f"{title_of(new)}: validasi lurah {moved(_verdict(old), _verdict(new))}."
            elif _work(old) != _work(new) and not facts.is_locked(item.place):
                survey = " Surveinya mengenai yang semula." if old.survei else ""
                yield f"{title_of(new)}: sesudah {since}, kegiatan atau tempatnya lain.{survey}"


def _verdict(case: Case) -> str:
    check = case.usulan.validasi_lurah
    return check.hasil if check else "belum ada"


def _work(case: Case) -> tuple[object, ...]:
    """What is to be done, and where."""
    usulan = case.usulan
    place = usulan.lokasi and usulan.lokasi.alamat, usulan.rw, usulan.rt
    return usulan.template, usulan.usulan_kegiatan, case.folder, *place


def _since(case: Case | None, sent: date | None) -> str:
    """What had been done about a proposal before the change; empty where nothing was."""
    done = [f"dikirim lurah {tanggal(sent)}"] if sent else []
    check = case.usulan.validasi_lurah if case else None
    if check and not sent:
        day = f" {tanggal(check.tanggal)}" if check.tanggal else ""
        done = [f"divalidasi lurah{day}"]
    if case and case.langsung:
        done = ["diajukan warga"]
    if case and case.survei:
        done.append(f"disurvei {tanggal(case.survei.tanggal)}")
    return " dan ".join(done)


def _asks_for_more(before: Case, after: Case) -> bool:
    """Whether volume or amount grew, or the unit is another, which no number tells."""
    old, new = before.usulan, after.usulan
    amounts = new.perkiraan_anggaran or 0, old.perkiraan_anggaran or 0
    return new.volume > old.volume or amounts[0] > amounts[1] or before.satuan != after.satuan


def _asked(case: Case) -> str:
    return f"{volume(case.usulan.volume, case)} ({amount(case.usulan.perkiraan_anggaran)})"


def _outdated(case: Case) -> str:
    """That the survey, if there was one, was made for other figures."""
    if case.survei is None:
        return ""
    measured = case.survei.volume_terukur
    found = f", terukur {volume(measured, case)}" if measured is not None else ""
    return f" Surveinya dibuat untuk {_asked(case)}{found}; ukur ulang sebelum diputuskan."


def _authority(facts: Facts) -> Iterator[str]:
    before, after = owners(facts.base), owners(facts.head)
    changed = [path for path in {**before, **after} if before.get(path) != after.get(path)]
    for path in changed:
        yield f"{_covered(facts, path)}: {moved(_who(before, path), _who(after, path))}."
    for place in dict.fromkeys(item.place._replace(name="") for item in facts.locked_usulan):
        own = before.get(f"/{PROPOSALS}/{place.tahun}/{place.kelurahan}/", ())
        lurah = f" dan lurahnya ({', '.join(own)})" if own else "; lurahnya belum mempunyai akun"
        name = f"Kelurahan {facts.nama_kelurahan(place)} {place.tahun}"
        yield f"Koreksi usulan {name}: camat ({_who(before, '*')}){lurah}."
        if facts.pengesahan == "kunci":
            yield (
                f"Lurah {facts.nama_kelurahan(place)} menyetujuinya dengan menandatangani commit "
                "terakhir cabang ini (git commit --allow-empty -S); tanpa itu, penggabungannya "
                "menjadi pelanggaran."
            )
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
    if not (facts.touches(ALLOWED_SIGNERS) or facts.touches(HOST_KEYS)):
        return
    lines = [*signer_changes(*facts.contents.signers), *host_key_changes(*facts.contents.host_keys)]
    yield from lines or ["Kuncinya tetap; hanya komentar, urutan atau cara menulis yang berubah."]


def _program(facts: Facts) -> Iterator[str]:
    """The program before and after; what is new in it, where it is the one that judges here."""
    if not facts.touches(PIN):
        return
    before, after = map(read_pin, facts.contents.pins)
    yield f"Musrenbang {moved(_pinned(before), _pinned(after))}."
    if before and after:
        yield from _doubts(before, after)
    if after is None:
        yield f"{PIN} harus menyebut tepat satu roda musrenbang dengan SHA-256-nya."
    elif after.version.sha256 == version().sha256:
        yield f"Dinilai oleh versi itu sendiri, {after.version}. Catatannya:"
        yield from notes_since(before.version.number if before else "")
    else:
        yield f"Dinilai oleh {version()}; versi barunya menilai dan menyebut catatannya sendiri."


def _doubts(before: Pin, after: Pin) -> Iterator[str]:
    """What no honest raising of the version does."""
    old, new = before.version, after.version
    if new.order < old.order:
        yield f"⚠ Versinya diturunkan dari {old.number} ke {new.number}."
    if new.number == old.number and new.sha256 != old.sha256:
        yield (
            f"⚠ Versinya tetap {new.number}, tetapi isinya lain: sidik jari SHA-256 rodanya "
            "berbeda, padahal versi yang sudah terbit tidak berubah."
        )
    if before.place != after.place:
        yield f"⚠ Penerbitnya lain: semula {before.place}, menjadi {after.place}."


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
