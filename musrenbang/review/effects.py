"""What a change of protected files does: to rights, keys, standard prices and code."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from musrenbang.files.paths import PROPOSALS, Kind
from musrenbang.records.snapshot import Snapshot
from musrenbang.review.areas import ALLOWED_SIGNERS, CODEOWNERS, Area
from musrenbang.review.catalogue_changes import agency_changes, template_changes
from musrenbang.review.code_names import names_of
from musrenbang.review.facts import Facts, Touched
from musrenbang.review.form_changes import Cases
from musrenbang.review.owners import owners_by_path
from musrenbang.review.review_model import Effect
from musrenbang.review.review_words import counted, lines_of, moved
from musrenbang.review.signers import signer_changes
from musrenbang.text.indonesian import angka

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
    order = ("hak menyetujui", "kunci tanda tangan", "alur pemeriksaan", "perangkat lunak")
    return (*(name for name in order if name in found), *sorted(found - set(order)))


def _subject(item: Touched) -> str:
    if item.path == ALLOWED_SIGNERS:
        return "kunci tanda tangan"
    if item.area is Area.PERANGKAT_LUNAK:
        return "alur pemeriksaan" if item.path.startswith(".github/") else "perangkat lunak"
    if item.path == CODEOWNERS or (item.place and item.place.kind is Kind.KELURAHAN):
        return "hak menyetujui"
    return _SETTINGS[item.place.kind] if item.place else "pengaturan lain"


def owners(snapshot: Snapshot) -> dict[str, tuple[str, ...]]:
    """The accounts that have to approve, by pattern of paths."""
    return {path: tuple(accounts) for path, accounts in owners_by_path(snapshot)}


def effects(facts: Facts, cases: Cases) -> tuple[Effect, ...]:
    """Everything worth a section of its own."""
    sections = (
        ("Yang wajib menyetujui", _authority(facts)),
        ("Kunci tanda tangan", _keys(facts)),
        ("Akibat perubahan template kegiatan", template_changes(facts, cases)),
        ("Akibat perubahan daftar SKPD/UKPD", agency_changes(facts, cases)),
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
    if not facts.initial and (changed or any(item.path == CODEOWNERS for item in facts.touched)):
        yield f"Perubahan ini sendiri disetujui yang berwenang sekarang: {_who(before, '*')}."


def _covered(facts: Facts, pattern: str) -> str:
    """The files of a pattern, in words where it is a kelurahan's."""
    if pattern == "*":
        return f"Semua berkas yang tidak disebut tersendiri, {_without_lurah(facts)}"
    _, top, year, slug, *rest = pattern.split("/")
    if top != PROPOSALS:
        return pattern
    name = names_of((facts.base, facts.head), int(year)).kelurahan.get(slug, slug)
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
    if not any(item.path == ALLOWED_SIGNERS for item in facts.touched):
        return
    lines = list(signer_changes(*facts.contents.signers))
    yield from lines or ["Kuncinya tetap; hanya komentar, urutan atau cara menulis yang berubah."]


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
