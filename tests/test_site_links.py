"""`build` publishes nothing that leads nowhere: links, anchors and ids are checked as written."""

from html.parser import HTMLParser

import pytest

from musrenbang.files.theme import Theme, read_theme
from musrenbang.files.tree import FolderTree
from musrenbang.history.timeline import History
from musrenbang.records.loader import load
from musrenbang.site.links import ELEMENTS, Anatomy, anatomy, broken, refuse_broken
from musrenbang.text.errors import CommandError
from tests.conftest import MakeTree
from tests.site_support import render_site
from tests.small_year import SMALL_YEAR

PAGE = "2016/usulan/rawasari/0001/index.html"
THERE = {"index.html": b'<h1 id="atas">', "2016/index.html": b"", "2016/peta.svg": b"<svg/>"}


def faults(path: str, html: str, host_path: str = "/") -> list[str]:
    """What is wrong with one page among the pages of `THERE`."""
    found = {name: anatomy(name, content) for name, content in THERE.items()}
    found["2016/dokumen/laporan.pdf"] = Anatomy()
    found[path] = anatomy(path, html.encode(), host_path)
    return list(broken(found.items()))


@pytest.mark.parametrize(
    ("path", "html"),
    [
        (PAGE, '<a href="../../../../index.html#atas">'),
        (PAGE, '<a href="../../../index.html?q=a&amp;rw=3">'),
        (PAGE, '<a href="../../../dokumen/laporan.pdf">'),
        (PAGE, '<p id="a"><a href="#a"><svg><use href="#a"/></svg>'),
        (PAGE, '<image href="../../../../2016/peta.svg"/>'),
        (PAGE, '<a href="https://contoh.example/"><a href="mailto:a@b.example">'),
        (PAGE, '<a href="HTTPS://contoh.example/"><a href="MailTo:a@b.example">'),
        (PAGE, '<form action="../../../../index.html">'),
        (PAGE, '<p>Tulis &lt;a href="tidak-ada.html"> dan id="a" id="a"</p>'),
        ("index.html", '<a href="2016/index.html">'),
        ("404.html", '<a href="/warga/index.html">'),
        (PAGE, "<p>Tulis &lt;a> atau &lt;img></p><abbr>a</abbr><article>"),
        (PAGE, '<img alt="" src="../../../peta.svg"><a class="x" href="#y"><p id="y">'),
        ("aset/situs.css", '@font-face{src:url(../2016/peta.svg) format("woff2")}'),
        ("data/usulan.csv", '<a href="tidak-ada.html">'),
    ],
)
def test_what_leads_somewhere_is_published(path: str, html: str) -> None:
    assert faults(path, html, "/warga/" if path == "404.html" else "/") == []


@pytest.mark.parametrize(
    ("path", "html", "fault"),
    [
        (PAGE, '<a href="../../../../lain.html">', "tautan ke lain.html tidak ada tujuannya"),
        (PAGE, '<a href="../0002/index.html">', "2016/usulan/rawasari/0002/index.html tidak ada"),
        (PAGE, '<img src="../../../../2016/foto/a.jpg">', "2016/foto/a.jpg tidak ada"),
        (PAGE, '<form action="../../index.html">', "2016/usulan/index.html tidak ada"),
        (PAGE, '<a href="../../../../index.html#bawah">', "index.html tidak memuat jangkar"),
        (PAGE, '<a href="#a">', "jangkar #a tidak ada"),
        (PAGE, '<p id="a"><p id="a">', "id “a” ada dua kali"),
        (PAGE, '<body><a href="#b"><main id="a"></main>', "jangkar #b tidak ada"),
        (PAGE, '<body><main id="a"></main><p id="a">', "id “a” ada dua kali"),
        (PAGE, '<body><main></main><a href="../lain.html">', "tautan ke 2016/usulan/rawasari/lain"),
        (PAGE, "<p><a>Cara menghitung</a></p>", "<a>Cara menghitung tidak menyebut tujuannya"),
        (PAGE, '<a rel="nofollow">x</a>', "tidak menyebut tujuannya"),
        (PAGE, '<a class="x" href="">x</a>', "tidak menyebut tujuannya"),
        (PAGE, '<body><a data-href="b">x</a><main></main>', "tidak menyebut tujuannya"),
        (PAGE, '<a\nid="b">x</a>', "tidak menyebut tujuannya"),
        (PAGE, '<img alt="Peta">', '<img alt="Peta"> tidak menyebut tujuannya'),
        (PAGE, '<a href="http://contoh.example/">', "tidak aman"),
        (PAGE, '<a href="HTTP://contoh.example/">', "tidak aman"),
        (PAGE, '<a href="javascript:alert(1)">', "tidak aman"),
        ("404.html", '<a href="/lain/index.html">', "tautan ke lain/index.html tidak ada"),
        ("aset/situs.css", "a{background:url(kawung.svg)}", "aset/kawung.svg tidak ada"),
    ],
)
def test_what_leads_nowhere_is_named(path: str, html: str, fault: str) -> None:
    (found,) = faults(path, html)
    assert found.startswith(f"{path}: ")
    assert fault in found


def test_long_lists_of_faults_are_cut_and_counted() -> None:
    with pytest.raises(CommandError, match=r"25 tautan rusak(.*\n){21}… dan 5 lagi"):
        refuse_broken((f"halaman {number}" for number in range(25)), {})


@pytest.mark.parametrize(
    ("link", "fault"),
    [
        ("[hilang](@/tidak/ada.html)", "tautan ke tidak/ada.html"),
        ("[hilang](@/index.html#tidak-ada)", "index.html tidak memuat jangkar #tidak-ada"),
        ("[hilang](@/index.html?q=a)", "<a>hilang tidak menyebut tujuannya"),
        ("[hilang](index.html)", "<a>hilang tidak menyebut tujuannya"),
        ("[hilang](#bagian)", "<a>hilang tidak menyebut tujuannya"),
        ("[hilang](http://contoh.example/)", "<a>hilang tidak menyebut tujuannya"),
        ("[hilang]()", "<a>hilang tidak menyebut tujuannya"),
        ("![hilang](@/aset/tidak-ada.webp)", '<img alt="hilang"'),
    ],
)
def test_a_guide_that_leads_nowhere_publishes_nothing(
    make_tree: MakeTree, link: str, fault: str
) -> None:
    """The whole site, with one page of the theme: its file is named."""
    files = dict(read_theme().files)
    files["panduan/01-warga.md"] = f"# Untuk warga\n\n{link}\n".encode()
    root = make_tree(SMALL_YEAR)
    with pytest.raises(CommandError) as caught:
        list(render_site(load(FolderTree(root)), History(), Theme(files), {}))
    said = str(caught.value)
    assert said.count("panduan/warga/index.html: ") == 1
    assert f"panduan/warga/index.html: {fault}" in said
    assert "ditulis dalam site_templates/panduan/01-warga.md" in said


class _Parser(HTMLParser):
    """Everything that a page names or leads to."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.leading: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self.ids += filter(None, [named.get("id")])
        if named.keys() & {"href", "src", "action"}:
            self.leading.add(tag)


def test_the_scan_of_a_page_misses_nothing_that_a_parser_finds(make_tree: MakeTree) -> None:
    snapshot = load(FolderTree(make_tree(SMALL_YEAR)))
    for path, content in render_site(snapshot, History(), read_theme(), {}):
        if isinstance(content, bytes) and path.endswith(".html"):
            parser = _Parser()
            parser.feed(content.decode())
            assert sorted(parser.ids) == sorted(anatomy(path, content).ids)
            assert parser.leading <= set(ELEMENTS)
