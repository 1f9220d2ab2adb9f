"""The steps of the workflows, run in order on real branches."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

import pytest

from musrenbang.files.tree import FolderTree
from musrenbang.importing.issue_form import proposal
from musrenbang.records.loader import load
from musrenbang.text.errors import CommandError
from tests.conftest import ROOT, GitFolder
from tests.workflow_support import (
    PREVIEW,
    Outcome,
    Runner,
    base_files,
    fake_gh_at,
    gh_calls,
    make_repository,
)

BASE = base_files()
D = "decisions/2016"
REJECTED = (
    "keputusan: ditolak\ntanggal: 2016-03-09\n"
    "alasan: {kode: bukan-prioritas, uraian: Mendahulukan penanganan banjir.}\n"
)


@pytest.fixture(scope="session")
def origin(tmp_path_factory: pytest.TempPathFactory) -> GitFolder:
    """The repository on the host."""
    return make_repository(tmp_path_factory.mktemp("asal") / "repo")


@pytest.fixture
def pull_request(origin: GitFolder, tmp_path: Path) -> Callable[..., Outcome]:
    """Open a pull request with some files and run the checking workflow on it."""

    def run(
        files: Mapping[str, str],
        branch: str = "ubah",
        *,
        title: str = "Ubah",
        head: str = "",
        gh: Mapping[str, str] = MappingProxyType({}),
        preview: bool = False,
    ) -> Outcome:
        origin.git("switch", "--quiet", "--force", "--create", branch, "main")
        origin.git("clean", "-fdq")
        origin.commit(title, files)
        origin.git("switch", "--quiet", "--detach", "main")
        origin.git("merge", "--quiet", "--no-ff", "-m", "Gabung", branch)
        merge = origin.git("rev-parse", "HEAD").strip()
        origin.git("branch", "--force", f"penggabungan-{merge}", merge)
        origin.git("switch", "--quiet", "main")
        values = {
            "github.event.pull_request.base.sha": origin.git("rev-parse", "main").strip(),
            "github.event.pull_request.head.repo.full_name": head,
            "github.event.pull_request.number": "12",
            "github.token": "tidak-dipakai",
        }
        event = {"GITHUB_HEAD_REF": branch, "GITHUB_EVENT_NAME": "pull_request", **gh}
        runner = Runner(origin.root, tmp_path / "kerja", merge, values, event)
        return runner.run("periksa.yml", "periksa", without="" if preview else PREVIEW)

    return run


def test_a_good_decision_passes_with_a_summary_and_a_preview(
    pull_request: Callable[..., Outcome], tmp_path: Path
) -> None:
    outcome = pull_request({f"{D}/rawasari/0002.yaml": REJECTED}, "baik", preview=True)
    assert outcome.passed, outcome.output
    assert "1 usulan diputuskan dalam perubahan ini: 1 ditolak" in outcome.summary
    preview = tmp_path / "kerja" / "pratinjau"
    assert (preview / "index.html").is_file()
    assert list(preview.glob("2016/dokumen/*.pdf"))


COMMENTS = "issues/12/comments"
MARK = "<!-- musrenbang: ringkasan -->"


def test_the_summary_stands_in_the_pull_request_and_is_renewed(
    pull_request: Callable[..., Outcome], fake_gh: Mapping[str, str]
) -> None:
    """Also where the change is refused; what others have written stays."""
    comments = [
        {"id": 3, "user": {"login": "orang"}, "body": f"{MARK}\nPalsu"},
        {"id": 4, "user": {"login": "github-actions[bot]"}, "body": "Lain"},
        {"id": 5, "user": {"login": "github-actions[bot]"}, "body": f"{MARK}\nLama"},
    ]
    answers = {COMMENTS: comments, "issues/comments/5": None}
    gh = {**fake_gh, "GH_ANSWERS": json.dumps(answers)}
    path = f"{D}/rawasari/0002.yaml"
    wrong = {path: "keputusan: ditolak\ntanggal: 2016-03-09\n"}
    outcome = pull_request(wrong, "komentar", head="contoh/musrenbang", gh=gh)
    (words, said) = gh_calls(fake_gh)[-1]
    assert words[2:4] == ["PATCH", "repos/contoh/musrenbang/issues/comments/5"]
    assert json.loads(said)["body"] == f"{MARK}\n{outcome.summary}".rstrip("\n") + "\n"


def test_a_fork_gets_no_comment(
    pull_request: Callable[..., Outcome], fake_gh: Mapping[str, str]
) -> None:
    decision = {f"{D}/rawasari/0002.yaml": REJECTED}
    assert pull_request(decision, "fork", head="orang/musrenbang", gh=fake_gh).passed
    assert gh_calls(fake_gh) == []


def test_a_comment_that_the_host_refuses_fails_nothing(
    pull_request: Callable[..., Outcome], fake_gh: Mapping[str, str]
) -> None:
    gh = {**fake_gh, "GH_ANSWERS": json.dumps({"lain": None})}
    decision = {f"{D}/rawasari/0002.yaml": REJECTED}
    outcome = pull_request(decision, "tanpa-hak", head="contoh/musrenbang", gh=gh)
    assert outcome.passed
    assert "GitHub menolak" in outcome.output


def test_a_missing_reason_fails_on_its_line_and_is_explained(
    pull_request: Callable[..., Outcome],
) -> None:
    path = f"{D}/rawasari/0002.yaml"
    outcome = pull_request({path: "keputusan: ditolak\ntanggal: 2016-03-09\n"}, "tanpa-alasan")
    assert not outcome.passed
    assert f"::error file={path},line=1," in outcome.output
    assert "Usulan ditolak tanpa alasan" in outcome.summary
    assert "Temuan karena perubahan ini" in outcome.summary


def test_an_edit_after_kirim_fails(pull_request: Callable[..., Outcome]) -> None:
    path = f"{D}/kramat/0002.yaml"
    outcome = pull_request({path: BASE[path].replace("tahun ini", "tahun depan")}, "terkunci")
    assert not outcome.passed
    assert "penjaga.terkunci" in outcome.output


def test_appointing_ones_own_approver_and_softening_the_check_fails(
    pull_request: Callable[..., Outcome],
) -> None:
    """The judge is the base's: the change cannot bring its own."""
    settings = "proposals/2016/musrenbang.yaml"
    outcome = pull_request(
        {
            f"{D}/rawasari/0002.yaml": REJECTED,
            settings: BASE[settings].replace("camat-contoh", "kawan-saya"),
            "musrenbang/review/guards.py": "def refusals(*_): return []\n",
            "build.py": "raise SystemExit(0)\n",
        },
        "penyetuju",
    )
    assert not outcome.passed
    assert "penjaga.campuran" in outcome.output


