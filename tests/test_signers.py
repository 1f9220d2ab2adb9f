"""A line of allowed_signers that ssh-keygen could not use is refused; ssh-keygen is asked."""

import subprocess
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from musrenbang.review.signers import signers, signers_findings
from tests.conftest import GitFolder, RunBuild
from tests.small_year import SMALL_YEAR

NAME = "camat@contoh.example"


class Judge:
    """A key, something signed by it, and whether ssh-keygen finds it under `NAME`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        key = folder / "kunci"
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
        (folder / "isi").write_bytes(b"isi")
        words = ["ssh-keygen", "-q", "-Y", "sign", "-n", "git", "-f", f"{key}", f"{folder}/isi"]
        subprocess.run(words, check=True, capture_output=True)
        self.key = " ".join((folder / "kunci.pub").read_text().split()[:2])

    def finds(self, data: bytes) -> bool:
        """Whether the signature counts by a file of these bytes, in the middle of 2016."""
        (self.folder / "daftar").write_bytes(data)
        words = ["ssh-keygen", "-Y", "verify", "-Overify-time=20160701120000", "-n", "git"]
        words += ["-I", NAME, "-f", str(self.folder / "daftar"), "-s", str(self.folder / "isi.sig")]
        return subprocess.run(words, input=b"isi", capture_output=True, check=False).returncode == 0


@pytest.fixture(scope="module")
def judge(tmp_path_factory: pytest.TempPathFactory) -> Judge:
    return Judge(tmp_path_factory.mktemp("kunci"))


GOOD = [
    "{name} {key}",
    "{name} {key} Laptop Bu Camat, kantor lama",
    "  {name}\t{key}\tcatatan é 👍",
    '{name} namespaces="git,berita-acara" {key}',
    '{name} NAMESPACES="git",valid-after="20160101",valid-before="201701010000Z" {key}',
    "lain@contoh.example,{name} {key}",
    '"{name}" valid-after="20160101120000" {key}',
    "# Kunci é sejak 2016\n\n{name} {key}",
    "{name} {key}\r\n# akhir\r\n\r",
]

BAD = {
    "ï{name} {key}": (1, "U+00EF"),
    '{name}\N{NO-BREAK SPACE}namespaces="git" {key}': (21, "U+00A0"),
    '{name} namespaces="git"\N{NO-BREAK SPACE}{key}': (38, "U+00A0"),
    "ca\N{ZERO WIDTH SPACE}mat@contoh.example {key}": (3, "U+200B"),
    "# lama\r{name} {key}": (7, "U+000D"),
    "lain@contoh.example {key}\r{name} {key}": (1, "U+000D"),
    "# catatan\N{RIGHT-TO-LEFT OVERRIDE}": (10, "U+202E"),
    "lain@contoh.example, {name} {key}": (22, "Syarat camat@contoh.example tidak dikenal"),
    "{name} namespaces=git {key}": (22, "Syarat namespaces=git"),
    '{name} namespaces="git", {key}': (22, "Sesudah koma terakhir"),
    '{name} namespaces="git",namespaces="git" {key}': (22, "dua kali"),
    "{name} no-touch-required {key}": (22, "tidak dikenal"),
    '{name} cert-authority="ya" {key}': (22, "tidak dikenal"),
    '{name} valid-after="2016-01-01" {key}': (22, "Tanggal 2016-01-01 pada valid-after"),
    '{name} valid-before="20160231" {key}': (22, "Tanggal 20160231"),
    '{name} valid-after="19690101" {key}': (22, "Tanggal 19690101"),
    '{name} valid-after="20160901",valid-before="20160101" {key}': (22, "tidak pernah berlaku"),
    "{key} {name}": (1, "tidak dapat dipakai"),
    "{name}": (1, "tidak dapat dipakai"),
    "{name} {key}=": (34, "terpotong, berlebih"),
    "{name} {key}AAAA": (34, "terpotong, berlebih"),
    "{name} ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA==": (34, "terpotong, berlebih"),
    "{name} ssh-rsa {secret}": (30, "bukan dari jenis"),
    "{name} ssh-abc {secret}": (1, "tidak dapat dipakai"),
    "<<<<<<< HEAD": (1, "sisa konflik Git"),
    "-----BEGIN OPENSSH PRIVATE KEY-----": (1, "kunci rahasia"),
}


def filled(line: str, judge: Judge) -> str:
    return line.format(name=NAME, key=judge.key, secret=judge.key.split()[1])


@pytest.mark.parametrize("line", GOOD)
def test_a_line_that_ssh_keygen_can_use_is_no_fault(judge: Judge, line: str) -> None:
    data = f"{filled(line, judge)}\n".encode()
    assert judge.finds(data)
    assert signers_findings(data) == []


@pytest.mark.parametrize(("line", "said"), BAD.items())
def test_any_other_line_is_named_with_its_place(
    judge: Judge, line: str, said: tuple[int, str]
) -> None:
    data = f"# Kunci\nlain@contoh.example {judge.key}\n{filled(line, judge)}\n".encode()
    (found,) = signers_findings(data)
    if "\r" not in line:
        assert (found.line, found.column) == (3, said[0])
    assert said[1] in found.message
    stricter = "20160231" in line or line.startswith("#") or "\r" in line
    assert stricter or not judge.finds(f"{filled(line, judge)}\n".encode())


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda text: text.encode("utf-16"), "UTF-16"),
        (lambda text: text.encode("utf-16-be"), "UTF-16"),
        (lambda text: text.encode() + text.encode("utf-16-le"), "UTF-16"),
        (lambda text: text.encode("utf-8-sig"), "BOM"),
        (lambda text: f"# é\n{text}".encode("latin-1"), "bukan UTF-8"),
    ],
)
def test_a_file_in_another_encoding_is_refused(
    judge: Judge, spoil: Callable[[str], bytes], said: str
) -> None:
    (found,) = signers_findings(spoil(f"{NAME} {judge.key}\n"))
    assert said in found.message


@pytest.mark.parametrize("kind", ["rsa 2048", "ecdsa 256", "ecdsa 384", "ecdsa 521"])
def test_every_usual_kind_of_key_is_known(tmp_path: Path, kind: str) -> None:
    name, bits = kind.split()
    words = ["ssh-keygen", "-q", "-N", "", "-f", f"{tmp_path}/k", "-t", name, "-b", bits]
    subprocess.run(words, check=True)
    assert signers_findings(f"{NAME} {(tmp_path / 'k.pub').read_text()}".encode()) == []


def test_keys_on_a_stick_are_known() -> None:
    """`sk-` keys need hardware to make; their form is in OpenSSH's PROTOCOL.u2f."""
    kind = b"sk-ssh-ed25519@openssh.com"
    parts = (kind, bytes(32), b"ssh:")
    blob = b64encode(b"".join(len(part).to_bytes(4, "big") + part for part in parts)).decode()
    assert signers_findings(f"{NAME} {kind.decode()} {blob}\n".encode()) == []


