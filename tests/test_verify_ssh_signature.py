"""A detached SSH signature over the Berita Acara, made with the documented command."""

import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from musrenbang.git.repository import Repository
from musrenbang.verifying import ssh_signature
from musrenbang.verifying.ssh_signature import Signature, check_signature
from tests.conftest import GitFolder
from tests.verify_support import ANNEX, CAMAT, YEAR, Published, published

__all__ = ["published"]

MADE = datetime(2016, 3, 10, 3, tzinfo=UTC)


class Desk:
    """A folder with a document and keys to sign it with."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.document = folder / "berita-acara.pdf"
        self.document.write_bytes(b"%PDF-1.7 Berita Acara")

    def key(self, name: str) -> str:
        """A new key; its public half as allowed signers hold it."""
        self._run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", name)
        return (self.folder / f"{name}.pub").read_text().strip()

    def sign(self, key: str, namespace: str = "berita-acara") -> None:
        self._run("ssh-keygen", "-Y", "sign", "-f", key, "-n", namespace, str(self.document))

    def check(self, signers: str) -> Signature:
        signature = self.document.with_name("berita-acara.pdf.sig")
        return check_signature(self.document.read_bytes(), signature, signers.encode(), MADE)

    def _run(self, *words: str) -> None:
        subprocess.run(words, cwd=self.folder, check=True, capture_output=True)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_a_good_signature_says_whose_it_is(desk: Desk) -> None:
    options = 'namespaces="git,berita-acara",valid-after="20160101",valid-before="20161231"'
    signers = f"{CAMAT} {options} {desk.key('camat')}\n"
    desk.sign("camat")
    assert desk.check(signers) == Signature(CAMAT)


@pytest.mark.parametrize(
    ("options", "signer", "namespace", "told"),
    [
        ("", "asing", "berita-acara", "kunci yang tidak terdaftar"),
        ("", "camat", "git", "namespace-nya harus berita-acara"),
        ('namespaces="git"', "camat", "berita-acara", "tidak boleh dipakai"),
        ('valid-before="20160309"', "camat", "berita-acara", "tidak berlaku pada waktu"),
        ('valid-after="20160311"', "camat", "berita-acara", "tidak berlaku pada waktu"),
    ],
    ids=["unknown key", "other purpose", "key not for documents", "expired", "not yet valid"],
)
def test_a_signature_that_does_not_count_says_why(
    desk: Desk, options: str, signer: str, namespace: str, told: str
) -> None:
    desk.key("asing")
    signers = f"{CAMAT} {options} {desk.key('camat')}\n".replace("  ", " ")
    desk.sign(signer, namespace)
    found = desk.check(signers)
    assert not found.principal
    assert told in found.fault


def test_a_signature_of_other_bytes_or_of_no_sense_does_not_count(desk: Desk) -> None:
    signers = f"{CAMAT} {desk.key('camat')}\n"
    desk.sign("camat")
    desk.document.write_bytes(b"%PDF-1.7 lain")
    assert "tidak cocok dengan isi berkas ini" in desk.check(signers).fault
    desk.document.with_name("berita-acara.pdf.sig").write_bytes(b"\x00\xff")
    assert desk.check(signers).fault


def test_verify_names_the_signer_and_trusts_only_recorded_keys(
    desk: Desk, published: Published
) -> None:
    """A key that merely lies in the folder was reviewed by nobody."""
    repository = GitFolder(desk.folder / "repo")
    repository.git("pull", "--quiet", str(published.repository.root), "main")
    shutil.copyfile(published.site / ANNEX, desk.document)
    allowed = repository.root / ".github/allowed_signers"
    allowed.parent.mkdir()
    allowed.write_text(f"{CAMAT} {desk.key('camat')}\n")
    desk.sign("camat")
    here = Repository(repository.root)
    data, commit = desk.document.read_bytes(), here.commit(published.commit)
    told, fine = ssh_signature.signature_line(here, desk.document, data, commit, 2016)
    assert not fine
    assert told.startswith("TANDA TANGAN TIDAK SAH: dibuat dengan kunci yang tidak terdaftar")
    assert "baru didaftarkan" not in told
    repository.commit("Daftarkan kunci camat")
    told, fine = ssh_signature.signature_line(here, desk.document, data, commit, 2016)
    assert not fine
    assert "Kunci itu baru didaftarkan sesudah dokumen ini" in told


LURAH = "lurah@contoh.example"


@pytest.fixture
def office(desk: Desk) -> GitFolder:
    """A repository whose newest commit, which the document names, has both their keys."""
    repository = GitFolder(desk.folder / "kecamatan")
    profile = "proposals/2016/rawasari/kelurahan.yaml"
    keys = f"{CAMAT} {desk.key('camat')}\n{LURAH} {desk.key('lurah')}\n"
    lurah = f"lurah: {{nama: Sri Handayani, email: {LURAH}}}\n"
    repository.commit(
        "Awal", {**YEAR, profile: YEAR[profile] + lurah, ".github/allowed_signers": keys}
    )
    return repository


def line_of(desk: Desk, office: GitFolder, name: str) -> tuple[str, bool]:
    here = Repository(office.root)
    data = desk.document.read_bytes()
    return ssh_signature.signature_line(here, desk.document, data, here.commit(name), 2016)


def test_only_who_a_document_provides_for_signs_it(desk: Desk, office: GitFolder) -> None:
    name = office.git("rev-parse", "HEAD").strip()
    desk.sign("camat")
    assert line_of(desk, office, name) == (
        f"Tanda tangan: sah, oleh Ratna Wulandari (Camat); kunci terdaftar {CAMAT}.",
        True,
    )
    desk.document.with_name("berita-acara.pdf.sig").unlink()
    desk.sign("lurah")
    told, fine = line_of(desk, office, name)
    assert not fine
    assert "dibuat Sri Handayani (Lurah Rawasari)" in told
    assert "ditandatangani camat" in told


def test_the_planning_office_may_sign_what_it_acknowledges(desk: Desk, office: GitFolder) -> None:
    settings = "proposals/2016/musrenbang.yaml"
    head = "perencanaan@contoh.example"
    text = YEAR[settings].replace("nama: Budi Santoso", f"nama: Budi Santoso, email: {head}")
    keys = (office.root / ".github/allowed_signers").read_text() + f"{head} {desk.key('kepala')}\n"
    name = office.commit("Kepala", {settings: text, ".github/allowed_signers": keys})
    desk.sign("kepala")
    _, fine = line_of(desk, office, name)
    assert fine


def test_what_was_signed_with_a_key_of_its_time_stays_signed(desk: Desk, office: GitFolder) -> None:
    name = office.git("rev-parse", "HEAD").strip()
    desk.sign("camat")
    office.commit("Cabut kunci", {".github/allowed_signers": "# tidak ada\n"})
    told, fine = line_of(desk, office, name)
    assert fine
    assert told.endswith("Kunci itu kini tidak terdaftar lagi untuk waktu itu.")
