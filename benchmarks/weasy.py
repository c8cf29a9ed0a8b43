"""Runs in WeasyPrint's own environment: sets a folder's HTML files as PDF/UA, prints seconds and memory as JSON."""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

from weasyprint import HTML


def main(folder: Path) -> None:
    seconds = []
    for page in sorted(folder.glob("*.html")):
        begun = time.perf_counter()
        HTML(filename=page).write_pdf(page.with_suffix(".pdf"), pdf_variant="pdf/ua-1")
        seconds.append(time.perf_counter() - begun)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "memory": memory}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
