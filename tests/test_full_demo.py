"""`demo --lengkap`: both sample years as a founded repository, and what its history tells."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from musrenbang.commands.demo import make_full
from musrenbang.files.tree import FolderTree
from musrenbang.git.repository import Repository
from musrenbang.history.history_model import Tanda
from musrenbang.history.replay import Audit, read_audit
from musrenbang.history.timeline import History
from musrenbang.records.loader import load
from musrenbang.records.snapshot import Snapshot
from musrenbang.review.review_model import HOST_KEYS
from musrenbang.rules.rule_check import check
from musrenbang.site.life_story import life_story
from musrenbang.text.errors import CommandError
from musrenbang.verifying.recorded import reviewed
from musrenbang.year.cases import cases_of
from tests.conftest import ROOT, RunBuild

REWORKED = "Keputusan Kelurahan Cempaka Putih Barat, 9 Maret 2016"
DIFFERING = {
    "proposals/2016/musrenbang.yaml",
    "proposals/2017/musrenbang.yaml",
    "decisions/2016/berita-acara.yaml",
}
"""How officials approve, and an adendum: what the sample years say nothing of."""


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository as it is made; not to be changed."""
    root = tmp_path_factory.mktemp("lengkap") / "contoh"
    make_full(root)
    return root


@pytest.fixture(scope="module")
def audit(full: Path) -> Audit:
    return read_audit(full)


@pytest.fixture(scope="module")
def history(audit: Audit) -> History:
    return History(merges=audit.merges)


