"""Take the pictures of the README, docs/images/*.webp, from the site as it is built now.

Run with the virtual environment's Python: .venv/bin/python tools/screenshots.py
"""

import sys
import tempfile
import threading
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from faircopy.build.build import build_site
from faircopy.preview.port import LOOPBACK
from faircopy.preview.server import site_server

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
# name: page, width and height of the window, colours, what to scroll to, what medium
SHOTS = {
    "home": ("", (1400, 900), "light", None, "screen"),
    "snippet": ("2017/09/fail2ban/", (1400, 900), "dark", "#snippet-2-5", "screen"),
    "chart-on-a-phone": ("2015/08/internet-in-nz/", (390, 780), "light", "#what-i-found", "screen"),
    "on-paper": ("2011/03/kubuntu-on-a-thinkpad/", (640, 800), "light", None, "print"),
}
LARGEST_SIDES = (1000, 900)  # pixels
LARGEST = 60_000  # bytes


def main():
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        output = Path(folder, "site")
        with site_server(output, 0) as server:
            site = f"http://{LOOPBACK}:{server.server_address[1]}"
            build_site(ROOT / "publishconf.py", output, {"SITEURL": site, "FEED_DOMAIN": site})
            threading.Thread(target=server.serve_forever, daemon=True).start()
            chromium = "/usr/bin/chromium-headless-shell"
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            for name, shot in SHOTS.items():
                save(name, taken(browser, site, shot))
            browser.close()
            server.shutdown()


def taken(browser, site, shot):
    path, size, scheme, place, medium = shot
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)
    page = context.new_page()
    page.emulate_media(media=medium)
    page.goto(f"{site}/{path}{place or ''}", wait_until="networkidle")
    data = page.screenshot()
    context.close()
    return data


def save(name, data):
    IMAGES.mkdir(parents=True, exist_ok=True)
    with Image.open(BytesIO(data)) as image:
        file = IMAGES / f"{name}.webp"
        image.thumbnail(LARGEST_SIDES, Image.Resampling.LANCZOS)
        image.convert("RGB").save(file, "WEBP", quality=72, method=6)
    if file.stat().st_size > LARGEST:
        raise SystemExit(f"error: {file} is {file.stat().st_size} bytes, more than {LARGEST}")
    print(f"{file.relative_to(ROOT)}: {file.stat().st_size} bytes")


if __name__ == "__main__":
    sys.exit(main())
