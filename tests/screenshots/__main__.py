"""Every page in its states, at every width, in forced colours and as it prints: build/screenshots.

    python -m tests.screenshots [WORD ...]

With words only the pictures whose names hold one of them. They stand side by side in index.html.
The data are those of the demonstration, and a few reports as people rarely leave them.
"""

import contextlib
import html
import logging
import shutil
import sys
from pathlib import Path

from tests.bench.database import scratch_database

FOLDER = Path("build/screenshots")
WIDTHS = {1366: 768, 1920: 1080, 360: 740, 320: 640}
MEDIA = {"печать": {"media": "print"}, "контраст": {"forced_colors": "active"}}
PAPER = 1123  # pixels: an A4 sheet on its side


def main(words: list[str]) -> int:
    with scratch_database():
        from django.conf import settings

        logging.disable()
        settings.DEBUG = True  # addresses are made with the page of parts, and with it alone
        from config import urls  # noqa: F401
        from tests.screenshots.pages import pages

        wanted = [p for p in pages() if not words or any(word in p.name for word in words)]
        settings.DEBUG = False  # refusals look as on a server
        shutil.rmtree(FOLDER, ignore_errors=True)
        FOLDER.mkdir(parents=True)
        with _server() as url:
            _draw(url, wanted)
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


def _draw(url, wanted):
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        sys.exit("Нет Chromium: apt-get install chromium.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for number, page in enumerate(wanted, 1):
            sys.stdout.write(f"\r{number} из {len(wanted)} {page.name:<60}")
            sys.stdout.flush()
            for width, height in WIDTHS.items():
                _shoot(browser, url, page, str(width), (width, height), {})
            _shoot(browser, url, page, "контраст", (1366, 768), MEDIA["контраст"])
            _shoot(browser, url, page, "печать", (PAPER, 768), MEDIA["печать"])
        sys.stdout.write("\n")
        browser.close()


def _shoot(browser, url, page, look, size, media):
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
    tab.screenshot(path=FOLDER / f"{page.name} {look}.png", full_page=True)
    context.close()


def _write_index(wanted):
    looks = [*map(str, WIDTHS), *MEDIA]
    rows = []
    for page in wanted:
        cells = "".join(
            f'<td><a href="{name}"><img src="{name}" alt="" loading="lazy"></a>'
            for name in (html.escape(f"{page.name} {look}.png") for look in looks)
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
