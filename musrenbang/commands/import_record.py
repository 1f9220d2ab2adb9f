"""Recording an import: settings by themselves, and the proposals of each kelurahan, on branches."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from musrenbang.deciding.recorder import main_of
from musrenbang.deciding.submission import MOST_NAMES, HandedIn, branch_name, hand_in
from musrenbang.files.paths import Kind, place_of
from musrenbang.files.tree import FolderTree
from musrenbang.git.differences import changed_files
from musrenbang.git.repository import Repository
from musrenbang.importing.import_plan import ImportPlan
from musrenbang.records.loader import load
from musrenbang.records.snapshot import Year
from musrenbang.text.errors import CommandError
from musrenbang.text.escaping import visible
from musrenbang.text.name_keys import untaken
from musrenbang.year.figures import group

_SETTINGS = frozenset({Kind.MUSRENBANG, Kind.SKPD, Kind.TEMPLATE, Kind.PEMETAAN})


def recorded_lines(root: Path, plan: ImportPlan, recorded: Sequence[HandedIn]) -> Iterator[str]:
    """What was recorded where, and in which order it is handed in."""
    repository = Repository(root)
    for done in recorded:
        yield f"Tercatat pada cabang {done.branch} ({done.commit[:12]}). Berikutnya:"
        yield from (f"  {step}" for step in done.next_steps)
    if any(_settings_of(plan)) and len(recorded) > 1:
        yield f"Urutannya: gabungkan {recorded[0].branch} dulu. Sesudah itu, di cabang usulan:"
        for one in recorded[1:]:
            yield f"  git switch {one.branch}"
            yield f"  git merge {main_of(repository)}"
    yield f"Folder ini kini di cabang {repository.branch()}, yang hanya memuat isinya sendiri."


def record_import(root: Path, plan: ImportPlan) -> Iterator[HandedIn]:
    """Commit what was written: settings first and by themselves, then the proposals.

    Those of each kelurahan need the settings, and nothing of another kelurahan: a branch each.
    """
    year, repository = load(FolderTree(root)).years[plan.tahun], Repository(root)
    settings = list(_settings_of(plan))
    others = sorted(path for path in plan.files if place_of(path) and path not in settings)
    proposals = group(others, lambda path: path.split("/")[2])
    if settings:
        what = f"Pengaturan Musrenbang {plan.tahun} dari impor"
        of = [*proposals] if len(proposals) <= MOST_NAMES else ["impor"]
        yield _commit(root, year, settings, branch_name("pengaturan", plan.tahun, *of), what)
    start = repository.branch() or "HEAD"
    for folder, paths in proposals.items():
        if repository.branch() != start:
            repository.go_to(start)
        what = f"Usulan Musrenbang {plan.tahun}: {folder}"
        yield _commit(root, year, paths, branch_name("usulan", plan.tahun, folder), what)


def _settings_of(plan: ImportPlan) -> Iterator[str]:
    places = ((path, place_of(path)) for path in plan.files)
    return (path for path, place in places if place and place.kind in _SETTINGS)


def refuse_mixture(root: Path, plan: ImportPlan) -> None:
    """Raise where settings would be recorded on top of proposals that nobody has merged yet."""
    repository = Repository(root)
    main, current = main_of(repository), repository.branch()
    if current == main or not repository.has_branch(main):
        return
    start = repository.merge_base(main, "HEAD")
    places = [place_of(file.path) for file in changed_files(root, start, "HEAD")]
    if not any(place and place.kind not in _SETTINGS for place in places):
        return
    told = f"Folder ini di cabang {visible(current)}, yang usulannya belum digabung ke {main}"
    if any(_settings_of(plan)):
        raise CommandError(
            f"{told}; impor ini menambah pengaturan, yang harus diajukan tersendiri. Tidak ada "
            f"yang ditulis. Pindah dulu: git switch {main}"
        )
    print(
        f"Perhatikan: {told}. Cabang impor ini memuatnya juga; kalau tidak dimaksud, hapus "
        f"cabangnya dan ulangi dari {main}."
    )


def _commit(root: Path, year: Year, paths: list[str], branch: str, message: str) -> HandedIn:
    repository = Repository(root)
    name = untaken(branch, repository.has_branch)
    repository.start_branch(name)
    return hand_in(root, year, paths, branch=name, message=message)
