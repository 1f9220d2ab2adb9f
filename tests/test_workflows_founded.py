"""The workflows of a founded kecamatan: thin callers, and what they call, run on real branches."""

import base64
import io
import json
import os
import re
import socket
import ssl
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from musrenbang.commands.dispatched import INPUTS
from musrenbang.files.program import PACKAGE, PIN, read_pin, version, wheel
from musrenbang.founding.marks import CONTENT, MARKS, filled
from tests.conftest import ROOT, GitFolder, write_files
from tests.desk_support import result_of
from tests.host_repository import host_at
from tests.workflow_support import (
    PREVIEW,
    WORKFLOWS,
    Outcome,
    Runner,
    base_files,
    checked_by_schema,
    checked_by_zizmor,
    fake_gh_at,
    gh_calls,
    read_workflow,
)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("localhost", 0))
        return int(one.getsockname()[1])


TEMPLATES = CONTENT / ".github" / "workflows"
CALLERS = sorted(TEMPLATES.glob("*.yml"))
COMMIT = "0123456789abcdef0123456789abcdef01234567"
OWNER = "contoh-org/musrenbang"
PORT = _free_port()
HOST = f"https://localhost:{PORT}"
"""Where every file of this computer can be downloaded as long as these tests run."""
NOWHERE = Path("/roda/musrenbang-0.1.0-py3-none-any.whl")
BASE = base_files()
Calls = list[tuple[list[str], str]]
SETTINGS = "proposals/2016/musrenbang.yaml"
REJECTED = (
    "keputusan: ditolak\ntanggal: 2016-03-09\n"
    "alasan: {kode: bukan-prioritas, uraian: Mendahulukan penanganan banjir.}\n"
)


def answers(wheel_file: Path, sha256: str) -> dict[str, str]:
    return {
        "@@PEMILIK_REPO@@": OWNER,
        "@@COMMIT@@": COMMIT,
        "@@VERSI@@": version().number,
        "@@ALAMAT_RODA@@": f"{HOST}{wheel_file}",
        "@@SHA256_RODA@@": sha256,
    }


