"""Every page in its states, at every width, in forced colours and as it prints: build/screenshots.

    python -m tests.screenshots [WORD ...]
    python -m tests.screenshots --readme

With words only the pictures whose names hold one of them. They stand side by side in index.html.
``--readme`` makes those of README.md instead, in docs/.
The data are those of the demonstration, and a few reports as people rarely leave them.
"""

import base64
import contextlib
import html
import logging
import shutil
import sys
from pathlib import Path

from tests.bench.database import scratch_database

FOLDER, DOCS = Path("build/screenshots"), Path("docs")
WIDTHS = {1366: 768, 1920: 1080, 360: 740, 320: 640}
MEDIA = {"печать": {"media": "print"}, "контраст": {"forced_colors": "active"}}
PAPER = 1123  # pixels: an A4 sheet on its side


def main(words: list[str]) -> int:
    with scratch_database("tests.screenshots.addresses"):
        from django.conf import settings

        logging.disable()
        settings.DEBUG = True  # the demonstration is for nothing else
        from tests.screenshots import pages

        is_readme = words == ["--readme"]
        wanted = pages.of_readme() if is_readme else pages.pages()
        settings.DEBUG = False  # refusals look as on a server
        with _server() as url, _browser() as browser:
            if is_readme:
                _draw_readme(browser, url, wanted)
                return 0
            wanted = [p for p in wanted if not words or any(word in p.name for word in words)]
            _draw(browser, url, wanted)
    _write_index(wanted)
    sys.stdout.write(f"{FOLDER / 'index.html'}: страниц {len(wanted)}\n")
    return 0


@contextlib.contextmanager
def _server():
    """The address of a server; its threads open the database's file for themselves."""
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.test.testcases import LiveServerThread

    thread = LiveServerThread("127.0.0.1", StaticFilesHandler)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    try:
        yield f"http://127.0.0.1:{thread.port}"
    finally:
        thread.terminate()


@contextlib.contextmanager
def _browser():
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        sys.exit("Нет Chromium: apt-get install chromium.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


def _draw_readme(browser, url, wanted):
    """What fits a screen: small files for the repository."""
    for page in wanted:
        png = _shoot(browser, url, page, None, (1366, 768), full_page=False)
        path = DOCS / f"{page.name}.webp"
        path.write_bytes(_webp(browser, png))
        sys.stdout.write(f"{path}: {path.stat().st_size // 1024} КБ\n")


def _webp(browser, png):
    """The same picture in half of the bytes; the browser writes it itself."""
    tab = browser.new_page()
    data = tab.evaluate(
        """async (source) => {
            const image = new Image();
            image.src = source;
            await image.decode();
            const canvas = document.createElement("canvas");
            [canvas.width, canvas.height] = [image.width, image.height];
            canvas.getContext("2d").drawImage(image, 0, 0);
            return canvas.toDataURL("image/webp", 0.9);
        }""",
        f"data:image/png;base64,{base64.b64encode(png).decode()}",
    )
    tab.close()
    return base64.b64decode(data.partition(",")[2])


def _draw(browser, url, wanted):
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    for number, page in enumerate(wanted, 1):
        sys.stdout.write(f"\r{number} из {len(wanted)} {page.name:<60}")
        sys.stdout.flush()
        for width, height in WIDTHS.items():
            _shoot(browser, url, page, _path_of(page, str(width)), (width, height))
        for look, media in MEDIA.items():
            size = (PAPER if "media" in media else 1366, 768)
            _shoot(browser, url, page, _path_of(page, look), size, **media)
    sys.stdout.write("\n")


def _path_of(page, look):
    return FOLDER / f"{page.name} {look}.png"


def _shoot(browser, url, page, path, size, *, full_page=True, **media):
    width, height = size
    context = browser.new_context(
        base_url=url, locale="ru-RU", viewport={"width": width, "height": height}
    )
    if page.session:
        context.add_cookies([{"name": "sessionid", "value": page.session, "url": url}])
    tab = context.new_page()
    tab.goto(page.address)
    if page.act:
        page.act(tab)
    tab.emulate_media(**media)  # what is pressed is not drawn on paper
    tab.wait_for_load_state("networkidle")
    picture = tab.screenshot(path=path, full_page=full_page)
    context.close()
    return picture


def _write_index(wanted):
    looks = [*map(str, WIDTHS), *MEDIA]
    rows = []
    for page in wanted:
        cells = "".join(
            f'<td><a href="{name}"><img src="{name}" alt="" loading="lazy"></a>'
            for name in (html.escape(_path_of(page, look).name) for look in looks)
        )
        rows.append(f"<tr><th>{html.escape(page.name)}<br>{html.escape(page.address)}{cells}")
    style = (
        "body{font:14px sans-serif}th{text-align:left;vertical-align:top;position:sticky;left:0;"
        "background:#fff;padding:8px}td{vertical-align:top;padding:8px}img{width:340px;"
        "max-height:700px;object-fit:cover;object-position:top;border:1px solid #999}"
    )
    head = "".join(f"<th>{look}" for look in looks)
    FOLDER.joinpath("index.html").write_text(
        f'<!doctype html><html lang="ru"><meta charset="utf-8"><title>Страницы «Свода»</title>'
        f"<style>{style}</style><table><tr><th>{head}{''.join(rows)}</table>"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