TOKENS = [NAME, "x@y", ",", " ", "\t", '"', "namespaces=", '"git"', "valid-after=", '"20160101"']
TOKENS += ["cert-authority", "\r", "\N{NO-BREAK SPACE}", "\ufeff", "#", "=", "A", "\\", "*"]


@settings(max_examples=150)
@given(st.data())
def test_what_is_said_to_be_fine_ssh_keygen_reads_as_it_stands(
    judge: Judge, data: st.DataObject
) -> None:
    """A good line with something put in or left out has a fault, or means the same to both."""
    start = data.draw(st.sampled_from(["{name} {key} x", '{name} namespaces="git" {key}']))
    line = filled(start, judge)
    for _ in range(data.draw(st.integers(1, 2))):
        at = data.draw(st.integers(0, len(line)))
        to = data.draw(st.integers(at, min(at + 3, len(line))))
        line = line[:at] + data.draw(st.sampled_from([*TOKENS, ""])) + line[to:]
    text = f"{line}\n".encode()
    means = any(
        NAME in one.names
        and f"{one.kind} {one.key}" == judge.key
        and one.is_for_git
        and "cert-authority" not in one.options
        for one in signers(line)
    )
    if not signers_findings(text):
        assert judge.finds(text) == means


def test_review_and_check_refuse_what_would_shut_honest_people_out(
    git_folder: GitFolder, judge: Judge, run_build: RunBuild
) -> None:
    path = ".github/allowed_signers"
    git_folder.commit("awal", {**SMALL_YEAR, path: f"{NAME} {judge.key}\n"})
    git_folder.git("switch", "--quiet", "--create", "kunci")
    git_folder.commit("kunci", {path: f"{NAME}\N{NO-BREAK SPACE}{judge.key}\n"})
    review = run_build("--root", git_folder.root, "review", "main", "kunci")
    assert review.returncode == 1
    assert f"{path}:1" in review.stdout
    check = run_build("--root", git_folder.root, "check")
    assert check.returncode == 1
    assert f"{path}:1:21: galat: Ada karakter" in check.stdout
