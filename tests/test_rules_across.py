"""A rule that compares across kelurahan and years finds the same wherever records are judged."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from musrenbang.cli import main
from musrenbang.deciding.recorder import Recorder
from musrenbang.rules import RULES, rule_check
from musrenbang.rules.rule import Hit, Sort, rule
from musrenbang.text.indonesian import angka
from musrenbang.year.cases import Status
from musrenbang.year.views import View
from tests.conftest import GitFolder
from tests.desk_support import BEFORE_THE_MEETING, DeskClient, in_git
from tests.small_year import KELURAHAN, PELATIHAN
from tests.worksheet_support import decide, fill, make

DECISION = "decisions/2016/rawasari/0002.yaml"
APPROVED = "keputusan: disetujui\ntanggal: 2016-03-09\n"
ELSEWHERE = (
    PELATIHAN.replace("Pelatihan menjahit", "Kursus menjahit bagi pemula")
    .replace("Banyak ibu muda belum bekerja", "Warga ingin membuka usaha sendiri")
    .replace("004", "007")
)


@rule(
    "uji.satu-volume",
    Sort.INTEGRITY,
    ("C.1.f",),
    "Volume yang sama disetujui satu kali saja.",
    "Volume 20 sudah disetujui pada 2015/rawasari/0007.",
)
def one_approval_per_volume(view: View) -> Iterator[Hit]:
    """Aturan karangan. Ia membandingkan semua kelurahan pada semua tahun."""
    approved = [
        case
        for other in view.archive.values()
        for case in other.cases
        if case.status is Status.DISETUJUI
    ]
    for case in view.cases:
        for other in approved:
            if case in approved and case.id > other.id and case.volume == other.volume:
                message = f"Volume {angka(case.volume)} sudah disetujui pada {other.id}."
                yield Hit(case.decision_file, ("keputusan",), message, "Tolak salah satunya.")


def _year_before(text: str) -> str:
    """What a record of 2016 would say a year earlier, of another proposal."""
    for now, then in (("2016", "2015"), ("2017", "2016"), ("02-29", "02-28"), ("0002.", "0007.")):
        text = text.replace(now, then)
    return text


OTHER_KELURAHAN = {
    "proposals/2016/cempaka/kelurahan.yaml": KELURAHAN.replace("1003", "1004").replace(
        "Rawasari", "Cempaka"
    ),
    "proposals/2016/cempaka/0007.yaml": ELSEWHERE,
    "decisions/2016/cempaka/0007.yaml": APPROVED,
}
OTHER_YEAR = {
    _year_before(path): _year_before(text)
    for path, text in {
        **{path: text for path, text in BEFORE_THE_MEETING.items() if "0001" not in path},
        "proposals/2016/rawasari/0002.yaml": ELSEWHERE,
        DECISION: APPROVED,
    }.items()
}


@pytest.fixture(
    params=[(OTHER_KELURAHAN, "2016/cempaka/0007"), (OTHER_YEAR, "2015/rawasari/0007")],
    ids=["kelurahan", "tahun"],
)
def told(
    request: pytest.FixtureRequest, git_folder: GitFolder, monkeypatch: pytest.MonkeyPatch
) -> str:
    """What the made-up rule says of the second proposal, once it is approved."""
    elsewhere, other = request.param
    in_git(git_folder, {**BEFORE_THE_MEETING, **elsewhere})
    monkeypatch.setattr(rule_check, "RULES", (*RULES, one_approval_per_volume))
    return f"Volume 20 sudah disetujui pada {other}."


def by_check(root: Path) -> int:
    return main(["check", "--root", str(root)])


def by_review(root: Path) -> int:
    return main(["review", "main", "--root", str(root)])


def by_build(root: Path) -> int:
    return main(["build", "--tanpa-dokumen", "--root", str(root), "-o", str(root.parent / "situs")])


@pytest.mark.parametrize("command", [by_check, by_review, by_build])
def test_a_command_tells_what_the_rule_finds(
    git_folder: GitFolder,
    told: str,
    command: Callable[[Path], int],
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert command(git_folder.root) == 0
    (git_folder.root / DECISION).parent.mkdir(parents=True, exist_ok=True)
    (git_folder.root / DECISION).write_text(APPROVED)
    capsys.readouterr()
    assert command(git_folder.root) == 1
    assert told in "".join(capsys.readouterr())


def test_nothing_is_recorded_that_the_rule_forbids(git_folder: GitFolder, told: str) -> None:
    (finding,) = Recorder(git_folder.root).judge({DECISION: APPROVED.encode()})
    assert (finding.file, finding.line, finding.message) == (DECISION, 1, told)


def test_the_desk_says_why_not(git_folder: GitFolder, told: str) -> None:
    answer: Mapping[str, object] = DeskClient(git_folder.root).act("0002", "setujui")
    assert told in str(answer)
    assert not (git_folder.root / DECISION).exists()


def test_the_worksheet_is_refused(
    git_folder: GitFolder, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = fill(make(git_folder.root), {2: {"keputusan": "Disetujui"}})
    assert decide(git_folder.root, sheet) == 1
    assert told in "".join(capsys.readouterr())
    assert not (git_folder.root / DECISION).exists()
