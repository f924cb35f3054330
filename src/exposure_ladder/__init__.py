"""Plan gradual exposure: feared situations as a weighted graph, fear ladders built from it and adapted from ratings.

One pipeline; each value carries what it was made from::

    Course ── infer(course, at=…) ──► Belief ── build_ladder(belief) ──► Ladder ── advise(ladder) ──► Advice

Educational and research software: no diagnosis, no treatment. See SAFETY.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from exposure_ladder.errors import ExposureLadderError as ExposureLadderError
    from exposure_ladder.records import Course as Course

__version__ = "0.1.0"
