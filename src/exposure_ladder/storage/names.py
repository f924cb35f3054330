"""Finds the names of people in texts, and puts something else in their place.

Whole words only, whatever their case, width or accents written in parts. A word for what somebody is to somebody
(partner, owner) names nobody and stays.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from unicodedata import normalize

from exposure_ladder.records._checks import folded

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_UNSPACED: Final = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
"""Kana, Han, Hangul: nothing parts a name from the words beside it, so each letter counts as a word."""
_WORD: Final = re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}]+")
_ROLES: Final = frozenset(
    _WORD.findall(
        "a adult an aunt boss boyfriend brother carer child client coach colleague cousin dad daughter doctor dr "
        "father fiance fiancé fiancée friend girlfriend grandfather grandmother helper her his husband i lover me "
        "mother mr mrs ms mum my myself neighbour nurse other our owner parent partner person self sister son spouse "
        "teacher the their therapist uncle wife your"
    )
)
"""Words that point to no one person unless one knows the person already."""


class Names:
    """People's names, each with what stands for it.

    A name of several words is found whole, with anything but letters and digits between them, and in each of its words
    with a capital letter.
    """

    def __init__(self, people: Mapping[str, str]) -> None:
        self._known: dict[tuple[str, ...], str] = {}
        split = {name: _WORD.findall(normalize("NFKC", name)) for name in people}
        for name, words in split.items():
            self._add(words, people[name])
        for name, words in split.items():  # after all whole names, which come first
            for word in words:
                if word[0].isupper():
                    self._add([word], people[name])
        self._sizes = sorted({len(key) for key in self._known}, reverse=True)

    def _add(self, words: Sequence[str], shown: str) -> None:
        key = tuple(map(folded, words))
        if not set(key) <= _ROLES:
            self._known.setdefault(key, shown)

    def hidden(self, text: str) -> str:
        """Return a text without the names; one that holds none stays as it is written."""
        told = normalize("NFKC", text)
        words = list(_WORD.finditer(told))
        said = [folded(word.group()) for word in words]
        parts, end, at = [], 0, 0
        while at < len(words):
            here = (tuple(said[at : at + size]) for size in self._sizes)
            name = next((key for key in here if key in self._known), ())
            if name:
                parts += [told[end : words[at].start()], self._known[name]]
                end = words[at + len(name) - 1].end()
            at += len(name) or 1
        return "".join((*parts, told[end:])) if parts else text

    def held(self, text: str) -> bool:
        """Tell whether a text holds a name."""
        return self.hidden(text) != text
