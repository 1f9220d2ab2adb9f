"""Pictures of the guide and of outcomes, taken anew from the sample years: `make gambar`.

Screens are those of the programs themselves, on a copy of the sample. A name ends in the picture's
size; all of them together stay below what `tests/test_guide.py` allows. Pictures of outcomes are
what messengers show beside a link to a proposal.
"""

import functools
import http.server
import io
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pypdfium2
from markdown_it import MarkdownIt
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from waitress.server import create_server

from musrenbang.cli import main
from musrenbang.desk.server import Server, assets_of, new_key
from musrenbang.desk.session import Desk
from musrenbang.files.theme import read_theme
from musrenbang.site.addresses import outcome_picture
from musrenbang.year.labels import SENT_UNDECIDED, STATUS

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "site_templates/aset/panduan"
GUIDES = ROOT / "site_templates/panduan"
WIDTH = 840
QUALITY = 40
CARD = (1200, 630)
"""What messengers ask for."""
DRAW_CARD = """({ kode, nama }) => {
  const kartu = document.createElement("main");
  kartu.className = `hasil s-${kode}`;
  kartu.style = "position:fixed;inset:0;max-width:none;border-radius:0;margin:0;z-index:9;"
    + "border-width:0 0 0 40px;padding:6rem;background:linear-gradient(var(--w2),var(--w2)),#fff";
  kartu.innerHTML = `<p style="font-size:44px;margin:0 0 60px">Hasil usulan warga</p>
    <h2 style="font-size:96px;line-height:1.1;margin:0 0 70px">
    <svg class="i"><use href="#i-${kode}"/></svg>${nama}</h2>
    <p style="font-size:40px;margin:0">Musrenbang Kecamatan</p>`;
  document.querySelector(".contoh")?.remove();
  document.body.append(kartu);
}"""
COMMENT = """
body { margin: 0; background: #f6f8fa; font: 16px/1.5 "Noto Sans", Arial, sans-serif }
main { margin: 12px; padding: 4px 16px; background: #fff; border: 1px solid #d1d9e0;
       border-radius: 6px; overflow-wrap: anywhere }
h2 { font-size: 1.4em } h3 { font-size: 1.2em } h2, h3 { margin: 12px 0; line-height: 1.25 }
.ya { background: #1a7f37; color: #fff; border-radius: 4px; padding: 0 4px; font-size: 0.8em }
p, ul, details { margin: 0 0 10px } ul { padding-left: 1.5em }
"""
"""As a Git host sets a comment."""
SMALL = (640, 400)
"""A screen of which a telephone still shows the letters."""
GITHUB = "https://github.com/kecamatan"
SETTLE = 500
"""Milliseconds for what moves on a screen to come to rest."""


def write(pictures: Mapping[str, Image.Image]) -> None:
    """Replace the pictures, in a width that a phone still loads quickly, and name them anew."""
    shutil.rmtree(TARGET, ignore_errors=True)
    TARGET.mkdir()
    for name, picture in pictures.items():
        height = round(picture.height * WIDTH / picture.width)
        small = picture.convert("RGB").resize((WIDTH, height), Image.Resampling.LANCZOS)
        path = TARGET / f"{name}-{WIDTH}x{height}.webp"
        small.save(path, quality=QUALITY, method=6)
        print(f"{path.relative_to(ROOT)}: {path.stat().st_size} bytes")
        for guide in GUIDES.glob("*.md"):
            text = guide.read_text(encoding="utf-8")
            known = rf"(?<=@/aset/panduan/){name}-[0-9]+x[0-9]+\.webp"
            guide.write_text(re.sub(known, path.name, text), encoding="utf-8")


def open_desk(root: Path, day: date) -> str:
    """Meja sidang on a day of the meeting, until this program ends; its address."""
    desk = Desk(root, day.year, lambda: day)
    application = Server(desk, assets_of(read_theme(), desk.view.guide), new_key())
    server = create_server(application, host="127.0.0.1", port=0, threads=2)
    application.host = f"127.0.0.1:{server.effective_port}"
    threading.Thread(target=server.run, daemon=True).start()
    return f"http://{application.host}/#{application.key}"


