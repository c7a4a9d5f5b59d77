"""Which front-end files does the console use, and where do they come from?"""

import shutil
from pathlib import Path

ROOT = Path(__file__).parents[1]
VENDOR = ROOT / "console" / "static" / "vendor"

INTER = "@fontsource-variable/inter/files/inter-latin"
FILES = {
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "htmx-ext-sse/dist/sse.min.js": "sse.min.js",
    "uplot/dist/uPlot.iife.min.js": "uplot.min.js",
    "uplot/dist/uPlot.min.css": "uplot.min.css",
    f"{INTER}-wght-normal.woff2": "inter.woff2",
    f"{INTER}-ext-wght-normal.woff2": "inter-ext.woff2",
}


def main() -> None:
    """Copy the finished files out of node_modules: no bundler, nothing third-party committed."""
    VENDOR.mkdir(parents=True, exist_ok=True)
    for source, name in FILES.items():
        shutil.copyfile(ROOT / "node_modules" / source, VENDOR / name)


if __name__ == "__main__":
    main()
