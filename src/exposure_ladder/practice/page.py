"""Cards as pages: text, Markdown, and one HTML file that prints as half a sheet of A4 or Letter, or a whole A5.

A line of a card is a label and a text in which `SHORT` and `LONG` are places to write in. Every line is short enough to
be read in a bad hour, and nothing on it asks to be calm.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Final, Literal

from exposure_ladder.text import Part, Sheet, plain
from exposure_ladder.text.english import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from exposure_ladder.practice.fields import Card

    Paper = Literal["a4", "a5", "letter"]

__all__ = ["card_html", "card_sheet"]

SHORT: Final = "____"
LONG: Final = "______________________"
_LABEL: Final = 14
_MARK: Final = re.compile("_{4,}")
TURNS: Final = (
    "One speaks for two minutes, the other only listens; then swap. At the end two sentences each: what I heard, and "
    "what I want to keep. Nobody has to answer."
)
"""How a talk goes in turns: speaker and listener, each for a while, then two sentences (wording ours)."""
STOPPING: Final = "I may stop at any time, and that counts."


def card_sheet(card: Card, *, bare: bool = False) -> Sheet:
    """Lay a card out as a page without a table.

    Parameters
    ----------
    card : Card
        What to show.
    bare : bool
        Only the number of the step instead of its words, for a card that lies about.
    """
    heading = f"Step {card.number}" if bare else f"Step {card.number}: {_line(card.title)}"
    before = [Part(label, (text,), _LABEL) for label, text in _before(card, bare=bare)]
    after = [Part(label, (text,), _LABEL) for label, text in _after(card)]
    return Sheet((heading, "", "Before", *before, "", "After", *after))


def _line(text: str) -> str:
    return " ".join(plain(text).split())


def _before(card: Card, *, bare: bool) -> Iterator[tuple[str, str]]:
    """Yield the lines to read and fill in beforehand; of a bare card none holds the person's words."""
    own = not bare
    yield "Why", _line(card.why) if own and card.why else LONG
    length = "" if card.minutes is None else f"{card.minutes:g} minutes, "
    yield "What exactly", f"{length}where, with whom, how often: {LONG}"
    if card.talk:
        yield "In turns", TURNS
    yield "I fear that", " ".join(_fear(card)) if own and card.feared else LONG
    yield "How likely", f"0–100: {SHORT}   and how bad, 0–100: {SHORT}"
    yield "I leave out", _left_out(card) if own and card.leave_out else LONG
    stop = f"{STOPPING} I stop at once if {_clause(card.stop_if)}" if own and card.stop_if else STOPPING
    yield "Stopping", stop
    if card.people:
        who = "" if bare else f" ({_joined(card.people)})"
        yield "Asked today", f"{SHORT}{who}   our stop word: {SHORT}{SHORT}   A no needs no reason."


def _fear(card: Card) -> Iterator[str]:
    yield _sentence(card.feared or "")
    yield f"By when: {_line(card.by_when) if card.by_when else SHORT * 2}."
    yield f"I would see it by: {_line(card.sign) if card.sign else LONG}"


def _sentence(text: str) -> str:
    text = _line(text)
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def _clause(text: str | None) -> str:
    return _sentence(text or "")


def _left_out(card: Card) -> str:
    return f"{_joined(card.leave_out)}{' (also afterwards, and in my head)' if card.afterwards else ''}"


def _joined(texts: Sequence[str]) -> str:
    return " · ".join(map(_line, texts))


def _after(card: Card) -> Iterator[tuple[str, str]]:
    """Yield the lines to fill in afterwards; distress comes last, or first where the plan asks for it all along."""
    top = shown(100.0, card.scale)
    rated = ("Fear", f"highest, 0–{top}: {SHORT}   at the end: {SHORT}   (may be left out)")
    if card.every is not None:
        times = " ".join([SHORT] * 6)
        often = "minute" if card.every == 1 else f"{card.every:g} minutes"
        yield "Fear", f"every {often}, 0–{top}: {times}   highest: {SHORT}"
    yield "Did it come", f"no / partly / yes / cannot tell   What I saw: {LONG}"
    yield "If it came", f"how bad, 0–100: {SHORT}   how I managed: {LONG}"
    yield "I learned", f"or what surprised me: {LONG}"
    yield "Once more", f"If I did it again, how likely, 0–100: {SHORT}"
    if card.body:
        yield "Wanted", "Did I want this the whole time? yes / no / unsure"
    if card.every is None:
        yield rated
    yield "Next time", f"different: place / time / without something / just again: {LONG}"


# ------------------------------------------------------------------------------------------------------------ HTML

