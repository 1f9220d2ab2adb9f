"""The snapshot after a change, from the one before it and the files that changed.

Reading only those makes a review cost what the change costs, not what the archive costs. The
records that did not change are the same objects in both snapshots.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from musrenbang.files.paths import USULAN_LANGSUNG, Kind, Place, place_of
from musrenbang.files.tree import Tree
from musrenbang.records.loader import load
from musrenbang.records.snapshot import YEAR_FIELDS, KelurahanFolder, Snapshot, Year

Value = TypeVar("Value")


def load_changed(base: Snapshot, tree: Tree, changed: Iterable[str]) -> Snapshot:
    """The snapshot of `tree`, which differs from that of `base` in the changed paths only."""
    paths = set(changed)
    folders: dict[int, set[str]] = defaultdict(set)
    for entry in tree.entries():
        place = place_of(entry.path) if entry.is_plain else None
        if place:
            folders[place.tahun].add(place.kelurahan)
    part = load(tree, only=paths)
    kept = {path: blob for path, blob in base.blobs.items() if path not in paths}
    return replace(with_part(base, part, paths, folders), blobs={**kept, **part.blobs})


def with_part(
    base: Snapshot, part: Snapshot, paths: Collection[str], folders: Mapping[int, Collection[str]]
) -> Snapshot:
    """The snapshot in which `part` stands for the paths named, and `base` for all others.

    `folders` names the kelurahan folders of every year that exist afterwards.
    """
    touched = {place.tahun for path in paths if (place := place_of(path))}
    years = {
        tahun: base.years[tahun]
        if tahun in base.years and tahun not in touched
        else _year(base.years.get(tahun), part.years.get(tahun) or Year(tahun), paths, slugs)
        for tahun, slugs in sorted(folders.items())
    }
    kept = tuple(problem for problem in base.problems if problem.file not in paths)
    return Snapshot(
        years,
        tuple(sorted((*kept, *part.problems), key=lambda problem: problem.file)),
        frozenset(base.broken.difference(paths)) | part.broken,
    )


def _year(base: Year | None, new: Year, paths: Collection[str], slugs: Collection[str]) -> Year:
    if base is None:
        return new
    places = {
        path: place for path in paths if (place := place_of(path)) and place.tahun == base.tahun
    }
    kinds = {place.kind for place in places.values()}
    touched = {place.kelurahan for place in places.values()}
    notices = {place.name for place in places.values() if place.kind is Kind.PENGUMUMAN}
    layouts = {place.name for place in places.values() if place.kind is Kind.PEMETAAN}
    kept = [notice for notice in base.pengumuman if notice.slug not in notices]
    return replace(
        base,
        **{name: getattr(new, name) for kind, name in YEAR_FIELDS.items() if kind in kinds},
        kelurahan={
            slug: _folder(slug, base, new, places) if slug in touched else base.kelurahan[slug]
            for slug in sorted({*slugs} - {"", USULAN_LANGSUNG})
        },
        langsung=_folder(USULAN_LANGSUNG, base, new, places),
        pengumuman=tuple(sorted((*kept, *new.pengumuman), key=lambda notice: notice.slug)),
        pemetaan=_merged(base.pemetaan, new.pemetaan, layouts),
        foto=_merged(base.foto, new.foto, places),
        bertanda_tangan=_merged(base.bertanda_tangan, new.bertanda_tangan, places),
        komentar=_merged(base.komentar, new.komentar, places),
    )


def _folder(slug: str, base: Year, new: Year, places: Mapping[str, Place]) -> KelurahanFolder:
    here = [place for place in places.values() if place.kelurahan == slug]
    kinds = {place.kind for place in here}
    old, add = (year.folder(slug) or KelurahanFolder(slug) for year in (base, new))
    usulan = {place.name for place in here if place.kind in {Kind.USULAN, Kind.USULAN_LANGSUNG}}
    keputusan = {place.name for place in here if place.kind is Kind.KEPUTUSAN}
    kabar = {place.name for place in here if place.kind is Kind.TINDAK_LANJUT}
    return KelurahanFolder(
        slug=slug,
        profil=add.profil if Kind.KELURAHAN in kinds else old.profil,
        usulan=_merged(old.usulan, add.usulan, usulan),
        keputusan=_merged(old.keputusan, add.keputusan, keputusan),
        survei=_merged(old.survei, add.survei, keputusan),
        kirim=add.kirim if Kind.KIRIM in kinds else old.kirim,
        tindak_lanjut=_merged(old.tindak_lanjut, add.tindak_lanjut, kabar),
    )


def _merged(
    old: Mapping[str, Value], new: Mapping[str, Value], replaced: Collection[str]
) -> Mapping[str, Value]:
    """The old values without the replaced ones, and the new ones, by name."""
    if not replaced:
        return old
    kept = {name: value for name, value in old.items() if name not in replaced}
    return dict(sorted({**kept, **new}.items()))
