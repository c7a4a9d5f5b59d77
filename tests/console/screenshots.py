"""How are the README's pictures taken? After `make run`: `python -m tests.console.screenshots <console's address>`"""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from deploy.sample.people import PASSWORD
from messages.texts import text

IMAGES = Path(__file__).parents[2] / "docs" / "images"
MOST_BYTES = 150_000
DESK = {"width": 1200, "height": 760}
PHONE = {"width": 390, "height": 800}


def main(address: str) -> None:
    """On the sample company, in English; a picture that is too large is refused."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        inbox = _sit(browser, address, "qian.finance", {"width": 1200, "height": 480})
        _take(inbox, "inbox")
        legal = _sit(browser, address, "sun.legal", PHONE)
        legal.click("#inbox a.card:has-text('Northwind')")
        _take(legal, "task-on-a-phone")
        seller = _sit(browser, address, "li.sales", DESK)
        _open(seller, "/orders", text("status.order.RESERVED", "en"))
        _take(seller, "order")
        ops = _sit(browser, address, "ops", {"width": 1200, "height": 1000})
        number = seller.locator("header + main .soft").first.inner_text().split(" · ")[1]
        ops.goto(f"{address}/find?number={number}")
        _take(ops, "timeline")
        browser.close()


def _sit(browser: Browser, address: str, login: str, size: dict[str, int]) -> Page:
    page = browser.new_context(viewport=size, locale="en-GB").new_page()  # type: ignore[arg-type]
    page.goto(f"{address}/sign-in")
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", PASSWORD)
    page.click("form[action='/sign-in'] button")
    if page.get_attribute("html", "lang") != "en":
        page.click("form[action='/language'] button")
    return page


def _open(page: Page, path: str, words: str) -> None:
    """The first record of a list whose row has these words."""
    page.goto(page.url.split("/", 3)[0] + "//" + page.url.split("/", 3)[2] + path)
    page.locator("tbody tr", has_text=words).first.locator("a").first.click()


def _take(page: Page, name: str) -> None:
    page.wait_for_load_state("networkidle") if name != "inbox" else page.wait_for_timeout(500)
    path = IMAGES / f"{name}.png"
    page.screenshot(path=path)
    if path.stat().st_size > MOST_BYTES:
        sys.exit(f"{path.name} has {path.stat().st_size} bytes, more than {MOST_BYTES}")


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
