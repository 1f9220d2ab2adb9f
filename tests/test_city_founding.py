"""`new city`: a repository whose workflow adds up the sites of its kecamatan."""

import subprocess
from pathlib import Path

import pytest

from musrenbang.city.site_list import read_list
from musrenbang.cli import main
from musrenbang.founding.area import kecamatan_of, kota_named
from musrenbang.founding.marks import CITY_CONTENT, CONTENT
from musrenbang.records import canonical
from tests.city_support import START, write_site
from tests.founding_support import MARKS, office
from tests.workflow_support import (
    WORKFLOWS,
    Runner,
    checked_by_schema,
    checked_by_zizmor,
    fake_gh_at,
    gh_calls,
    read_workflow,
)

__all__ = ["office"]

TOOL = [one for mark, text in MARKS.items() for one in ("--tanda", f"{mark.strip('@')}={text}")]
PATTERN = "https://musrenbang.example/{kecamatan}/"


def founded(folder: Path, *words: str, kota: str = "jakarta pusat") -> int:
    return main(["new", "city", str(folder), "--kota", kota, "--alamat", PATTERN, *TOOL, *words])


def test_a_city_is_founded_with_its_kecamatan_and_a_workflow_that_builds_it(
    office: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "pusat"
    assert founded(folder, "--situs", "https://musrenbang.example/pusat/") == 0
    assert "Kota Administrasi Jakarta Pusat ditulis di" in capsys.readouterr().out
    listed = read_list(folder / "kota.yaml")
    place = kota_named("Jakarta Pusat")
    assert place is not None
    assert [one.kode for one in listed.wilayah] == [one.kode for one in kecamatan_of(place)]
    assert listed.wilayah[1].alamat == "https://musrenbang.example/sawah-besar/"
    files = sorted(
        path for path in folder.rglob("*") if path.is_file() and ".git/" not in str(path)
    )
    assert not any("@@" in path.read_text("utf-8") for path in files)
    log = subprocess.run(
        ["git", "log", "--format=%s"], cwd=folder, capture_output=True, text=True, check=True
    ).stdout
    assert log == "Musrenbang Kota Administrasi Jakarta Pusat: daftar kecamatan\n"
    callers = sorted((folder / ".github/workflows").glob("*.yml"))
    assert [path.name for path in callers] == ["terbitkan.yml", "versi.yml"]
    checked_by_schema("vendor.github-workflows", callers)
    checked_by_zizmor(folder / ".github")
    workflow = read_workflow(callers[0])
    assert "workflow_dispatch" in workflow["on"]
    (job,) = workflow["jobs"].values()
    place_of_called, _, commit = job["uses"].partition("@")
    assert commit == MARKS["@@COMMIT@@"]
    called = read_workflow(WORKFLOWS / place_of_called.rpartition("/")[2])
    asked = {right for part in called["jobs"].values() for right in part["permissions"].items()}
    assert asked == {*job["permissions"].items(), ("contents", "read")}
    (command,) = [
        step["run"]
        for part in called["jobs"].values()
        for step in part["steps"]
        if "$MUSRENBANG" in step.get("run", "")
    ]
    assert command == "$MUSRENBANG city data/kota.yaml -o _site"


def test_a_kecamatan_that_names_its_city_tells_it_when_it_has_published(tmp_path: Path) -> None:
    """It starts the workflow of the founded city, with a token for nothing else."""
    job = read_workflow(WORKFLOWS / "kecamatan-terbitkan.yml")["jobs"]["kabari"]
    assert (job["if"], job["needs"], job["permissions"]) == ("vars.REPO_KOTA != ''", "pages", {})
    host = fake_gh_at(tmp_path)
    values = {"vars.REPO_KOTA": "kota-org/pusat", "secrets.KABAR_KOTA": "rahasia"}
    runner = Runner(tmp_path, tmp_path / "kerja", "", values, host)
    assert runner.run("kecamatan-terbitkan.yml", "kabari").passed
    ((words, _),) = gh_calls(host)
    assert words[:3] == ["api", "--method", "POST"]
    assert words[-1] == "repos/kota-org/pusat/actions/workflows/terbitkan.yml/dispatches"
    assert (CITY_CONTENT / ".github/workflows/terbitkan.yml").is_file()
    caller = (CONTENT / ".github/workflows/terbitkan.yml").read_text(encoding="utf-8")
    assert "secrets:\n      KABAR_KOTA: ${{ secrets.KABAR_KOTA }}" in caller


def test_the_founded_list_builds_with_one_site_there_and_the_others_named(
    office: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "pusat"
    assert founded(folder, "--tanpa-git") == 0
    write_site(tmp_path / "situs", "31.71.02", "Sawah Besar", 4)
    assert not (folder / ".git").exists()
    listed = read_list(folder / "kota.yaml")
    sites = [
        one.model_copy(update={"sumber": "../situs" if one.kode == "31.71.02" else one.nama})
        for one in listed.wilayah
    ]
    changed = listed.model_copy(update={"wilayah": tuple(sites), "contoh": True})
    (folder / "kota.yaml").write_text(canonical.dump(changed), encoding="utf-8")
    capsys.readouterr()
    assert main(["city", str(folder / "kota.yaml")]) == 0
    told = capsys.readouterr().out
    assert told.count("⚠") == 7
    assert "⚠ Gambir: Folder Gambir tidak ada. Yang ditampilkan: tidak ada." in told
    page = (folder / "_site/index.html").read_text("utf-8")
    assert f"{START.day} Maret {START.year}" in page


@pytest.mark.parametrize(
    ("words", "kota", "told"),
    [
        ((), "Jakarta Pusta", "Maksud Anda `Jakarta Pusat`?"),
        ((), "Atlantis", "Tulis kota.yaml sendiri"),
        (("--alamat", "https://a.example/"), "Jakarta Pusat", "tidak memuat {kecamatan}"),
        (("--alamat", "http://a.example/{kecamatan}"), "Jakarta Pusat", "diawali https://"),
        (("--situs", "https://saya:rahasia@a.example"), "Jakarta Pusat", "diawali https://"),
        (("--tanda", "COMMIT=x"), "Jakarta Pusat", "--tanda COMMIT=…"),
        (("--tanda", "LAIN=x"), "Jakarta Pusat", "tidak ada tanda ini"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_written(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    kota: str,
    told: str,
) -> None:
    assert founded(tmp_path / "kota", *words, kota=kota) in {1, 2}
    assert told in capsys.readouterr().err
    assert not (tmp_path / "kota").exists()
