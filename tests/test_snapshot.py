"""A Snapshot is the same value wherever the files come from."""

import pickle
from collections.abc import Iterable, Iterator
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from musrenbang.files.tree import FolderTree
from musrenbang.git.repository import Repository
from musrenbang.git.runner import GitError
from musrenbang.records.loader import load
from tests.conftest import ROOT, GitFolder, MakeTree
from tests.pictures import photo
from tests.small_year import SMALL_YEAR


def test_records_are_found_by_year_kelurahan_and_number(make_tree: MakeTree) -> None:
    snapshot = load(FolderTree(make_tree(SMALL_YEAR)))
    assert not snapshot.problems
    year = snapshot.years[2016]
    rawasari = year.kelurahan["rawasari"]
    assert rawasari.nama == "Rawasari"
    assert rawasari.usulan["0001"].volume == Decimal(120)
    assert rawasari.keputusan["0002"].keputusan == "ditolak"
    assert rawasari.kirim is not None
    assert year.template["perbaikan-saluran"].harga_satuan == 800_000


def test_a_revision_equals_a_clean_checkout_of_it(git_folder: GitFolder) -> None:
    extra: dict[str, str | bytes] = {
        "proposals/2016/rawasari/0001-a.jpg": photo(8, 8),
        "proposals/2016/arah-kebijakan.md": "# Arah\n\nKata-kata é.\n",
        "decisions/2016/pengumuman/2016-03-11-hasil.md": "# Hasil\n\nSudah terbit.\n",
        "proposals/2016/rawasari/0009.yaml": "volume: [rusak\n",
    }
    git_folder.commit("awal", {**SMALL_YEAR, **extra})
    from_git = load(Repository(git_folder.root).tree("HEAD"))
    from_folder = load(FolderTree(git_folder.root))
    assert from_git == from_folder
    assert from_git.years[2016].pengumuman[0].judul == "Hasil"
    assert len(from_git.problems) == 1


def test_the_repositorys_own_head_equals_its_clean_checkout(git_folder: GitFolder) -> None:
    repository = Repository(ROOT)
    if not repository.exists():
        pytest.skip("folder proyek ini bukan repositori Git")
    git_folder.git("fetch", "--quiet", "--depth=1", str(ROOT), repository.resolve("HEAD"))
    git_folder.git("checkout", "--quiet", "FETCH_HEAD")
    assert load(repository.tree("HEAD")) == load(FolderTree(git_folder.root))


def test_comments_are_kept_of_what_is_not_read_again(make_tree: MakeTree) -> None:
    path = "proposals/2016/rawasari/0001.yaml"
    root = make_tree({**SMALL_YEAR, path: f"# satu\n{SMALL_YEAR[path]}"})
    before = load(FolderTree(root))
    assert [one.text for one in before.years[2016].komentar[path]] == ["# satu"]
    assert load(FolderTree(root), before) == before
    (root / path).write_text(SMALL_YEAR[path])
    assert load(FolderTree(root), before).years[2016].komentar == {}


def test_older_revisions_keep_what_they_said(git_folder: GitFolder) -> None:
    first = git_folder.commit("awal", SMALL_YEAR)
    path = "proposals/2016/rawasari/0001.yaml"
    git_folder.commit("ubah", {path: SMALL_YEAR[path].replace("120", "90")})
    repository = Repository(git_folder.root)
    volumes = [
        load(repository.tree(revision)).years[2016].kelurahan["rawasari"].usulan["0001"].volume
        for revision in (first, "HEAD")
    ]
    assert volumes == [120, 90]


def test_a_data_folder_inside_a_repository_is_read_relative_to_itself(
    git_folder: GitFolder,
) -> None:
    git_folder.commit("awal", {f"data/{path}": text for path, text in SMALL_YEAR.items()})
    inside = git_folder.root / "data"
    assert load(Repository(inside).tree("HEAD")) == load(FolderTree(inside))


def test_an_unknown_revision_is_an_error_not_an_empty_snapshot(git_folder: GitFolder) -> None:
    git_folder.commit("awal", SMALL_YEAR)
    with pytest.raises(GitError):
        Repository(git_folder.root).tree("tidak-ada")


