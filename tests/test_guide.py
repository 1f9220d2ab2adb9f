"""The guide shows what the programs really say and look like, and names only commands there are."""

import re
import shlex
from pathlib import Path

import pytest
from PIL import Image

from musrenbang.cli import COMMANDS, main
from musrenbang.site import addresses, rich_text
from tests.conftest import ROOT

GUIDES = sorted((ROOT / "site_templates/panduan").glob("*.md"))
COMMANDED = ROOT / "site_templates/panduan/05-perintah.md"
PICTURES = ROOT / "site_templates/aset/panduan"
MOST_BYTES = 150_000
"""Of the pictures of one page, so that it loads on a telephone."""
MOST_WORDS = 900
WITHOUT_PICTURES = {"09-juknis-tahunan", "10-istilah"}
"""What is looked up, not followed."""
DAYS = {"status": ["--hari-ini", "2017-03-14"], "send": ["--tanggal", "2017-03-15"]}
"""What a command is told of the day, which the guide leaves to the reader."""
YEAR = '{{ tahun or "TAHUN" }}'


def sessions() -> list[tuple[str, list[str]]]:
    """What the guide shows of a terminal: the command, and the lines below it."""
    found = []
    text = COMMANDED.read_text().replace(YEAR, "2017").replace("{{ kelurahan }}", "rawasari")
    for block in re.findall(r"(?:^    .*\n|^\n(?=    ))+", text, re.MULTILINE):
        lines = [line[4:] for line in block.strip("\n").split("\n")]
        if lines[0].startswith("$ "):
            found.append((lines[0][2:], lines[1:]))
    return found


@pytest.mark.parametrize(("command", "shown"), sessions(), ids=lambda value: str(value)[:40])
def test_what_the_guide_shows_of_a_terminal_is_what_the_command_says(
    command: str,
    shown: list[str],
    sample_copy: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """On the sample year; “…” stands for lines left out, or in one for a day; no empty lines."""
    monkeypatch.chdir(sample_copy)
    words = shlex.split(command.removeprefix("python build.py "))
    main([*words, *DAYS[words[0]]])
    told = [line.rstrip() for line in capsys.readouterr().out.splitlines() if line.strip()]
    said = [re.sub(r"\d+ [A-Z][a-z]+ 2017(?=\]|$)", "…", line) for line in told]
    assert shown[-1] != "…"
    at = 0
    left_out = False
    for line in shown:
        if line.strip() == "…":
            left_out = True
            continue
        place = said.index(line, at)
        assert place == at or left_out, f"before {line!r}: {said[at:place]}"
        at, left_out = place + 1, False


def test_the_guide_shows_a_terminal_at_least_twice() -> None:
    assert len(sessions()) >= 2


@pytest.mark.parametrize("path", [*GUIDES, ROOT / "README.md"], ids=lambda path: path.name)
def test_only_commands_there_are_are_named(path: Path) -> None:
    named = set(re.findall(r"build\.py ([a-z]+)", path.read_text()))
    assert named <= set(COMMANDS)


def test_every_command_is_in_the_readme() -> None:
    table = (ROOT / "README.md").read_text()
    missing = [
        name
        for name in COMMANDS
        if not re.search(rf"[`/] ?`?(?:python build\.py )?{name}\b", table)
    ]
    assert missing == []


def pictures(path: Path) -> list[tuple[str, str, str]]:
    """What a guide shows: description, file and caption of each."""
    return re.findall(r'!\[([^\]]*)\]\(@/aset/panduan/([^ )]+) "([^"]*)"\)', path.read_text())


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.stem)
def test_a_guide_is_short_and_shows_what_its_reader_will_see(path: Path) -> None:
    text = path.read_text()
    assert len(text.split()) < MOST_WORDS
    shown = pictures(path)
    assert len(shown) == text.count("![")
    assert bool(shown) != (path.stem in WITHOUT_PICTURES)
    assert sum((PICTURES / name).stat().st_size for _, name, _ in shown) < MOST_BYTES
    for alt, name, caption in shown:
        assert len(alt) > 20
        assert alt != caption
        with Image.open(PICTURES / name) as picture:
            assert name.endswith(f"-{picture.width}x{picture.height}.webp")


def test_every_picture_is_shown() -> None:
    shown = {name for path in GUIDES for _, name, _ in pictures(path)}
    assert shown == {path.name for path in PICTURES.iterdir()}


def test_a_picture_in_a_guide_becomes_a_figure_that_keeps_its_place() -> None:
    html = str(rich_text.trusted('![Layar](@/aset/panduan/a-840x500.webp "Satu layar.")'))
    assert html.count("<figure>") == 1
    for part in (
        'width="840"',
        'height="500"',
        'loading="lazy"',
        'alt="Layar"',
        "Satu layar.</fig",
    ):
        assert part in html


@pytest.mark.parametrize("source", ["https://a.example/a-1x1.webp", "@/2016/x-1x1.webp", "a.webp"])
def test_pictures_come_from_the_theme_alone(source: str) -> None:
    assert "src=" not in str(rich_text.trusted(f"![x]({source})"))


def test_a_guide_may_link_to_a_part_of_a_page() -> None:
    links = "[a](@/2016/index.html#jadwal) [b](@/panduan/aturan/index.html#alasan.tahun)"
    html = str(rich_text.trusted(links))
    assert f'href="{addresses.ROOT}2016/index.html#jadwal"' in html
    assert f'href="{addresses.ROOT}panduan/aturan/index.html#alasan.tahun"' in html


def test_records_bring_no_pictures() -> None:
    assert "<img" not in str(rich_text.untrusted("![x](@/aset/panduan/a-1x1.webp)"))


STAFF = ("02-lurah", "03-tim-teknis", "04-operator", "05-perintah", "06-camat", "08-pemasang")


@pytest.mark.parametrize("name", STAFF)
def test_no_page_for_staff_speaks_of_record_files(name: str) -> None:
    text = (ROOT / f"site_templates/panduan/{name}.md").read_text()
    assert not re.findall(r"[\w-]+\.ya?ml|YAML", text)


SEARCHED = {"got rw 7", "lampu jalan mati"}
"""What a resident might type."""


def test_what_guides_quote_is_written_so_in_the_program() -> None:
    """Names of fields, parts and buttons; “…” and “#N” in one stand for what differs."""
    kinds = {".py", ".yaml", ".html", ".js", ".md"}
    files = (
        path
        for folder in ("musrenbang", "schemas", "site_templates")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in kinds and path not in GUIDES
    )
    program = " ".join(" ".join(path.read_text("utf-8") for path in files).split())
    quoted = {
        phrase
        for path in GUIDES
        for phrase in re.findall("“([^”]+)”", path.read_text())
        if "…" not in phrase and "#N" not in phrase
    }
    assert {phrase for phrase in quoted if phrase not in program} == SEARCHED