_SIZES: Final = {"a4": ("A4", "148mm"), "letter": ("Letter", "139mm"), "a5": ("A5", "200mm")}
"""Name of the paper, and the height that one card takes on it: half a sheet, or a whole A5."""
_STYLE: Final = """
:root { color-scheme: light; --ink: #24343b; --muted: #4d5f66; --pale: #7b8b91; --accent: #1f6273 }
* { box-sizing: border-box }
body { margin: 0 auto; padding: 1rem; max-width: 40rem; color: var(--ink); background: #fff;
  font: 1rem/1.4 system-ui, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif; overflow-wrap: anywhere }
article { border: 1px solid var(--pale); border-radius: .4rem; padding: .8rem 1rem; margin: 0 0 1rem }
h1 { font-size: 1.2rem; line-height: 1.25; margin: 0 0 .4rem }
h2 { font-size: .95rem; margin: .7rem 0 .2rem; color: var(--accent) }
dl { display: grid; grid-template-columns: 7rem 1fr; gap: .35rem .6rem; margin: 0 }
dt { color: var(--muted) }
dd { margin: 0; min-width: 0; display: flex; flex-wrap: wrap; align-items: baseline; column-gap: .35em }
.gap { border-bottom: 1px dotted var(--pale); flex: 0 0 2.6rem }
.wide { flex: 1 1 9rem }
footer p { color: var(--muted); font-size: .8rem; margin: 0 0 .2rem }
@media (max-width: 30rem) { dl { grid-template-columns: 1fr; gap: .1rem } dd { margin-bottom: .35rem } }
@media print {
  @page { size: %(paper)s; margin: 8mm }
  body { padding: 0; max-width: none; font-size: 10pt; line-height: 1.3 }
  article { height: calc(%(height)s - 13mm); margin: 0 0 5mm; padding: 3mm 5mm; overflow: hidden; break-inside: avoid }
  article:last-of-type { margin: 0 }
  h1 { font-size: 12pt } h2 { font-size: 9.5pt; margin: 2mm 0 1mm }
  dl { grid-template-columns: 26mm 1fr; gap: 2.6mm 2mm } .wide { flex: 1 1 45mm } .gap { flex-basis: 12mm }
  .long { font-size: 8.5pt; line-height: 1.2 } .long dl { gap: .8mm 2mm }
  footer { display: none }
}
"""
_MUCH: Final = 420
"""Characters of the person's own words above which a card is set smaller, so that half a page still holds it."""


def card_html(cards: Sequence[Card], *, paper: Paper = "a4", bare: bool = False) -> str:
    """Return cards as one HTML file without scripts or requests, to read on a screen or to print.

    Parameters
    ----------
    cards : sequence of Card
        Two fill a sheet of A4 or Letter.
    paper : {"a4", "letter", "a5"}
        What it is printed on.
    bare : bool
        Only numbers of steps, and none of the person's words.
    """
    size, height = _SIZES[paper]
    style = _STYLE % {"paper": size, "height": height}
    articles = "\n".join(_article(card, bare=bare) for card in cards)
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="robots" content="noindex">\n<title>Card for one practice</title>\n<style>{style}</style>\n'
        f"</head>\n<body>\n<main>\n{articles}\n</main>\n"
        f"<footer>{_paragraphs(_UNDER)}</footer>\n</body>\n</html>\n"
    )


_UNDER: Final = (
    "Options, not orders; not a treatment. You decide.",
    "In danger, or close to harming yourself or others? Call your local emergency number, or go to someone you trust.",
)


def _paragraphs(lines: Iterable[str]) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in lines)


def _article(card: Card, *, bare: bool) -> str:
    heading, *_ = card_sheet(card, bare=bare).head
    own = (card.title, card.why, card.feared, card.sign, card.by_when, card.stop_if, *card.leave_out)
    much = 0 if bare else sum(len(text) for text in own if text)
    css = ' class="long"' if much > _MUCH else ""
    before, after = _list(_before(card, bare=bare)), _list(_after(card))
    return (
        f'<article{css}>\n<h1 dir="auto">{escape(str(heading))}</h1>\n'
        f"<h2>Before</h2>\n{before}\n<h2>After</h2>\n{after}\n</article>"
    )


def _list(lines: Iterable[tuple[str, str]]) -> str:
    rows = (f'<dt>{escape(label)}</dt><dd dir="auto">{_gaps(text)}</dd>' for label, text in lines)
    return f"<dl>{''.join(rows)}</dl>"


def _gaps(text: str) -> str:
    """Escape a line and turn its places to write in into dotted lines."""
    return _MARK.sub(lambda found: _GAP if len(found[0]) < len(LONG) else _WIDE_GAP, escape(text))


_GAP: Final = '<span class="gap">&nbsp;</span>'
_WIDE_GAP: Final = '<span class="gap wide">&nbsp;</span>'