def git(root: Path, *words: str, **environment: str) -> str:
    done = subprocess.run(
        ["git", *words],
        cwd=root,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_every_commit_is_the_same_whoever_makes_it_wherever(
    full: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run_build: RunBuild
) -> None:
    settings = tmp_path / "gitconfig"
    settings.write_text(
        "[user]\n name = Orang Lain\n email = lain@contoh.example\n[core]\n autocrlf = true\n"
        "[init]\n defaultBranch = master\n[commit]\n gpgSign = true\n[i18n]\n"
        " commitEncoding = ISO-8859-1\n"
    )
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    monkeypatch.setenv("GIT_AUTHOR_DATE", "2020-02-02T02:02:02Z")
    monkeypatch.setenv("TZ", "Asia/Jayapura")
    done = run_build("demo", "--lengkap", tmp_path / "lagi")
    assert done.returncode == 0, done.stderr
    assert git(tmp_path / "lagi", "rev-parse", "main") == git(full, "rev-parse", "main")
    assert "audit 2016/rawasari/0032" in done.stdout


def test_its_records_end_as_the_sample_years_do_and_are_clean(full: Path) -> None:
    tree = FolderTree(full)
    snapshot = load(tree)
    assert [one for one in check(tree, snapshot) if one.level == "error"] == []
    sample = load(FolderTree(ROOT))
    assert {
        path
        for path in snapshot.blobs.keys() | sample.blobs.keys()
        if snapshot.blobs.get(path) != sample.blobs.get(path)
    } == DIFFERING
    assert git(full, "status", "--porcelain") == ""


def test_nothing_in_it_was_against_the_rules_and_both_levels_of_approval_are_there(
    audit: Audit,
) -> None:
    assert audit.violations == audit.notes == ()
    by = {
        (merge.waktu.year, merge.tanda_tangan.keadaan, merge.tanda_tangan.oleh.peran.split()[0])
        for merge in audit.merges
        if merge.tanda_tangan.oleh
    }
    assert by == {
        (2016, Tanda.PELADEN, "Camat"),
        (2016, Tanda.PELADEN, "Lurah"),
        (2016, Tanda.SAH, "Camat"),
        (2017, Tanda.SAH, "Camat"),
        (2017, Tanda.SAH, "Lurah"),
    }
    kinds = [merge.jenis.value for merge in audit.merges]
    assert {"usulan", "keputusan", "kirim", "koreksi", "naskah", "tindak-lanjut"} <= {*kinds}


def test_git_finds_the_signatures_good_by_ssh_keygen_and_by_gpg(full: Path, tmp_path: Path) -> None:
    home = tmp_path / "gpg"
    home.mkdir(mode=0o700)
    gpg = ("gpg", "--homedir", str(home), "--batch", "--quiet")
    subprocess.run([*gpg, "--import", str(full / HOST_KEYS)], check=True, capture_output=True)
    told = git(full, "log", "--first-parent", "--format=%G? %cs", GNUPGHOME=str(home)).split("\n")
    subprocess.run(["gpgconf", "--homedir", home, "--kill", "all"], check=False)
    assert told[-1] == "N 2016-02-01", "nobody could sign before the first keys"
    # gpg says U: the host's key is known to it, and nobody has said whose it is.
    marks = [line.split()[0] for line in told[:-1]]
    assert set(marks) == {"G", "U"}
    assert marks == sorted(marks), "the host's approvals, then keys"


def test_one_pull_request_was_refused_and_reworked(full: Path) -> None:
    (second,) = git(full, "log", "--format=%H", "--grep=Usulan lurah dikembalikan").split()
    first, base = git(full, "rev-parse", f"{second}^", f"{second}^^").split()
    refused = reviewed(full, base, first)
    assert [one.rule for one in refused.refusals] == ["penjaga.usulan-dalam-keputusan"]
    assert not refused.allowed
    assert reviewed(full, base, second).allowed


STORIES: Mapping[str, Sequence[str]] = {
    "2016/rawasari/0032": (
        "23 Februari 2016 Diusulkan",
        "24 Februari 2016 Diteruskan lurah",
        "26 Februari 2016 Dikirim lurah ke kecamatan",
        "5 Maret 2016 Disurvei: sesuai dan layak",
        "10 Maret 2016 Disetujui camat",
        "10 Maret 2016 Dikirim camat ke tingkat kota",
        "15 Maret 2016 Dikoreksi sesudah dikirim",
        "5 April 2016 Diterima Musrenbang tingkat kota",
        "30 Juni 2016 Masuk RKPD",
        "30 Desember 2016 Masuk APBD",
    ),
    "2016/rawasari/0007": (
        "23 Februari 2016 Diusulkan",
        "24 Februari 2016 Diteruskan lurah",
        "26 Februari 2016 Dikirim lurah ke kecamatan",
        "4 Maret 2016 Disurvei: sesuai dan layak",
        "10 Maret 2016 Ditolak camat",
        "10 Maret 2016 Hasil kelurahan dikirim camat ke tingkat kota, tanpa usulan ini",
    ),
    "2016/rawasari/0010": (
        "23 Februari 2016 Diusulkan",
        "23 Februari 2016 Diteruskan lurah",
        "26 Februari 2016 Dikirim lurah ke kecamatan",
        "10 Maret 2016 Disetujui camat",
        "10 Maret 2016 Dikirim camat ke tingkat kota",
        "5 April 2016 Diterima Musrenbang tingkat kota",
        "30 Juni 2016 Masuk RKPD",
        "30 Desember 2016 Masuk APBD",
        "13 Februari 2017 Sedang dikerjakan",
    ),
    "2016/rawasari/0043": (
        "23 Februari 2016 Diusulkan",
        "24 Februari 2016 Diteruskan lurah",
        "26 Februari 2016 Dikirim lurah ke kecamatan",
        "10 Maret 2016 Dikirim camat tanpa diputuskan",
    ),
    "2016/rawasari/0046": (
        "23 Februari 2016 Diusulkan",
        "23 Februari 2016 Tidak diteruskan lurah",
    ),
    "2016/cempaka-putih-barat/0011": (
        "22 Februari 2016 Diusulkan",
        "24 Februari 2016 Diteruskan lurah",
        "26 Februari 2016 Dikirim lurah ke kecamatan",
        "2 Maret 2016 Disurvei: sesuai dan layak",
        "9 Maret 2016 Disetujui camat dengan perubahan",
        "10 Maret 2016 Dikirim camat ke tingkat kota",
        "5 April 2016 Diterima Musrenbang tingkat kota",
        "30 Juni 2016 Masuk RKPD",
    ),
    "2016/usulan-langsung/0001": ("29 Februari 2016 Diusulkan langsung oleh warga",),
    "2017/cempaka-putih-timur/0001": (
        "20 Februari 2017 Diusulkan",
        "21 Februari 2017 Diteruskan lurah",
        "24 Februari 2017 Dikirim lurah ke kecamatan",
        "6 Maret 2017 Disurvei: sesuai dan layak",
        "14 Maret 2017 Disetujui camat",
    ),
    "2017/cempaka-putih-timur/0017": (
        "20 Februari 2017 Diusulkan",
        "21 Februari 2017 Diteruskan lurah",
        "24 Februari 2017 Dikirim lurah ke kecamatan",
        "8 Maret 2017 Disurvei: sesuai dan layak",
    ),
    "2017/rawasari/0001": (
        "28 Februari 2017 Diusulkan",
        "2 Maret 2017 Diteruskan lurah",
    ),
}


@pytest.fixture(scope="module")
def records(full: Path) -> Snapshot:
    return load(Repository(full).tree("main"))


@pytest.mark.parametrize("usulan", STORIES)
def test_a_life_story_is_told_in_the_order_it_happened(
    usulan: str, records: Snapshot, history: History
) -> None:
    tahun, slug, _ = usulan.split("/")
    year = records.years[int(tahun)]
    (case,) = (one for one in cases_of(year) if one.id == usulan)
    folder = year.folder(slug)
    assert folder
    steps = life_story(case, folder, history).steps
    assert tuple(f"{step.moment.waktu} {step.moment.judul}" for step in steps) == STORIES[usulan]
    approved = {step.moment.pengesahan.partition(" ")[0] for step in steps}
    assert approved == {"disahkan"}, "each by an office, and by what"


def test_what_a_correction_changed_is_told_against_what_held_before(
    records: Snapshot, history: History
) -> None:
    year = records.years[2016]
    (case,) = (one for one in cases_of(year) if one.id == "2016/rawasari/0032")
    steps = life_story(case, year.kelurahan["rawasari"], history).steps
    by = {step.moment.judul: step.moment for step in steps}
    assert by["Dikoreksi sesudah dikirim"].uraian[1:] == (
        "Volume: 128 m → 82 m",
        "Perkiraan anggaran: Rp102.400.000 → Rp65.600.000",
        "Survei, Volume terukur: 128 m → 82 m",
    )
    host, key = (by[judul].pengesahan for judul in ("Diteruskan lurah", "Disetujui camat"))
    assert host == "disahkan Lurah Rawasari lewat akunnya, menurut server Git"
    assert key == "disahkan Camat dengan kuncinya sendiri"


def test_without_the_sample_years_it_says_where_they_are(
    tmp_path: Path, run_build: RunBuild
) -> None:
    """As where the program is installed as a wheel, which does not hold them."""
    with pytest.raises(CommandError, match="git clone"):
        make_full(tmp_path / "baru", sample=tmp_path)
    assert [*tmp_path.iterdir()] == []
    done = run_build("demo", "--lengkap", "--tampered", tmp_path / "baru")
    assert (done.returncode, [*tmp_path.iterdir()]) == (2, [])
    assert "--tampered" in done.stderr