def founded_files(wheel_file: Path, sha256: str = version().sha256) -> dict[str, str]:
    """What a founded repository has of `isi/`, with the answers in it."""
    return {
        path.relative_to(CONTENT).as_posix(): filled(
            path.read_text(encoding="utf-8"), answers(wheel_file, sha256)
        )
        for path in (*CALLERS, CONTENT / PIN)
    }


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """What pip has to trust to download from `HOST`, which answers meanwhile."""
    folder = tmp_path_factory.mktemp("peladen")
    key, own = folder / "kunci.pem", folder / "sertifikat.pem"
    kind = ("-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost")
    name = ("-addext", "subjectAltName=DNS:localhost")
    written = ("-keyout", str(key), "-out", str(own))
    subprocess.run(["openssl", "req", *kind, *name, *written], check=True, capture_output=True)
    handler = partial(SimpleHTTPRequestHandler, directory="/")
    server = ThreadingHTTPServer(("localhost", PORT), handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(own, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield own
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def wheel_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this program, where it can be downloaded."""
    folder = tmp_path_factory.mktemp("roda")
    file = folder / f"musrenbang-{version().number}-py3-none-any.whl"
    file.write_bytes(wheel())
    return file


@pytest.fixture(scope="session")
def origin(tmp_path_factory: pytest.TempPathFactory, wheel_file: Path) -> GitFolder:
    """A founded repository on the host: records, workflows and a pin; no program."""
    folder = GitFolder(tmp_path_factory.mktemp("berdiri") / "repo")
    folder.commit("Awal", {**BASE, **founded_files(wheel_file)})
    return folder


def test_the_marks_are_all_there_are_and_all_are_used() -> None:
    text = "".join(path.read_text("utf-8") for path in (*CALLERS, CONTENT / PIN))
    assert set(re.findall(r"@@[A-Z0-9_]+@@", text)) == set(MARKS)


def test_the_pin_is_one_that_programs_and_pip_read(wheel_file: Path) -> None:
    pin = read_pin(founded_files(wheel_file)[PIN])
    assert pin is not None
    assert (pin.address, pin.version) == (f"{HOST}{wheel_file}", version())


@pytest.mark.parametrize("path", CALLERS, ids=lambda path: path.name)
def test_a_caller_is_thin_pinned_and_grants_what_is_asked(path: Path, tmp_path: Path) -> None:
    text = founded_files(NOWHERE)[f".github/workflows/{path.name}"]
    file = write_files(tmp_path, {path.name: text}) / path.name
    workflow = read_workflow(file)
    assert workflow["permissions"] == {}
    (job,) = workflow["jobs"].values()
    place, _, commit = job["uses"].partition("@")
    assert commit == COMMIT
    called = read_workflow(WORKFLOWS / place.removeprefix(f"{OWNER}/.github/workflows/"))
    assert "workflow_call" in called["on"]
    asked = {right for part in called["jobs"].values() for right in part["permissions"].items()}
    granted = set(job["permissions"].items())
    assert granted <= asked
    assert asked <= granted | {("contents", "read")}
    assert f"# v{version().number}" in text
    inputs = (called["on"]["workflow_call"] or {}).get("inputs", {})
    assert set(job.get("with", {})) == set(inputs)


def test_the_callers_keep_githubs_schema_and_an_auditor_finds_nothing(tmp_path: Path) -> None:
    files = founded_files(NOWHERE)
    root = write_files(tmp_path, files)
    found = sorted((root / ".github/workflows").glob("*.yml"))
    checked_by_schema("vendor.github-workflows", found)
    checked_by_zizmor(root / ".github")


def test_what_is_called_for_a_pull_request_may_only_read_and_comment() -> None:
    path = WORKFLOWS / "kecamatan-periksa.yml"
    rights = [job["permissions"] for job in read_workflow(path)["jobs"].values()]
    assert rights == [{"contents": "read", "pull-requests": "write"}]
    assert "secrets." not in path.read_text(encoding="utf-8")


@pytest.fixture
def pull_request(origin: GitFolder, certificate: Path, tmp_path: Path) -> Callable[..., Outcome]:
    """Open a pull request with some files and run the checking workflow on it."""

    def run(files: dict[str, str], branch: str, *, preview: bool = False) -> Outcome:
        origin.git("switch", "--quiet", "--force", "--create", branch, "main")
        origin.commit("Ubah", files)
        origin.git("switch", "--quiet", "--detach", "main")
        origin.git("merge", "--quiet", "--no-ff", "-m", "Gabung", branch)
        merge = origin.git("rev-parse", "HEAD").strip()
        origin.git("branch", "--force", f"penggabungan-{merge}", merge)
        origin.git("switch", "--quiet", "main")
        values = {"github.event.pull_request.base.sha": origin.git("rev-parse", "main").strip()}
        return Runner(
            origin.root, tmp_path / "kerja", merge, values, {"PIP_CERT": str(certificate)}
        ).run("kecamatan-periksa.yml", "periksa", without="" if preview else PREVIEW)

    return run


def test_a_decision_is_judged_by_the_program_that_the_base_names(
    pull_request: Callable[..., Outcome], tmp_path: Path
) -> None:
    outcome = pull_request({"decisions/2016/rawasari/0002.yaml": REJECTED}, "baik", preview=True)
    assert outcome.passed, outcome.output
    assert "1 usulan diputuskan dalam perubahan ini: 1 ditolak" in outcome.summary
    assert version().sha256 in (tmp_path / "kerja/pratinjau/data/index.html").read_text("utf-8")
    assert not (tmp_path / "kerja/baru").exists()


def test_a_program_that_a_change_brings_along_judges_nothing(
    pull_request: Callable[..., Outcome],
) -> None:
    outcome = pull_request(
        {
            "decisions/2016/rawasari/0002.yaml": REJECTED,
            "build.py": "raise SystemExit(0)\n",
            "musrenbang/cli.py": "raise SystemExit(0)\n",
        },
        "membawa-program",
    )
    assert not outcome.passed
    assert "penjaga.campuran" in outcome.output


@pytest.fixture(scope="session")
def next_pin(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The pin of a next version of the program, whose wheel can be downloaded."""
    folder = tmp_path_factory.mktemp("berikutnya")
    with zipfile.ZipFile(io.BytesIO(wheel())) as archive:
        archive.extractall(folder)
    program = folder / PACKAGE
    for name, before, after in (
        ("pyproject.toml", f'version = "{version().number}"', 'version = "9.1.0"'),
        ("CATATAN.md", f"## {version().number}\n", "## 9.1.0\n\n- Kini lebih x.\n\n\\g<0>"),
    ):
        text = (program / name).read_text("utf-8")
        changed, count = re.subn(f"(?m)^{re.escape(before)}", after, text)
        assert count == 1
        (program / name).write_text(changed, "utf-8")
    command = [sys.executable, "musrenbang/files/program.py", str(folder)]
    done = subprocess.run(command, cwd=program, capture_output=True, text=True, check=True)
    sha256, _, file = done.stdout.strip().partition("  ")
    return founded_files(Path(file), sha256)[PIN]


def test_a_raised_pin_is_told_with_its_notes_and_judged_by_the_new_program_too(
    pull_request: Callable[..., Outcome], next_pin: str, tmp_path: Path
) -> None:
    outcome = pull_request({PIN: next_pin}, "versi")
    assert outcome.passed, outcome.output
    first, second = outcome.summary.split("## ⚠ Perlu dibaca orang kedua: mengubah versi program")[
        1:
    ]
    assert "versi barunya menilai dan menyebut catatannya sendiri" in first
    assert "Kini lebih x." in second
    assert "Versi pertama yang dapat dipasang" not in second
    assert "musrenbang 9.1.0" in (tmp_path / "kerja/pratinjau-baru/data/index.html").read_text()


def test_a_wheel_that_is_not_the_one_pinned_is_never_run(
    pull_request: Callable[..., Outcome], tmp_path: Path
) -> None:
    file = tmp_path / f"musrenbang-{version().number}-py3-none-any.whl"
    file.write_bytes(wheel() + b"x")
    outcome = pull_request({PIN: founded_files(file)[PIN]}, "roda-lain")
    assert not outcome.passed
    assert not (tmp_path / "kerja/baru/musrenbang_kecamatan").exists()


def test_a_pin_never_changes_together_with_records(
    pull_request: Callable[..., Outcome], next_pin: str
) -> None:
    records = {"decisions/2016/rawasari/0002.yaml": REJECTED}
    outcome = pull_request({PIN: next_pin, **records}, "campur")
    assert not outcome.passed
    assert "penjaga.campuran" in outcome.output


def test_main_is_published_by_the_program_that_it_names(
    origin: GitFolder, certificate: Path, tmp_path: Path
) -> None:
    head = origin.git("rev-parse", "main").strip()
    pip = {"PIP_CERT": str(certificate)}
    built = Runner(origin.root, tmp_path / "kerja", head, {}, pip).run(
        "kecamatan-terbitkan.yml", "bangun"
    )
    assert built.passed, built.output
    said = json.loads((tmp_path / "kerja/_site/api/v1/versi.json").read_text("utf-8"))["asal"]
    assert said["commit"] == head
    assert said["program"] == {"versi": version().number, "sha256": version().sha256}
    assert not said["belum_dicatat"]


def test_an_issue_that_is_no_proposal_reaches_no_branch(
    origin: GitFolder, certificate: Path, tmp_path: Path
) -> None:
    gh = fake_gh_at(tmp_path)
    Path(gh["GH_ISSUE"]).write_text(json.dumps({"title": "x", "body": ""}), "utf-8")
    head = origin.git("rev-parse", "main").strip()
    values = {"inputs.nomor": "12", "github.token": "tidak-dipakai"}
    outcome = Runner(
        origin.root, tmp_path / "kerja", head, values, {**gh, "PIP_CERT": str(certificate)}
    ).run("kecamatan-usulan-langsung.yml", "ajukan")
    assert not outcome.passed
    assert "Traceback" not in outcome.output
    assert [words[2] for words, _ in gh_calls(gh)] == ["GET"]


def test_an_upload_is_judged_and_asked_for_by_the_program_that_main_names(
    origin: GitFolder, certificate: Path, tmp_path: Path
) -> None:
    fields = {"kode": "bukan-prioritas", "uraian": "Mendahulukan penanganan banjir."}
    result = result_of(origin.root, {"2016/rawasari/0002": [("tolak", fields)]}).read_bytes()
    origin.git("switch", "--quiet", "--create", "unggahan", "main")
    commit = origin.commit("Add files via upload", {"masuk/meja.json": result})
    origin.git("switch", "--quiet", "main")
    event = {
        **host_at(tmp_path, origin.root),
        "PIP_CERT": str(certificate),
        "GITHUB_SHA": commit,
        "GITHUB_REF_NAME": "unggahan",
        "GITHUB_ACTOR": "Operator-Contoh",
        "GITHUB_ACTOR_ID": "103",
    }
    values = {"github.token": "tidak-dipakai", "needs.nilai.outputs.buku": ""}
    for job in ("nilai", "ajukan"):
        site = tmp_path / "nilai/hasil"
        runner = Runner(origin.root, tmp_path / job, "main", values, event, site)
        outcome = runner.run("kecamatan-terima.yml", job)
        assert outcome.passed, outcome.output
    state = json.loads((tmp_path / "peladen.json").read_text("utf-8"))
    (pull,) = state["pulls"]
    (status,) = state["statuses"][origin.git("rev-parse", pull["head"]).strip()]
    rules = json.loads((CONTENT / ".github/ruleset-main.json").read_text("utf-8"))["rules"]
    (demanded,) = rules[-1]["parameters"]["required_status_checks"]
    assert (status["context"], status["state"]) == (demanded["context"], "success")
    assert "unggahan" not in origin.git("branch", "--list")


def test_what_was_typed_into_a_form_is_read_by_the_program_that_main_names(
    origin: GitFolder, certificate: Path, tmp_path: Path
) -> None:
    hostile = "$(touch dibajak)`touch dibajak`\"; touch dibajak; '"
    typed = {
        "usulan": "2016/kramat/0002",
        "sebab": hostile,
        "berita_acara": "",
        "hari": "2016-03-15",
        "keputusan": "disetujui",
        **dict.fromkeys(("volume", "alasan_perubahan", "kode", "uraian"), ""),
    }
    event = {
        **host_at(tmp_path, origin.root),
        "PIP_CERT": str(certificate),
        "GITHUB_ACTOR": "Operator-Contoh",
        "GITHUB_ACTOR_ID": "103",
    }
    values = {"github.token": "tidak-dipakai", "toJSON(inputs)": json.dumps(typed)}
    runner = Runner(origin.root, tmp_path / "ajukan", "main", values, event)
    outcome = runner.run("kecamatan-koreksi.yml", "ajukan")
    assert outcome.passed, outcome.output
    (pull,) = json.loads((tmp_path / "peladen.json").read_text("utf-8"))["pulls"]
    assert f"#{pull['number']}" in outcome.summary
    assert "touch dibajak" in origin.git("show", f"{pull['head']}:decisions/2016/kramat/kirim.yaml")
    assert not list(tmp_path.rglob("dibajak"))
    origin.git("branch", "--quiet", "-D", pull["head"])


@pytest.mark.parametrize("name", ["kirim", "koreksi"])
def test_both_forms_and_the_program_ask_for_the_same(name: str, tmp_path: Path) -> None:
    text = founded_files(NOWHERE)[f".github/workflows/{name}.yml"]
    places = (write_files(tmp_path, {"x.yml": text}) / "x.yml", WORKFLOWS / f"{name}.yml")
    founded, ours = (read_workflow(path)["on"]["workflow_dispatch"]["inputs"] for path in places)
    called = read_workflow(WORKFLOWS / f"kecamatan-{name}.yml")["on"]["workflow_call"]["inputs"]
    assert ours == founded
    assert set(ours) == set(called) == INPUTS[name]


RELEASES = "https://github.com/contoh-org/musrenbang/releases/download"
FRESH = f"{RELEASES}/v9.1.0/musrenbang-9.1.0-py3-none-any.whl"
SHA = "0123456789abcdef" * 4
OLD_PIN = f"# Program.\n{RELEASES}/v1.2.0/musrenbang-1.2.0-py3-none-any.whl#sha256={'a' * 64}\n"
BESIDE = f"https://contoh.example/musrenbang-1.2.0-py3-none-any.whl#sha256={SHA}"
ASSETS = [
    {"browser_download_url": f"{RELEASES}/v9.1.0/SHA256SUMS", "digest": "sha256:" + "1" * 64},
    {"browser_download_url": FRESH, "digest": f"sha256:{SHA}"},
]


@pytest.fixture
def raise_version(git_folder: GitFolder, tmp_path: Path) -> Callable[..., tuple[int, str, Calls]]:
    """Run `github versi` on a repository that is pinned to version 1.2.0 of a release."""

    def run(
        assets: object = ASSETS,
        refs: str = "",
        pin: str = OLD_PIN,
    ) -> tuple[int, str, Calls]:
        git_folder.commit("Awal", {PIN: pin})
        gh = {**fake_gh_at(tmp_path), "GH_ASSETS": json.dumps(assets), "GH_REFS": refs}
        done = subprocess.run(
            [sys.executable, ROOT / "build.py", "--root", git_folder.root, "github", "versi"],
            env={**os.environ, **gh},
            capture_output=True,
            text=True,
            check=False,
        )
        assert "Traceback" not in done.stderr
        return done.returncode, done.stdout + done.stderr, gh_calls(gh)

    return run


def test_a_newer_release_becomes_a_pull_request_with_one_line_changed(
    raise_version: Callable[..., tuple[int, str, Calls]],
) -> None:
    code, said, calls = raise_version()
    assert code == 0, said
    asked = [words[3].removeprefix("repos/") for words, _ in calls]
    assert asked == [
        "contoh-org/musrenbang/releases/latest",
        "contoh/musrenbang/git/matching-refs/heads/musrenbang-9.1.0",
        "contoh/musrenbang/git/refs",
        f"contoh/musrenbang/contents/{PIN}",
        "contoh/musrenbang/pulls",
    ]
    written = json.loads(calls[3][1])
    assert base64.b64decode(written["content"]).decode() == f"# Program.\n{FRESH}#sha256={SHA}\n"
    assert re.fullmatch("[0-9a-f]{40}", written["sha"])
    assert "Tutup lalu buka lagi" in json.loads(calls[4][1])["body"]


def test_a_version_that_is_there_or_asked_for_already_changes_nothing(
    raise_version: Callable[..., tuple[int, str, Calls]],
) -> None:
    code, said, calls = raise_version(pin=f"{FRESH}#sha256={SHA}\n")
    assert (code, len(calls)) == (0, 1)
    assert "Sudah versi terbaru" in said


def test_a_version_that_was_proposed_is_not_proposed_again(
    raise_version: Callable[..., tuple[int, str, Calls]],
) -> None:
    code, said, calls = raise_version(refs="refs/heads/musrenbang-9.1.0")
    assert (code, len(calls)) == (0, 2)
    assert "sudah ada" in said


@pytest.mark.parametrize(
    ("assets", "pin", "told"),
    [
        ([], None, "tidak memuat satu roda"),
        ([{**ASSETS[1], "digest": None}], None, "tidak memuat satu roda"),
        (ASSETS, BESIDE, "tangan"),
        (ASSETS, "rusak", "tangan"),
    ],
)
def test_what_cannot_be_raised_is_told(
    assets: object,
    pin: str | None,
    told: str,
    raise_version: Callable[..., tuple[int, str, Calls]],
) -> None:
    code, said, _ = raise_version(assets, **({} if pin is None else {"pin": pin}))
    assert code == 1
    assert told in said
