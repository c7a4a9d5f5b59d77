"""Which files of others do the pages and the printed documents use, and where do they come from?"""

import shutil
from pathlib import Path

ROOT = Path(__file__).parents[1]
VENDOR = ROOT / "console" / "static" / "vendor"
FONTS = ROOT / "chassis" / "records" / "fonts"

INTER = "@fontsource-variable/inter/files/inter-latin"
FILES = {
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "htmx-ext-sse/dist/sse.min.js": "sse.min.js",
    "uplot/dist/uPlot.iife.min.js": "uplot.min.js",
    "uplot/dist/uPlot.min.css": "uplot.min.css",
    f"{INTER}-wght-normal.woff2": "inter.woff2",
    f"{INTER}-ext-wght-normal.woff2": "inter-ext.woff2",
}
NOTO = "@expo-google-fonts/noto-sans-sc"  # every character of GB 18030 that names are likely to have
PRINT_FONTS = {
    f"{NOTO}/400Regular/NotoSansSC_400Regular.ttf": "NotoSansSC_400Regular.ttf",
    f"{NOTO}/700Bold/NotoSansSC_700Bold.ttf": "NotoSansSC_700Bold.ttf",
}
COPIED = {VENDOR: FILES, FONTS: PRINT_FONTS}


def main() -> None:
    """Copy the finished files out of node_modules: no bundler, nothing third-party committed."""
    for folder, files in COPIED.items():
        folder.mkdir(parents=True, exist_ok=True)
        for source, name in files.items():
            shutil.copyfile(ROOT / "node_modules" / source, folder / name)


def absent() -> list[str]:
    """What was not copied yet."""
    return [name for folder, files in COPIED.items() for name in files.values() if not (folder / name).exists()]


if __name__ == "__main__":
    main()