def test_a_revision_that_looks_like_an_option_is_not_one(git_folder: GitFolder) -> None:
    git_folder.commit("awal", SMALL_YEAR)
    with pytest.raises(GitError):
        Repository(git_folder.root).tree("--output=/tmp/x")


def test_a_broken_file_costs_its_own_record_and_nothing_else(make_tree: MakeTree) -> None:
    broken = "proposals/2016/rawasari/0001.yaml"
    root = make_tree({**SMALL_YEAR, broken: "volume: 5.000\n"})
    snapshot = load(FolderTree(root))
    assert snapshot.broken == {broken}
    assert {problem.file for problem in snapshot.problems} == {broken}
    assert list(snapshot.years[2016].kelurahan["rawasari"].usulan) == ["0002"]
    assert list(snapshot.years[2016].kelurahan["rawasari"].keputusan) == ["0001", "0002"]


def test_links_are_reported_and_never_followed(make_tree: MakeTree) -> None:
    root = make_tree(SMALL_YEAR)
    secret = root.parent / "rahasia.yaml"
    secret.write_text("volume: 1\n")
    (root / "proposals/2016/rawasari/0003.yaml").symlink_to(secret)
    (root / "proposals/2017").symlink_to(root.parent)
    problems = load(FolderTree(root)).problems
    assert {(problem.file, problem.rule) for problem in problems} == {
        ("proposals/2016/rawasari/0003.yaml", "berkas.bukan-berkas"),
        ("proposals/2017", "berkas.bukan-berkas"),
    }


def test_a_link_in_git_is_reported_like_one_on_disk(git_folder: GitFolder) -> None:
    git_folder.commit("awal", SMALL_YEAR)
    (git_folder.root / "proposals/2016/rawasari/0003.yaml").symlink_to("0001.yaml")
    git_folder.commit("tautan")
    problems = load(Repository(git_folder.root).tree("HEAD")).problems
    assert [(problem.file, problem.rule) for problem in problems] == [
        ("proposals/2016/rawasari/0003.yaml", "berkas.bukan-berkas")
    ]


@pytest.mark.parametrize(
    "name",
    [
        "proposals/2016/rawasari/7.yaml",
        "proposals/2016/rawasari/0003.yml",
        "proposals/2016/Rawasari/0003.yaml",
        "proposals/2016/rawasari/catatan.txt",
        "proposals/2016/pengumuman/0001.yaml",
        "proposals/lama/0001.yaml",
        "decisions/2016/rawasari/kelurahan.yaml",
        "decisions/2016/pengumuman/hasil.md",
    ],
)
def test_files_without_a_place_are_named(make_tree: MakeTree, name: str) -> None:
    root = make_tree({**SMALL_YEAR, name: "volume: 1\n"})
    assert [(problem.file, problem.rule) for problem in load(FolderTree(root)).problems] == [
        (name, "berkas.tempat")
    ]


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("proposals/2016/Utan Kayu/0001.yaml", "Ganti nama folder “Utan Kayu” menjadi “utan-kayu”"),
        ("proposals/2016/rawasari/0003.yml", "Ganti nama berkasnya menjadi “0003.yaml”"),
        ("proposals/2016/rawasari/IMG.JPG", "Ganti nama berkasnya menjadi “img.jpg”"),
        ("proposals/2016/rawasari/Foto WA 2016-03-01.jpeg", "menjadi “foto-wa-2016-03-01.jpeg”"),
        ("proposals/2016/rawasari/Salinan 0003.yaml", "Periksa nama dan foldernya"),
        ("proposals/2016/rawasari/usulan.yml", "Periksa nama dan foldernya"),
        ("proposals/2016/rawasari/0000.yaml", "mulai dari 0001"),
        ("proposals/2016/rawasari/00002.yaml", "mulai dari 0001"),
        ("proposals/16/rawasari/0001.yaml", "Folder “16” bukan tahun"),
        ("proposals/2016/rawasari/catatan.txt", "Periksa nama dan foldernya"),
        ("proposals/2016/rawasari/0003-a.HEIC", "Foto disimpan sebagai JPEG, PNG atau WebP"),
    ],
)
def test_a_misplaced_file_is_told_what_is_wrong_with_its_path(
    make_tree: MakeTree, name: str, hint: str
) -> None:
    (problem,) = load(FolderTree(make_tree({**SMALL_YEAR, name: "volume: 1\n"}))).problems
    assert hint in problem.hint


