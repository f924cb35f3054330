"""Days and times as people write them → a time of day, or nothing: what is not understood is never bent to fit.

``18:10``, ``18.10``, ``18,10``, ``18h10``, ``6:10 pm``, ``6 pm``, ``24:00`` are times; ``24:30``, ``18:10 AM`` are not.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Final

FORMS: Final = "18:10, 18.10, 18h10, 6:10 pm or 24:00"
"""How a time of day may be written, for hints."""
_CLOCK: Final = re.compile(
    r"(?P<H>\d{1,2})(?:[:.,h](?P<M>\d\d)(?::(?P<S>\d\d)(?:[.,]\d+)?)?|h)?\s*(?P<half>[ap]\.?m\.?)?", re.IGNORECASE
)


def time_of_day(text: str) -> timedelta | None:
    """Return how long after midnight a time is; none if the text is no time."""
    found = _CLOCK.fullmatch(text.strip())
    if found is None:
        return None
    hour, minute, second = (int(found[part] or 0) for part in ("H", "M", "S"))
    if minute > 59 or second > 59:
        return None
    if found["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found["half"][0].lower() == "p" else 0)
    elif found["M"] is None and not text.lower().strip().endswith("h"):
        return None  # a bare number is no time
    passed = timedelta(hours=hour, minutes=minute, seconds=second)
    return passed if passed <= timedelta(days=1) else None


def noon_of(day: datetime, until: datetime | None) -> datetime:
    """Return noon of a day, or now if noon of today is still ahead; `day` is its midnight."""
    noon = day.replace(hour=12)
    if until is None:
        return noon
    now = until if day.tzinfo else until.replace(tzinfo=None)
    return min(noon, now) if day.date() == now.date() else noon