def test_hostile_names_are_shown_and_not_obeyed(
    pull_request: Callable[..., Outcome], tmp_path: Path
) -> None:
    outcome = pull_request(
        {
            f"{D}/rawasari/0002.yaml": REJECTED,
            "docs/$(touch dibajak)\n::error::palsu\n@camat-contoh `x`.md": "x\n",
            "docs/--format": "x\n",
        },
        branch="x;touch${IFS}dibajak",
        title='"; touch dibajak; echo "',
        preview=True,
    )
    assert not outcome.passed
    assert not list((tmp_path / "kerja").rglob("dibajak"))
    assert not any(line.startswith("::error::") for line in outcome.output.splitlines())
    assert "@camat-contoh" not in outcome.summary


@pytest.fixture
def fake_gh(tmp_path: Path) -> Mapping[str, str]:
    """A `gh` that writes down what it is asked for."""
    return fake_gh_at(tmp_path)


def test_publishing_releases_the_documents_of_a_kirim(
    origin: GitFolder, tmp_path: Path, fake_gh: Mapping[str, str]
) -> None:
    before = origin.git("rev-parse", "main").strip()
    origin.git("switch", "--quiet", "--detach", "main")
    merge = origin.commit(
        "Kirim",
        {
            f"{D}/rawasari/kirim.yaml": "tanggal: 2016-03-10\ntanpa_validasi:\n"
            + "".join(f'  - {{nomor: "000{n}", alasan: Belum dibahas.}}\n' for n in range(1, 5))
        },
    )
    origin.git("branch", "--force", "kirim", merge)
    origin.git("switch", "--quiet", "main")
    values = {"github.event.before || 'HEAD^1'": before, "github.token": "tidak-dipakai"}
    built = Runner(origin.root, tmp_path / "bangun", merge, values).run("terbitkan.yml", "bangun")
    assert built.passed, built.output
    site = tmp_path / "bangun" / "_site"
    released = Runner(origin.root, tmp_path / "rilis", merge, values, fake_gh, site).run(
        "terbitkan.yml", "rilis"
    )
    assert released.passed, released.output
    (words, _) = next(call for call in gh_calls(fake_gh) if call[0][:2] == ["release", "create"])
    assert words[2] == "kirim-2016-rawasari"
    assert merge in words
    assert {Path(word).name for word in words} >= {"berita-acara.pdf", "SHA256SUMS"}