def serve(folder: Path) -> str:
    """A folder as a site, until this program ends; its address."""
    handler = functools.partial(_Quiet, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}"


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def end_headers(self) -> None:
        """Let the browser keep what it has, as a real host does."""
        self.send_header("Cache-Control", "max-age=600")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def screen(
    browser: Browser, url: str, size: tuple[int, int], top: str = "", chosen: Path | None = None
) -> Image.Image:
    """What a browser shows of a page, from the element `top` on, with a file chosen in its form."""
    page = browser.new_page(
        viewport={"width": size[0], "height": size[1]}, device_scale_factor=WIDTH / size[0]
    )
    page.goto(url, wait_until="networkidle")
    # A font that comes late is used from the second page on.
    page.evaluate("document.fonts.ready")
    page.goto(url, wait_until="networkidle")
    if chosen:
        page.locator("input[type=file]").set_input_files(chosen)
    if top:
        page.evaluate("(one) => document.querySelector(one).scrollIntoView()", top)
    return _shot(page)


def comment(browser: Browser, text: str, size: tuple[int, int]) -> Image.Image:
    """The summary of a change as a Git host sets it in the pull request."""
    # Fonts of a computer without emoji have no sign of success.
    html = MarkdownIt().render(text).replace("✅", '<span class="ya">✔</span>')
    page = browser.new_page(
        viewport={"width": size[0], "height": size[1]}, device_scale_factor=WIDTH / size[0]
    )
    page.set_content(f"<meta charset=utf-8><style>{COMMENT}</style><main>{html}</main>")
    return _shot(page)


def change(work: Path) -> str:
    """What a review says of the decisions of two kelurahan, of the sample year that is over."""
    folder = work / "perubahan"
    shutil.copytree(work / "proposals/2016", folder / "proposals/2016")
    kept = folder / "decisions/2016"
    shutil.copytree(work / "decisions/2016/cempaka-putih-barat", kept / "cempaka-putih-barat")

    def git(*words: str) -> None:
        who = ("-c", "user.name=Operator Contoh", "-c", "user.email=operator@contoh.example")
        subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)

    git("init", "--initial-branch=main")
    git("add", ".")
    git("commit", "-m", "Awal")
    for name in ("cempaka-putih-timur", "rawasari"):
        shutil.copytree(
            work / "decisions/2016" / name, kept / name, ignore=lambda *_: ["kirim.yaml"]
        )
    git("switch", "-c", "keputusan")
    git("add", ".")
    git("commit", "-m", "Keputusan")
    words = (sys.executable, ROOT / "build.py", "--root", folder, "review", "main", "keputusan")
    words += ("--format", "markdown", "--batas", "65000")
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout


