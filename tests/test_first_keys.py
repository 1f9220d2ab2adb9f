"""The camat's key after founding: registered once, by a change of nothing else, before decisions.

What `review` lets pass the audit has nothing against, and what the audit has something against
`review` had refused.
"""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from musrenbang.cli import main
from musrenbang.history.replay import read_audit
from tests.audit_support import SIGNERS
from tests.founding_support import ANSWERS, Kecamatan, found, office

__all__ = ["office"]

SETTINGS = "proposals/2016/musrenbang.yaml"
CAMAT, LURAH = "camat-contoh", "lurah-contoh"


@pytest.fixture
def kecamatan(office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kecamatan:
    """Founded with `kunci`, and no key."""
    monkeypatch.chdir(tmp_path)
    made = Kecamatan(tmp_path / "kecamatan", monkeypatch)
    made.now("2016-02-01")
    words = ["kunci" if one == "peladen" else one for one in ANSWERS]
    assert found(made.root, answers=words) == 0
    made.now("2016-02-02")
    return made


def key_of(kecamatan: Kecamatan, who: str) -> str:
    path = kecamatan.root.parent / who
    if not path.exists():
        words = ("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(path))
        subprocess.run(words, check=True)
    return path.with_name(f"{who}.pub").read_text(encoding="utf-8").strip()


def line(kecamatan: Kecamatan, who: str, uses: str = "git,berita-acara") -> str:
    return f'{who} namespaces="{uses}" {key_of(kecamatan, who)}\n'


def merged(kecamatan: Kecamatan, branch: str, signer: str = "") -> tuple[int, set[str], set[str]]:
    """What the review's code was, and which violations and notes merging it gave."""
    code = kecamatan.run("review", "main", branch)
    if signer:
        kecamatan.git("config", "gpg.format", "ssh")
        kecamatan.git("config", "user.signingKey", str(kecamatan.root.parent / signer))
    sign = "--gpg-sign" if signer else "--no-gpg-sign"
    kecamatan.git("merge", "--quiet", "--no-ff", sign, "-m", f"Gabungkan {branch}", branch)
    audit = read_audit(kecamatan.root)
    return (
        code,
        {one.rule for one in audit.violations if one.commit == audit.head},
        {one.rule for one in audit.notes if one.commit == audit.head},
    )


def first_key(kecamatan: Kecamatan, text: str = "") -> str:
    kecamatan.propose("kunci", {SIGNERS: text or line(kecamatan, CAMAT)})
    return "kunci"


@pytest.mark.parametrize("signer", ["", CAMAT], ids=["unsigned", "signed-by-itself"])
def test_the_first_key_is_registered_once_and_noted(kecamatan: Kecamatan, signer: str) -> None:
    branch = first_key(kecamatan)
    assert merged(kecamatan, branch, signer) == (0, set(), {"riwayat.kunci-pertama"})


def test_the_camat_registers_it_with_the_command_and_goes_on(
    kecamatan: Kecamatan, capsys: pytest.CaptureFixture[str]
) -> None:
    key = str(kecamatan.root.parent / CAMAT)
    first_key(kecamatan)
    assert kecamatan.run("merge", "kunci", "--kunci", key) == 0, capsys.readouterr().out
    text = kecamatan.text(SETTINGS)
    kecamatan.propose("surel", {SETTINGS: f"{text}# diperiksa\n"})
    assert kecamatan.run("merge", "surel", "--kunci", key) == 0, capsys.readouterr().out
    assert read_audit(kecamatan.root).violations == ()


def test_those_of_other_officials_may_come_with_it(kecamatan: Kecamatan) -> None:
    both = line(kecamatan, CAMAT) + line(kecamatan, LURAH, "git")
    branch = first_key(kecamatan, both)
    assert merged(kecamatan, branch) == (0, set(), {"riwayat.kunci-pertama"})


def test_pushed_on_main_before_its_rules_are_set_it_stays_allowed(kecamatan: Kecamatan) -> None:
    (kecamatan.root / SIGNERS).write_text(line(kecamatan, CAMAT), encoding="utf-8")
    kecamatan.git("add", "--all")
    kecamatan.git("commit", "--quiet", "-m", "Kunci camat")
    assert read_audit(kecamatan.root).violations == ()


def another_office_alone(kecamatan: Kecamatan) -> str:
    return first_key(kecamatan, line(kecamatan, LURAH, "git"))


def for_papers_alone(kecamatan: Kecamatan) -> str:
    return first_key(kecamatan, line(kecamatan, CAMAT, "berita-acara"))


def of_somebody_without_office(kecamatan: Kecamatan) -> str:
    return first_key(kecamatan, line(kecamatan, CAMAT) + line(kecamatan, "asing", "git"))


def one_line_for_the_camat_and_a_stranger(kecamatan: Kecamatan) -> str:
    return first_key(kecamatan, line(kecamatan, CAMAT).replace(CAMAT, f"{CAMAT},asing", 1))


def beside_a_change_of_who_is_camat(kecamatan: Kecamatan) -> str:
    text = kecamatan.text(SETTINGS).replace(CAMAT, "asing")
    kecamatan.propose("kunci", {SIGNERS: line(kecamatan, "asing"), SETTINGS: text})
    return "kunci"


def beside_another_file(kecamatan: Kecamatan) -> str:
    kecamatan.propose("kunci", {SIGNERS: line(kecamatan, CAMAT), ".gitattributes": "*.x text\n"})
    return "kunci"


def anything_else_before_it(kecamatan: Kecamatan) -> str:
    kecamatan.propose("lain", {SETTINGS: f"{kecamatan.text(SETTINGS)}# lain\n"})
    return "lain"


def after_a_decision(kecamatan: Kecamatan) -> str:
    path = "decisions/2016/rawasari/0001.yaml"
    text = "survei: {tanggal: 2016-02-01, lokasi_sesuai: true}\n"
    (kecamatan.root / path).parent.mkdir(parents=True)
    (kecamatan.root / path).write_text(text, encoding="utf-8")
    kecamatan.git("add", "--all")
    kecamatan.git("commit", "--quiet", "-m", "Langsung")
    return first_key(kecamatan)


def after_keys_were_taken_out(kecamatan: Kecamatan) -> str:
    for text in (line(kecamatan, CAMAT), "# kosong\n"):
        (kecamatan.root / SIGNERS).write_text(text, encoding="utf-8")
        kecamatan.git("add", "--all")
        kecamatan.git("commit", "--quiet", "-m", "Kunci")
    return first_key(kecamatan)


@pytest.mark.parametrize(
    "cheat",
    [
        another_office_alone,
        for_papers_alone,
        of_somebody_without_office,
        one_line_for_the_camat_and_a_stranger,
        beside_a_change_of_who_is_camat,
        beside_another_file,
        anything_else_before_it,
        after_a_decision,
        after_keys_were_taken_out,
    ],
    ids=lambda cheat: cheat.__name__,
)
def test_review_refuses_what_the_audit_has_something_against(
    cheat: Callable[[Kecamatan], str],
    kecamatan: Kecamatan,
    capsys: pytest.CaptureFixture[str],
) -> None:
    branch = cheat(kecamatan)
    code, violations, notes = merged(kecamatan, branch)
    assert (code, notes) == (1, set())
    assert violations & {"riwayat.bukan-wewenang", "riwayat.tanpa-tanda-tangan"}
    assert "Daftarkan dulu kunci camat sebagai perubahan tersendiri" in capsys.readouterr().out


def test_a_second_key_is_not_the_first(kecamatan: Kecamatan) -> None:
    merged(kecamatan, first_key(kecamatan))
    kecamatan.propose("kedua", {SIGNERS: line(kecamatan, CAMAT) + line(kecamatan, LURAH, "git")})
    key_of(kecamatan, "asing")
    _, violations, notes = merged(kecamatan, "kedua", "asing")
    assert (violations, notes) == ({"riwayat.kunci-tidak-dikenal"}, set())
    assert main(["audit", "--root", str(kecamatan.root)]) == 1