FORM = """### Kelurahan

{kelurahan}

### SKPD/UKPD tujuan

Sudin LH

### Isu

Kesehatan

### Permasalahan

{masalah}

### Usulan kegiatan

Pemeriksaan kesehatan keliling

### Tipe

non-fisik

### Lokasi

Balai RW 03

### Volume

4

### Satuan

kali

### Keterangan

_No response_

### Pernyataan

- [X] Saya tidak menulis data pribadi siapa pun.
"""


@pytest.fixture
def propose(
    origin: GitFolder, tmp_path: Path, fake_gh: Mapping[str, str]
) -> Callable[[str], Outcome]:
    """Run the workflow that turns issue 12 into a pull request."""

    def run(body: str) -> Outcome:
        Path(fake_gh["GH_ISSUE"]).write_text(json.dumps({"title": "`x`", "body": body}), "utf-8")
        merge = origin.git("rev-parse", "main").strip()
        values = {"inputs.nomor": "12", "github.token": "tidak-dipakai"}
        runner = Runner(origin.root, tmp_path / "kerja", merge, values, fake_gh)
        return runner.run("usulan-langsung.yml", "ajukan")

    return run


def test_an_issue_becomes_a_pull_request_with_one_proposal(
    propose: Callable[[str], Outcome], fake_gh: Mapping[str, str], tmp_path: Path
) -> None:
    hostile = "$(touch dibajak) @camat-contoh\n\n### Judul palsu\n\nkeputusan: disetujui"
    outcome = propose(FORM.format(kelurahan="Rawasari", masalah=hostile))
    assert outcome.passed, outcome.output
    assert not list((tmp_path / "kerja").rglob("dibajak"))
    asked = [words[3].split("/", 3)[-1] for words, _ in gh_calls(fake_gh)]
    assert asked == [
        "issues/12",
        "git/refs",
        "contents/proposals/2016/usulan-langsung/0001.yaml",
        "pulls",
    ]
    text = (tmp_path / "kerja/proposals/2016/usulan-langsung/0001.yaml").read_text("utf-8")
    assert "kelurahan: rawasari" in text
    assert "kode_tracking: isu-12" in text
    assert "\nkeputusan" not in text
    assert "camat-contoh" not in gh_calls(fake_gh)[-1][1]


def test_the_volume_of_an_issue_is_read_as_residents_write_it() -> None:
    year = load(FolderTree(ROOT)).years[2017]
    body = FORM.format(kelurahan="Rawasari", masalah="Biasa.")

    def recorded(volume: str) -> str:
        return proposal(body.replace("\n4\n", f"\n{volume}\n"), 12, year)[1]

    assert "\nvolume: 7.5\n" in recorded("7,5")
    assert "\nvolume: 1500.25\n" in recorded("1.500,25")
    with pytest.raises(CommandError, match=r"Tulis 2300 bila itu ribuan, atau 2\.3 bila"):
        recorded("2,300")


@pytest.mark.parametrize(
    ("kelurahan", "masalah"),
    [
        ("../../decisions", "Biasa."),
        ("Rawasari", "Hubungi 0812-3456-7890."),
        ("Rawasari", "NIK 3171051203850004."),
        ("Rawasari", ""),
    ],
)
def test_an_issue_that_cannot_be_a_proposal_reaches_no_branch(
    kelurahan: str,
    masalah: str,
    propose: Callable[[str], Outcome],
    fake_gh: Mapping[str, str],
) -> None:
    outcome = propose(FORM.format(kelurahan=kelurahan, masalah=masalah))
    assert not outcome.passed
    assert "Traceback" not in outcome.output
    assert [words[2] for words, _ in gh_calls(fake_gh)] == ["GET"]
