"""`verify` of a founded repository: by exactly the program that its pin names, and no other."""

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from musrenbang.files.program import PIN, version
from tests.conftest import GitFolder
from tests.verify_support import REPORT, YEAR, Done, build_py

ADDRESS = f"https://contoh.example/musrenbang-{version().number}-py3-none-any.whl"
OTHER = "0123456789abcdef" * 4
HERE = f"{ADDRESS}#sha256={version().sha256}\n"
ELSEWHERE = f"{ADDRESS}#sha256={OTHER}\n"


@pytest.fixture(scope="session")
def pinned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a repository that is pinned to this program, and what it publishes."""
    folder = tmp_path_factory.mktemp("pin")
    GitFolder(folder / "repo").commit("Awal", {**YEAR, PIN: HERE})
    done = build_py("build", "--root", folder / "repo", "-o", folder / "situs")
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def site(pinned: Path, git_folder: GitFolder, tmp_path: Path) -> Path:
    """What a repository publishes that is pinned to this program; both may be changed."""
    shutil.copytree(pinned / "repo", git_folder.root, dirs_exist_ok=True)
    return shutil.copytree(pinned / "situs", tmp_path / "situs")


def verified(git_folder: GitFolder, file: Path) -> Done:
    done = build_py("verify", file, "--root", git_folder.root)
    assert "Traceback" not in done.stderr
    return done


def test_the_program_that_is_pinned_verifies_and_is_named(
    git_folder: GitFolder, site: Path
) -> None:
    done = verified(git_folder, site / REPORT)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "COCOK: sama persis" in done.stdout
    assert "Commit itu hanya memuat data" not in done.stdout
    origin = json.loads((site / "api/v1/versi.json").read_text(encoding="utf-8"))["asal"]
    assert origin["program"] == {"versi": version().number, "sha256": version().sha256}


def test_another_program_is_not_tried_and_its_line_is_told(
    git_folder: GitFolder, site: Path
) -> None:
    """The paper names a commit that another version has made."""
    commit = git_folder.commit("Naikkan", {PIN: ELSEWHERE})
    data = (site / "api/v1/versi.json").read_bytes()
    before = json.loads(data)["asal"]["commit"]
    sums = site / "SHA256SUMS"
    assert before != commit
    done = build_py("build", "--root", git_folder.root, "-o", site)
    assert done.returncode == 0, done.stderr
    assert sums.is_file()
    assert f"{PIN} menetapkan {version().number} ({OTHER[:12]}): situs ini bukan" in done.stdout
    for subject in (site, site / REPORT):
        done = verified(git_folder, subject)
        assert done.returncode == 2
        assert f'-m pip install --no-deps "{ADDRESS}#sha256={OTHER}"' in done.stderr
        assert str(version()) in done.stderr


def test_a_site_without_papers_says_so_and_is_judged_without_them(
    git_folder: GitFolder, site: Path, tmp_path: Path
) -> None:
    target = tmp_path / "tanpa"
    done = build_py("build", "--tanpa-dokumen", "--root", git_folder.root, "-o", target)
    assert done.returncode == 0, done.stderr
    assert "menetapkan" not in done.stdout
    done = verified(git_folder, target)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "COCOK: semua berkas sama persis" in done.stdout
    assert "Situs ini dibuat tanpa dokumen (build --tanpa-dokumen)" in done.stdout
    page, sums = target / "index.html", target / "SHA256SUMS"
    before = hashlib.sha256(page.read_bytes()).hexdigest()
    page.write_text("<p>Lain</p>", encoding="utf-8")
    after = hashlib.sha256(page.read_bytes()).hexdigest()
    sums.write_text(sums.read_text("utf-8").replace(before, after), "utf-8")
    assert verified(git_folder, target).returncode == 1


def test_an_old_paper_is_made_by_the_program_of_its_own_commit(
    git_folder: GitFolder, site: Path, tmp_path: Path
) -> None:
    """Whatever main is pinned to since."""
    git_folder.commit("Naikkan", {PIN: ELSEWHERE})
    assert verified(git_folder, site / REPORT).returncode == 0


@pytest.mark.parametrize("pin", [HERE, ELSEWHERE, "rusak\n", None])
def test_code_in_a_pinned_repository_is_never_run(
    pin: str | None, git_folder: GitFolder, site: Path, tmp_path: Path
) -> None:
    """`None` takes the pin away with the same commit."""
    canary = tmp_path / "dijalankan"
    code = f"open({str(canary)!r}, 'w').close()\n"
    names = ("build.py", "musrenbang/cli.py", "musrenbang/verifying/one_document.py", "yaml.py")
    (git_folder.root / PIN).unlink()
    pinned = {} if pin is None else {PIN: pin}
    git_folder.commit("Program sendiri", {**pinned, **dict.fromkeys(names, code)})
    done = build_py("build", "--root", git_folder.root, "-o", site)
    assert done.returncode == 0, done.stderr
    done = verified(git_folder, site / REPORT)
    assert done.returncode == (0 if pin == HERE else 2), done.stdout + done.stderr
    assert not canary.exists()


def test_a_shallow_copy_does_not_tell_whose_code_it_is(
    git_folder: GitFolder, site: Path, tmp_path: Path
) -> None:
    """The commit that took the pin away may lie beyond what the copy has."""
    canary = tmp_path / "dijalankan"
    code = f"open({str(canary)!r}, 'w').close()\n"
    (git_folder.root / PIN).unlink()
    git_folder.commit("Tanpa pin", {"build.py": code, "musrenbang/cli.py": code})
    git_folder.commit("Sesudahnya", {"catatan.txt": "x"})
    assert build_py("build", "--root", git_folder.root, "-o", site).returncode == 0
    git_folder.git("clone", "--quiet", "--depth=1", git_folder.root.as_uri(), "dangkal")
    done = build_py("verify", site / REPORT, "--root", git_folder.root / "dangkal")
    assert done.returncode == 2
    assert "fetch --unshallow" in done.stderr
    assert not canary.exists()


def test_a_pin_that_is_a_link_is_none(git_folder: GitFolder, site: Path, tmp_path: Path) -> None:
    target = tmp_path / "luar.txt"
    target.write_text(HERE, encoding="utf-8")
    (git_folder.root / PIN).unlink()
    (git_folder.root / PIN).symlink_to(target)
    git_folder.commit("Tautan")
    assert build_py("build", "--root", git_folder.root, "-o", site).returncode == 0
    done = verified(git_folder, site / REPORT)
    assert done.returncode == 2
    assert "tidak menyebut satu roda musrenbang" in done.stderr