def decision(browser: Browser, url: str) -> Image.Image:
    """Meja sidang with the first proposal of a kelurahan that waits for its decision."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(url, wait_until="networkidle")
    page.get_by_role("link", name="Cempaka Putih Timur").first.click()
    page.get_by_role("button", name="Mulai memutuskan").wait_for()
    page.keyboard.press("n")
    page.get_by_role("button", name="Setujui").first.wait_for()
    return _shot(page)


def _shot(page: Page) -> Image.Image:
    page.wait_for_timeout(SETTLE)
    return Image.open(io.BytesIO(page.screenshot()))


def printed(path: Path, number: int, box: tuple[float, float, float, float]) -> Image.Image:
    """A part of a page of a PDF: left, top, right, bottom in fractions of its width and height."""
    page = pypdfium2.PdfDocument(path)[number].render(scale=2.2).to_pil()
    left, right = (round(share * page.width) for share in box[::2])
    top, bottom = (round(share * page.height) for share in box[1::2])
    return page.crop((left, top, right, bottom))


def take(work: Path, browser: Browser) -> Iterator[tuple[str, Image.Image]]:
    """Every picture by its name, from a copy of the sample."""
    yield "meja", decision(browser, open_desk(work, date(2017, 3, 14)))
    yield "buku", printed(sheet(work, "--pengaturan"), 1, (0.015, 0.04, 0.95, 0.66))
    yield "lembar", printed(sheet(work, "cempaka-putih-timur"), 3, (0.015, 0.03, 0.84, 0.6))
    survey = sheet(work, "--survei", "cempaka-putih-timur")
    yield "survei", printed(survey, 2, (0.015, 0.03, 0.88, 0.6))
    yield "ringkasan", comment(browser, change(work), SMALL)
    for file in work.glob("proposals/*/musrenbang.yaml"):
        text = file.read_text("utf-8").replace("https://git.example/kecamatan", GITHUB)
        file.write_text(text, "utf-8")
    site = work / "_site"
    command("build", "--root", work, "-o", site)
    address = serve(site)
    outcomes(browser, address)
    yield "papan", screen(browser, f"{address}/2016/", (1120, 620))
    yield "usulan", screen(browser, f"{address}/2016/usulan/rawasari/0007/", SMALL, "h1")
    yield "kelurahan", screen(browser, f"{address}/2016/kelurahan/rawasari/", SMALL, "h1")
    yield "kerja", screen(browser, f"{address}/2017/kerja/", SMALL, "#serahkan")
    paper = site / "2016/dokumen/berita-acara.pdf"
    yield "periksa", screen(browser, f"{address}/periksa/", SMALL, "h1", paper)
    history = work / "riwayat"
    command("demo", history)
    command("build", "--tanpa-dokumen", "--root", history, "-o", work / "_riwayat")
    yield (
        "riwayat",
        screen(browser, f"{serve(work / '_riwayat')}/2016/riwayat/", SMALL, "ol.riwayat"),
    )
    yield "berita-acara", printed(paper, 0, (0, 0, 1, 0.365))


def sheet(work: Path, *words: str) -> Path:
    """A workbook as LibreOffice prints it."""
    path = work / "buku.xlsx"
    command("worksheet", *words, "--root", work, "-o", path, "--timpa")
    subprocess.run(
        ["soffice", "--headless", "--convert-to", "pdf", "--outdir", work, path],
        check=True,
        capture_output=True,
    )
    return path.with_suffix(".pdf")


def outcomes(browser: Browser, site: str) -> None:
    """Draw one picture for each outcome, in the colours and signs of the site."""
    page = browser.new_page(
        viewport={"width": CARD[0], "height": CARD[1]}, color_scheme="light", bypass_csp=True
    )
    page.goto(f"{site}/2016/", wait_until="networkidle")
    page.goto(f"{site}/2016/", wait_until="networkidle")
    for label in (*STATUS.values(), SENT_UNDECIDED):
        page.evaluate(DRAW_CARD, {"kode": label.kode, "nama": label.nama})
        path = ROOT / "site_templates" / outcome_picture(label.nama)
        path.parent.mkdir(exist_ok=True)
        picture = _shot(page).convert("RGB").quantize(32)
        picture.save(path, optimize=True)
        print(f"{path.relative_to(ROOT)}: {path.stat().st_size} bytes")


def stand_in() -> None:
    """Put something where a guide names a picture that was never taken: no link may be broken."""
    for guide in GUIDES.glob("*.md"):
        for name in re.findall(r"@/aset/panduan/(\S+\.webp)", guide.read_text(encoding="utf-8")):
            if not (TARGET / name).exists():
                Image.new("RGB", (1, 1)).save(TARGET / name)


def command(*words: str | Path) -> None:
    """Run a command of the program, which must not refuse."""
    if main([str(word) for word in words]):
        raise SystemExit(1)


def run() -> None:
    """Take every picture, then replace those there are."""
    stand_in()
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        work = Path(name)
        for folder in ("proposals", "decisions"):
            shutil.copytree(ROOT / folder, work / folder)
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        pictures = dict(take(work, browser))
        browser.close()
    write(pictures)


if __name__ == "__main__":
    run()
