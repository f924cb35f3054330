"""One Hypothesis profile for all tests: no deadline (machines differ), few examples, failures that can be replayed."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("default", deadline=None, max_examples=60, print_blob=True)
settings.load_profile("default")
