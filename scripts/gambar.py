"""Pictures of the guide, taken anew from the sample years: `make gambar`.

Screens are those of the programs themselves, on a copy of the sample. A name ends in the picture's
size; all of them together stay below what `tests/test_guide.py` allows.
"""

import io
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pypdfium2
from PIL import Image
from playwright.sync_api import Browser, sync_playwright
from waitress.server import create_server

from musrenbang.cli import main
from musrenbang.desk.access import new_key
from musrenbang.desk.server import Server, assets_of
from musrenbang.desk.session import Desk
from musrenbang.theme import read_theme

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "site_templates/aset/panduan"
WIDTH = 840
QUALITY = 40
SETTLE = 500
"""Milliseconds for what moves on a screen to come to rest."""


def save(name: str, picture: Image.Image) -> None:
    """Write one picture in a width that a phone still loads quickly."""
    height = round(picture.height * WIDTH / picture.width)
    small = picture.convert("RGB").resize((WIDTH, height), Image.Resampling.LANCZOS)
    path = TARGET / f"{name}-{WIDTH}x{height}.webp"
    small.save(path, quality=QUALITY, method=6)
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size} bytes")


@contextmanager
def desk(root: Path, day: date) -> Iterator[str]:
    """Meja sidang on a day of the meeting; its address."""
    application = Server(Desk(root, day.year, lambda: day), assets_of(read_theme()), new_key())
    server = create_server(application, host="127.0.0.1", port=0, threads=2)
    application.host = f"127.0.0.1:{server.effective_port}"
    threading.Thread(target=server.run, daemon=True).start()
    yield f"http://{application.host}/#{application.key}"
    server.close()


def screen(
    browser: Browser, url: str, size: tuple[int, int], link: str = "", key: str = ""
) -> Image.Image:
    """What a browser shows after following a link and pressing a key."""
    page = browser.new_page(viewport={"width": size[0], "height": size[1]})
    page.goto(url, wait_until="networkidle")
    if link:
        page.get_by_role("link", name=link).first.click()
        page.wait_for_load_state("networkidle")
        page.keyboard.press(key)
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(SETTLE)
    picture = Image.open(io.BytesIO(page.screenshot()))
    page.close()
    return picture


def printed(path: Path, number: int, right: float, bottom: float) -> Image.Image:
    """The upper left part of a page of a PDF, in fractions of its width and height."""
    page = pypdfium2.PdfDocument(path)[number].render(scale=2.2).to_pil()
    return page.crop((0, 0, round(right * page.width), round(bottom * page.height)))


def run() -> None:
    """Take every picture."""
    TARGET.mkdir(exist_ok=True)
    for old in TARGET.glob("*.webp"):
        old.unlink()
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        work = Path(name)
        for folder in ("proposals", "decisions"):
            shutil.copytree(ROOT / folder, work / folder)
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        with desk(work, date(2017, 3, 14)) as url:
            save("meja", screen(browser, url, (1280, 800), "Cempaka Putih Timur", "n"))
        sheet = work / "lembar.xlsx"
        main(["worksheet", "cempaka-putih-timur", "--root", name, "-o", str(sheet)])
        subprocess.run(
            ["soffice", "--headless", "--convert-to", "pdf", "--outdir", name, str(sheet)],
            check=True,
            capture_output=True,
        )
        save("lembar", printed(sheet.with_suffix(".pdf"), 1, 0.78, 0.6))
        site = work / "_site"
        main(["build", "--root", name, "-o", str(site)])
        save("papan", screen(browser, (site / "2016/index.html").as_uri(), (1120, 620)))
        documents = site / "2016/dokumen"
        save("berita-acara", printed(documents / "berita-acara.pdf", 0, 1, 0.385))
        browser.close()


if __name__ == "__main__":
    run()
