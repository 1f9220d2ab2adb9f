"""Names of kelurahan and numbers of proposals: a typo makes no new one, a number is used once."""

from pathlib import Path

import pytest

from musrenbang.text.name_keys import column_key, name_key, slug_of, squeezed
from tests.conftest import GitFolder
from tests.import_support import JALAN, LAMPU, MAPPING, SALURAN, Cells, Desk
from tests.test_import_recognition import HEADINGS, ROWS


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def named(*names: str) -> list[tuple[str, ...]]:
    return [(str(i), name, *SALURAN[2:6], str(i + 1), *SALURAN[7:]) for i, name in enumerate(names)]


def test_four_ways_to_take_a_name_apart() -> None:
    names = ("No. 1", "no.  1", "NO 1", "no1")
    assert [column_key(name) for name in names] == ["no. 1", "no. 1", "no 1", "no1"]
    assert [name_key(name) for name in names] == ["no 1", "no 1", "no 1", "no1"]
    assert [squeezed(name) for name in names] == ["no1"] * 4
    assert [slug_of(name) for name in names] == ["no-1", "no-1", "no-1", "no1"]


@pytest.mark.parametrize("name", ["Rawasri", "Rawassari", "Raawsari", "Rawasarii"])
def test_a_near_miss_of_a_kelurahan_that_exists_is_asked_about(desk: Desk, name: str) -> None:
    desk.add((SALURAN,))
    result = desk.add((SALURAN, ("9", name, *SALURAN[2:]), LAMPU))
    assert (result.counts["ditolak"], result.counts["usulan baru"]) == (1, 1)
    assert f"kelurahan “{name}” tidak dikenal. Maksud Anda “Rawasari”?" in str(desk.reasons())


@pytest.mark.parametrize("name", ["Rawa Sari", "RAWASARI", "Kel. Rawasari", "Kelurahan Rawa-Sari"])
def test_a_kelurahan_that_exists_is_known_however_it_is_spaced(desk: Desk, name: str) -> None:
    desk.add((SALURAN,))
    assert desk.add((SALURAN, ("9", name, *SALURAN[2:]))).code == 0
    assert list(desk.snapshot().years[2016].kelurahan) == ["rawasari"]


@pytest.mark.parametrize("key", ["007", "7", "7.0", "7,00"])
def test_one_key_written_in_several_ways_is_one(desk: Desk, key: str) -> None:
    desk.add((("7", *SALURAN[1:]),))
    before = desk.state()
    result = desk.add(((key, *SALURAN[1:]),))
    assert result.counts["usulan tetap"] == 1
    assert desk.state() == before


def test_the_mapping_can_say_that_it_is_another_kelurahan(desk: Desk) -> None:
    desk.add((SALURAN,))
    desk.mapping(MAPPING + 'kode_kelurahan: {Rawasri: "31.71.05.1009"}\n')
    assert desk.add((SALURAN, ("9", "Rawasri", *SALURAN[2:]))).code == 0
    assert "proposals/2016/rawasri/0001.yaml" in desk.state()


def test_names_of_one_sheet_may_be_alike(desk: Desk) -> None:
    """Desa are: Sukaraja beside Sukaraya. Only a name that occurs once can be a typo."""
    assert desk.add(named("Sukaraja", "Sukaraya", "Sukajaya", "Sukamaju", "O'o Dua-Tiga")).code == 0
    assert len(desk.snapshot().years[2016].kelurahan) == 5


@pytest.mark.parametrize(("often", "rejected"), [(10, 1), (9, 0)])
def test_one_row_beside_many_is_a_typo(desk: Desk, often: int, rejected: int) -> None:
    result = desk.add(named(*["Rawasari"] * often, "Rawasri"))
    assert result.counts["ditolak"] == rejected
    assert result.counts["usulan baru"] == often + 1 - rejected


def test_two_rows_beside_many_are_a_kelurahan(desk: Desk) -> None:
    assert desk.add(named(*["Sukaraja"] * 12, "Sukaraya", "Sukaraya")).code == 0


def test_numbers_in_the_history_of_git_are_not_given_again(desk: Desk) -> None:
    git = GitFolder(desk.root)
    desk.add((SALURAN, JALAN))
    git.commit("Impor")
    git.git("checkout", "--quiet", "-b", "lain")
    gone = desk.root / "proposals/2016/rawasari/0002.yaml"
    (desk.root / "proposals/2016/rawasari/0005.yaml").write_bytes(
        gone.read_bytes().replace(b'"2"', b'"5"')
    )
    git.commit("Usulan pada cabang lain")
    git.git("checkout", "--quiet", "main")
    gone.unlink()
    git.commit("Hapus usulan 0002")
    desk.add((SALURAN, JALAN, LAMPU))
    assert 'kode_tracking: "2"' in desk.text("proposals/2016/rawasari/0006.yaml")
    assert "proposals/2016/johar-baru/0001.yaml" in desk.state()


def test_numbers_are_remembered_below_a_folder_of_the_repository(tmp_path: Path) -> None:
    git = GitFolder(tmp_path / "repo")
    desk = Desk(tmp_path)
    desk.root = git.root / "data"
    desk.root.mkdir()
    desk.add((SALURAN,))
    git.commit("Impor")
    (desk.root / "proposals/2016/rawasari/0001.yaml").unlink()
    desk.add((JALAN,))
    assert 'kode_tracking: "2"' in desk.text("proposals/2016/rawasari/0002.yaml")


def test_files_added_by_a_merge_itself_count(desk: Desk) -> None:
    git = GitFolder(desk.root)
    desk.add((SALURAN,))
    git.commit("Impor")
    git.git("checkout", "--quiet", "-b", "lain")
    git.commit("Lain", {"catatan.txt": "a"})
    git.git("checkout", "--quiet", "main")
    git.commit("Utama", {"catatan2.txt": "a"})
    git.git("merge", "--quiet", "--no-commit", "lain")
    path = desk.root / "proposals/2016/rawasari/0007.yaml"
    git.commit("Gabung", {"proposals/2016/rawasari/0007.yaml": "x"})
    path.unlink()
    git.commit("Hapus")
    desk.add((SALURAN, JALAN))
    assert "proposals/2016/rawasari/0008.yaml" in desk.state()


def test_nobody_is_named_by_what_is_remembered_of_a_layout(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    head: list[Cells] = [
        ["Usulan Bpk. Sukirman HP 0813-1111-2222"],
        ["Ketua RW 03: Sukirman"],
        ["Tahun 2017 Kecamatan Cempaka Putih"],
        [None],
    ]
    name = "Pak Sukirman 081311112222.xlsx"
    path = desk.workbook({"Pak Sukirman": [*head, HEADINGS, *ROWS]}, name)
    assert desk.understand(path, "--kelurahan", "Rawasari").code == 0
    written = [(path, desk.text(path)) for path in desk.state()]
    assert not [one for one in written if "sukirman" in str(one).casefold() or "0813" in str(one)]
    again = desk.understand(path)
    assert (again.code, again.counts["usulan tetap"]) == (0, 4), again
