"""`python -m portal.scans.worker`: one task as JSON on stdin, one answer as JSON on stdout.

Tasks: {"verb": "examine", "file", "kind", "folder"} looks inside and draws previews into the folder;
{"verb": "clean", "file", "kind", "target"} writes a copy without what is told beside the picture.
Answers: {"pages", "told"}, {} or {"unfit", "detail"}; each with "cut_off", whether the process left the network.
"""

import json
import sys
import warnings
from pathlib import Path
from typing import Any

from portal.scans.worker.isolation import cut_off
from portal.scans.worker.limits import restrain


def answer(task: dict[str, Any]) -> dict[str, Any]:
    """What is to be said to a task; the libraries are loaded under the limits."""
    from PIL import Image

    from portal.scans.refusals import ScanRefused, Unfit
    from portal.scans.worker import pdf, pictures, previews

    warnings.simplefilter("error", Image.DecompressionBombWarning)
    file, kind = Path(task["file"]), task["kind"]
    try:
        if task["verb"] == "clean":
            target = Path(task["target"])
            if kind == "pdf":
                pdf.clean(file, target)
            else:
                pictures.clean(file, kind, target)
            return {}
        found = pdf.inspect(file) if kind == "pdf" else pictures.inspect(file, kind)
        previews.draw(file, kind, Path(task["folder"]), found["pages"])
        return found
    except ScanRefused as refused:
        return {"unfit": refused.reason, "detail": refused.detail}
    except (MemoryError, RecursionError) as error:
        return {"unfit": Unfit.TOO_MUCH_WORK, "detail": type(error).__name__}


if __name__ == "__main__":
    without_network = cut_off()
    restrain()
    print(json.dumps({**answer(json.load(sys.stdin)), "cut_off": without_network}))