def test_five_digit_numbers_come_after_four_digit_ones(make_tree: MakeTree) -> None:
    text = SMALL_YEAR["proposals/2016/rawasari/0002.yaml"]
    extra = {f"proposals/2016/rawasari/{number}.yaml": text for number in ("10000", "9999")}
    year = load(FolderTree(make_tree({**SMALL_YEAR, **extra}))).years[2016]
    assert list(year.kelurahan["rawasari"].usulan) == ["0001", "0002", "9999", "10000"]


def test_a_file_in_place_of_a_folder_is_seen_alike_on_disk_and_in_git(
    git_folder: GitFolder,
) -> None:
    proposals = {path: text for path, text in SMALL_YEAR.items() if path.startswith("proposals")}
    git_folder.commit("awal", {**proposals, "decisions": "hai"})
    from_git = load(Repository(git_folder.root).tree("HEAD"))
    assert from_git == load(FolderTree(git_folder.root))
    assert [problem.file for problem in from_git.problems] == ["decisions"]


def test_a_file_that_cannot_be_read_costs_its_own_record(make_tree: MakeTree) -> None:
    root = make_tree(SMALL_YEAR)

    class Locked(FolderTree):
        def read(self, paths: Iterable[str]) -> Iterator[tuple[str, bytes | None]]:
            for path, data in super().read(paths):
                yield path, None if path.endswith("rawasari/0001.yaml") else data

    snapshot = load(Locked(root))
    assert {problem.rule for problem in snapshot.problems} == {"berkas.tidak-terbaca"}
    assert list(snapshot.years[2016].kelurahan["rawasari"].usulan) == ["0002"]


def test_a_file_that_vanishes_while_reading_is_reported(make_tree: MakeTree) -> None:
    root = make_tree(SMALL_YEAR)
    tree = FolderTree(root)
    entries = tree.entries()
    (root / "proposals/2016/rawasari/0002.yaml").unlink()
    tree.entries = lambda: entries  # type: ignore[method-assign]
    assert [problem.rule for problem in load(tree).problems] == ["berkas.tidak-terbaca"]


@pytest.mark.parametrize("name", [".DS_Store", "Thumbs.db", "0001.yaml~", ".~lock.0001.yaml#"])
def test_what_programs_leave_behind_is_overlooked(make_tree: MakeTree, name: str) -> None:
    root = make_tree({**SMALL_YEAR, f"proposals/2016/rawasari/{name}": "x"})
    assert not load(FolderTree(root)).problems


def test_a_changed_photo_changes_the_snapshot(make_tree: MakeTree) -> None:
    path = "proposals/2016/rawasari/0001-a.jpg"
    before = load(FolderTree(make_tree({**SMALL_YEAR, path: b"satu"})))
    after = load(FolderTree(make_tree({path: b"dua!"})))
    assert before != after


def test_snapshots_cannot_be_changed(make_tree: MakeTree) -> None:
    snapshot = load(FolderTree(make_tree(SMALL_YEAR)))
    usulan = snapshot.years[2016].kelurahan["rawasari"].usulan
    with pytest.raises(TypeError):
        usulan["0001"] = usulan["0002"]  # type: ignore[index]
    with pytest.raises(ValueError, match="frozen"):
        usulan["0001"].rw = "001"  # type: ignore[misc]


def test_records_come_back_from_a_cache_as_they_were() -> None:
    for folder in load(FolderTree(ROOT)).years[2016].folders:
        for records in (folder.usulan, folder.keputusan, folder.survei):
            kept = dict(records)
            back = pickle.loads(pickle.dumps(kept))  # noqa: S301 - our own bytes
            assert back == kept
            assert {name: item.model_dump(exclude_unset=True) for name, item in back.items()} == {
                name: item.model_dump(exclude_unset=True) for name, item in kept.items()
            }


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(sorted(SMALL_YEAR)))
def test_the_order_files_were_written_in_does_not_matter(
    tmp_path_factory: pytest.TempPathFactory, order: list[str]
) -> None:
    def written(names: list[str]) -> object:
        root = tmp_path_factory.mktemp("data")
        for name in names:
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(SMALL_YEAR[name])
        return load(FolderTree(root))

    assert written(order) == written(sorted(SMALL_YEAR))
