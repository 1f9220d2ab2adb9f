"""README's commands for checking the history with Git alone tell the facts of a real history."""

import os
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.conftest import ROOT, GitFolder

DECISION = "decisions/2016/rawasari/0007.yaml"
PROPOSAL = "proposals/2016/rawasari/0007.yaml"
KIRIM = "decisions/2016/rawasari/kirim.yaml"


def commands() -> Mapping[str, str]:
    """The commands of README's section by the comment above each."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    section = text.split("### Checking the history with Git alone\n")[1].split("\n### ")[0]
    return dict(re.findall(r"^# (.+)\n(git .+)$", section, re.MULTILINE))


class History(GitFolder):
    """Four merges with keys made on the spot, and one push without."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.keys = root.parent / "kunci"
        self.keys.mkdir()
        camat = self._key("camat")
        self._key("asing")
        self.commit("Awal", {".github/allowed_signers": f"camat@contoh.example {camat}\n"})
        self.merge("Usulan Rawasari", {PROPOSAL: "volume: 120\n"}, review="Siti (Lurah)", number=1)
        self.decided = self.merge(
            "Keputusan Rawasari", {DECISION: "volume: 110\n"}, review="Ratna Wulandari", number=2
        )
        self.sent = self.merge(
            "Kirim Rawasari", {KIRIM: "tanggal: 2016-03-10\n"}, review="Ratna Wulandari", number=3
        )
        self.pushed = self.commit("Diam-diam", {DECISION: "volume: 90\n"})
        self.odd = self.merge(
            "Catatan", {"decisions/2016/x.md": "x\n"}, review="", number=4, key="asing"
        )

    def _key(self, name: str) -> str:
        path = self.keys / name
        subprocess.run(
            ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", path], check=True
        )
        return path.with_suffix(".pub").read_text().strip()

    def merge(
        self, title: str, files: Mapping[str, str], review: str, number: int, key: str = "camat"
    ) -> str:
        self.git("checkout", "--quiet", "-b", f"cabang-{number}")
        self.commit(f"Tulis {title}", files)
        self.git("checkout", "--quiet", "main")
        trailers = f"Reviewed-by: {review}\n" * bool(review) + f"Pull-Request: {number}\n"
        sign = (
            *("-c", "gpg.format=ssh", "-c", f"user.signingKey={self.keys / key}"),
            *("merge", "--quiet", "--no-ff", "-S", "-m", f"{title}\n\n{trailers}"),
        )
        self.git(*sign, f"cabang-{number}")
        return self.git("rev-parse", "HEAD").strip()

    def run(self, command: str, **variables: str) -> list[str]:
        """The lines that a command of the README prints, typed into a shell."""
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=self.root,
            env={**os.environ, "HOME": str(self.root), "GIT_CONFIG_NOSYSTEM": "1", **variables},
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.splitlines()

    def short(self, commit: str) -> str:
        return self.git("rev-parse", "--short", commit).strip()


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> History:
    return History(tmp_path_factory.mktemp("riwayat") / "repo")


def titles(lines: list[str]) -> list[str]:
    """The part after the last colon or bar of each line."""
    return [re.split(r": |\| ", line)[-1] for line in lines]


def test_who_recorded_what_about_a_proposal(history: History) -> None:
    lines = history.run(commands()["Who recorded what about one proposal, newest first"])
    assert titles(lines) == ["Diam-diam", "Keputusan Rawasari", "Usulan Rawasari"]
    assert lines[1] == (
        f"{history.short(history.decided)} 2016-03-09 Operator Contoh: Keputusan Rawasari"
    )


def test_what_exactly_changed(history: History) -> None:
    lines = history.run(commands()["What exactly each of these changed"])
    assert [line for line in lines if re.match(r"[+-]\w", line)] == [
        "-volume: 110",
        "+volume: 90",
        "+volume: 110",
    ]


def test_who_reviewed_and_where(history: History) -> None:
    lines = history.run(commands()["Who reviewed each merge, and in which pull request"])
    assert [line.split(" | ")[1:] for line in lines] == [
        ["", "4"],
        ["Ratna Wulandari", "3"],
        ["Ratna Wulandari", "2"],
        ["Siti (Lurah)", "1"],
    ]


def test_who_wrote_what_a_merge_brought_in(history: History) -> None:
    (of_merge,) = (one for title, one in commands().items() if title.startswith("Who wrote"))
    lines = history.run(of_merge, MERGE=history.decided)
    assert titles(lines) == ["Tulis Keputusan Rawasari"]


def test_who_signed(history: History) -> None:
    (command,) = (text for title, text in commands().items() if title.startswith("Who signed"))
    lines = [line.split(" ", 1)[1] for line in history.run(command)]
    assert lines == [
        "U  | Catatan",
        "N  | Diam-diam",
        "G camat@contoh.example | Kirim Rawasari",
        "G camat@contoh.example | Keputusan Rawasari",
        "G camat@contoh.example | Usulan Rawasari",
        "N  | Awal",
    ]
    (command,) = (text for text in commands().values() if "--show-signature" in text)
    told = "\n".join(history.run(command))
    assert told.count('Good "git" signature for camat@contoh.example with ED25519 key SHA256:') == 3


def test_what_bypassed_review(history: History) -> None:
    lines = history.run(commands()["What reached the records without a merge"])
    assert titles(lines) == ["Diam-diam"]


def test_what_changed_after_kirim(history: History) -> None:
    lines = history.run(commands()["What changed in a kelurahan after its Kirim"])
    assert lines == [f"{history.short(history.pushed)} 2016-03-09 Diam-diam"]


@pytest.mark.parametrize(("commit", "told"), [("main", "yes"), ("main^2", "no"), ("", "no")])
def test_whether_a_printed_commit_was_published(history: History, commit: str, told: str) -> None:
    name = history.run(f"git rev-parse {commit}")[0][:12] if commit else "0123456789ab"
    command = commands()[
        "Is the commit that a paper names on main's own line? "
        "(What a merge brought in was never published.)"
    ]
    assert history.run(command, COMMIT=name) == [told]


def test_every_command_of_the_section_is_tried() -> None:
    assert len(commands()) == 9


def guide_commands() -> list[str]:
    text = (ROOT / "site_templates/panduan/07-pemeriksa.md").read_text(encoding="utf-8")
    found = re.findall(r"^- `(git .+?)`: ", text, re.MULTILINE)
    return [
        command.replace("{{ tahun }}", "2016").replace("{{ kelurahan }}", "rawasari")
        for command in found
    ]


@pytest.mark.parametrize("command", guide_commands())
def test_the_commands_of_the_guide_for_auditors_answer(history: History, command: str) -> None:
    assert history.run(command.replace("COMMIT", history.sent))


def test_the_guide_names_several_commands() -> None:
    assert len(guide_commands()) == 5
