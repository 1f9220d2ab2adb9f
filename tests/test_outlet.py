"""Nothing that any command prints is obeyed by a terminal, or by the runner of a workflow."""

import io
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from musrenbang.cli import COMMANDS
from musrenbang.text.outlet import Outlet, harmless
from tests.conftest import MakeTree, RunBuild
from tests.small_year import SMALL_YEAR

OBEYED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
HOSTILE = st.text(alphabet="a:# [\n\t\r\x1b\x9b\u202e\u2028\\", max_size=30)


def is_obeyed(output: str) -> bool:
    """Whether a terminal or a runner would do something."""
    starts = any(line.lstrip().startswith("::") for line in output.split("\n"))
    return starts or "##[" in output or OBEYED.search(output) is not None


@given(st.lists(HOSTILE, max_size=6))
def test_nothing_printed_in_any_pieces_is_obeyed(pieces: list[str]) -> None:
    whole = io.StringIO()
    outlet = Outlet(whole)
    for piece in pieces:
        print(piece, file=outlet)
    assert not is_obeyed(whole.getvalue())


@given(HOSTILE)
def test_what_is_made_harmless_is_not_changed_by_that_again(text: str) -> None:
    assert harmless(harmless(text)) == harmless(text)


@given(st.dictionaries(HOSTILE, HOSTILE))
def test_json_says_the_same_afterwards(value: dict[str, str]) -> None:
    assert json.loads(harmless(json.dumps(value, ensure_ascii=False, indent=1))) == value


@pytest.mark.parametrize("text", ["Kode: a::b", "Nomor #[3]", "  5 m²", "“–” ✔", "C:\\data"])
def test_ordinary_text_goes_out_as_it_is(text: str) -> None:
    assert harmless(text) == text


@pytest.mark.parametrize("command", [name for name in COMMANDS if name not in {"serve", "desk"}])
def test_no_command_repeats_what_would_be_obeyed(
    command: str, make_tree: MakeTree, run_build: RunBuild, tmp_path: Path
) -> None:
    root = make_tree(SMALL_YEAR)
    path = root / "proposals/2016/rawasari/0001.yaml"
    said = path.read_text(encoding="utf-8").replace("rw:", 'rw: "##[error]x\\e[2J"\nrt:')
    path.write_text(said, encoding="utf-8")
    for words in (["a\n::error::x ##[error]y \x1b[2J"], []):
        done = run_build(command, "--root", root, *words, cwd=tmp_path)
        assert done.returncode in {0, 1, 2}
        assert not is_obeyed(done.stdout + done.stderr)
        assert "Traceback" not in done.stderr
