"""Draw the pictures of the README with the library itself: the graph, a ladder, and how a month of practice went.

Run from anywhere: ``python docs/tools/draw_pictures.py``. The person and the numbers are made up.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from exposure_ladder import build_ladder, infer, load, template
from exposure_ladder.report import draw_course, draw_graph, draw_ladder
from exposure_ladder.review import foretold
from exposure_ladder.storage import read_entries

IMAGES = Path(__file__).parents[1] / "images"
EXAMPLES = IMAGES.parents[1] / "examples" / "therapist"


def pictures() -> dict[str, str]:
    """Return the SVG text of each picture, by name."""
    log = read_entries((EXAMPLES / "march.csv").read_text(encoding="utf-8"), form="csv", name="march.csv")
    course = load(EXAMPLES / "train.yaml").add(*log)
    ladder = build_ladder(infer(course, at=datetime(2026, 3, 30, tzinfo=UTC)))
    drawn = {
        "graph": draw_graph(build_ladder(infer(template("contamination"), at=datetime(2026, 3, 30, tzinfo=UTC)))),
        "ladder": draw_ladder(ladder),
        "practice": draw_course(ladder, foretold(ladder)),
    }
    return {name: picture.svg(name, alone=True) + "\n" for name, picture in drawn.items()}


if __name__ == "__main__":
    for name, text in pictures().items():
        (IMAGES / f"{name}.svg").write_text(text, encoding="utf-8")
