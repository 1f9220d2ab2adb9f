"""Signed papers that are recorded: only our own, only growing, and offered beside ours."""

from pathlib import Path

import pytest

from musrenbang.files.tree import FolderTree
from musrenbang.history.replay import read_audit
from musrenbang.records.loader import MAX_SIGNED, load
from musrenbang.verifying.recorded import reviewed
from tests.conftest import GitFolder, write_files
from tests.signing_support import head, signed
from tests.verify_support import ANNEX, REPORT, Published, build_py, published

__all__ = ["published"]

FOLDER = "decisions/2016/dokumen-bertanda-tangan"


@pytest.fixture(scope="module")
def office(published: Published, tmp_path_factory: pytest.TempPathFactory) -> GitFolder:
    """A clone in which papers are recorded."""
    clone = GitFolder(tmp_path_factory.mktemp("kantor"))
    clone.git("pull", "--quiet", str(published.repository.root), "main")
    return clone


def proposed(office: GitFolder, files: dict[str, bytes]) -> dict[str, str]:
    """What the review of a branch that brings these files refuses, by file."""
    office.git("switch", "--quiet", "-C", "cabang", "main")
    office.commit("Dokumen", {f"{FOLDER}/{name}": data for name, data in files.items()})
    found = reviewed(office.root, "main", "cabang")
    assert found.allowed == (not found.refusals)
    return {one.file.rpartition("/")[2]: one.message for one in found.refusals}


def merged(office: GitFolder) -> None:
    office.git("switch", "--quiet", "main")
    office.git("merge", "--quiet", "--no-ff", "-m", "Gabungkan", "cabang")


def test_only_our_own_papers_with_signatures_behind_them_are_recorded(
    published: Published, office: GitFolder
) -> None:
    report, annex = ((published.site / name).read_bytes() for name in (REPORT, ANNEX))
    told = proposed(office, {"lampiran-1.pdf": report, "lampiran-2.pdf": annex + b"% catatan\n"})
    assert told["lampiran-1.pdf"] == (
        f"TIDAK COCOK: isinya {REPORT}, seharusnya 2016/dokumen/lampiran-1.pdf."
    )
    assert "bukan tanda tangan elektronik saja" in told["lampiran-2.pdf"]
    told = proposed(office, {"lampiran-2.pdf": annex})
    assert told == {"lampiran-2.pdf": "Dokumen ini belum ditandatangani."}
    many = {f"a-{number}.pdf": b"%PDF-" for number in range(9)}
    assert "paling banyak 8" in proposed(office, many)["a-0.pdf"]
    found = load(office_tree(office, {"b.pdf": b"Bukan", "c.pdf": b"%PDF-" + bytes(MAX_SIGNED)}))
    assert [one.rule for one in found.problems] == ["dokumen.bertanda-tangan"] * 2


def office_tree(office: GitFolder, files: dict[str, bytes]) -> FolderTree:
    folder = office.root.parent / "folder"
    return FolderTree(write_files(folder, {f"{FOLDER}/{name}": files[name] for name in files}))


def test_a_recorded_paper_only_grows_and_is_offered_beside_ours(
    published: Published, office: GitFolder, tmp_path: Path
) -> None:
    report = (published.site / REPORT).read_bytes()
    once = signed(report, "laporan-camat-1")
    assert not proposed(office, {"laporan.pdf": once})
    merged(office)
    twice = signed(once, "berita-acara-kepala-perencanaan-2", head())
    assert not proposed(office, {"laporan.pdf": twice})
    merged(office)
    told = proposed(office, {"laporan.pdf": once})["laporan.pdf"]
    assert told == "Dokumen yang sudah ditandatangani dan dicatat diganti."
    merged(office)
    audit = read_audit(office.root)
    guards = [one for one in (*audit.violations, *audit.notes) if one.rule.startswith("penjaga.d")]
    assert [one.file for one in guards] == [f"{FOLDER}/laporan.pdf"]
    done = build_py("build", "--root", office.root, "-o", tmp_path / "situs")
    assert done.returncode == 0, done.stderr
    folder = tmp_path / "situs/2016/dokumen"
    assert (folder / "dokumen-bertanda-tangan/laporan.pdf").read_bytes() == once
    page = (folder / "index.html").read_text()
    assert "bertanda tangan elektronik</a>" in page
    assert "periksa pada layanan verifikasi BSrE" in page
    history = (tmp_path / "situs/2016/riwayat/index.html").read_text()
    assert "Dokumen bertanda tangan: 1 berkas baru (laporan.pdf)." in history
