"""Pages about one person's plan: how it went, a worksheet for the pen, a digest for somebody who helps.

Each is text, Markdown, or one HTML file that holds all it needs: no script, no request, the pictures inside it as SVG,
each with its words and numbers. HTML needs the extra ``report``.

This room must never compute, and never show what a person wrote in words of their own beyond the titles of steps,
unless that was asked for: no notes, no reasons, no names of others. All three pages carry the notice.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final, Literal

from exposure_ladder.advice import advice_sheet, advise
from exposure_ladder.errors import ExposureLadderError
from exposure_ladder.ladder import client_of, footer
from exposure_ladder.practice import STANDSTILL, habits_in, own_words_sheet, safety_sheet, stands_still
from exposure_ladder.report.plots import draw_course, draw_ladder, draw_predictions
from exposure_ladder.report.tables import blank_sheets, steps_sheet
from exposure_ladder.review import foretold, looking_back, progress
from exposure_ladder.text import ENGLISH, Sheet, fitted, plain, say
from exposure_ladder.text.notice import NOTICE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import numpy as np

    from exposure_ladder.advice import Advice, Reason
    from exposure_ladder.ladder import Ladder
    from exposure_ladder.records import Totals
    from exposure_ladder.records.rule import Rule
    from exposure_ladder.report.figure import Picture
    from exposure_ladder.review import Progress

    Words = Mapping[str, str]

__all__ = ["FORMS", "PAGES", "render_report"]

PAGES: Final = ("progress", "worksheet", "digest")
"""What a page can be."""
FORMS: Final = ("html", "markdown", "text")
"""What a page can be written as."""
_BLANK: Final = "______"
_LATEST: Final = 5
"""Entries with words, and totals of a series, that a digest holds: it stays one sheet."""
_AID: Final = "what makes it feel safer"
"""Stands for the person's own word of what they lean on, where own words were not asked for."""


@dataclass(frozen=True, slots=True, eq=False)
class _Section:
    """A part of a page: words, a table, and a picture of it; `folded` tables are shown on demand."""

    heading: str
    sheet: Sheet
    picture: Picture | None = None
    folded: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class _Page:
    """All that a form needs."""

    kind: str
    title: str
    subtitle: str
    sections: tuple[_Section, ...]
    foot: str


def render_report(
    ladder: Ladder,
    *,
    page: Literal["progress", "worksheet", "digest"] = "progress",
    form: Literal["html", "markdown", "text"] = "html",
    rule: Rule | None = None,
    rng: np.random.Generator | None = None,
    width: int | None = 100,
    own_words: bool = False,
    words: Mapping[str, str] = ENGLISH,
) -> str:
    """Return a page about one person's plan, at the moment of the ladder's belief.

    Parameters
    ----------
    ladder : Ladder
        From :func:`~exposure_ladder.ladder.build_ladder`; it holds the course.
    page : {"progress", "worksheet", "digest"}
        What happened and what could be next; the ladder with blank lines; one page for a clinician.
    form : {"html", "markdown", "text"}
        HTML is one file without scripts or outside requests, and needs the extra ``report``.
    rule : Rule, optional
        The rule by which steps count as done, and an option is offered; by default the plan's.
    rng : numpy.random.Generator, optional
        Needed by rules that draw.
    width : int, optional
        Columns of the text form.
    own_words : bool
        Whether progress and digest also hold what the person leans on, wrote, and noted as totals.
    words : mapping of str to str
        The table of sentences.

    Returns
    -------
    str
        The same ladder gives the same text.

    Raises
    ------
    ExposureLadderError
        If a package that HTML needs is not installed, or there is no such page or form.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from exposure_ladder import Course, SituationGraph, build_ladder, infer
    >>> graph = SituationGraph(title="Dogs", situations=[{"id": "photo", "title": "See a photo", "distress": 20}])
    >>> ladder = build_ladder(infer(Course(graph=graph), at=datetime(2026, 1, 5, tzinfo=UTC)))
    >>> render_report(ladder, page="worksheet", form="markdown").splitlines()[0]
    '# Dogs'
    """
    for name, word, known in (("page", page, PAGES), ("form", form, FORMS)):
        if word not in known:
            raise ExposureLadderError(f"{name}: expected {', '.join(known)}; got another.", hint="Choose one of them.")
    graph = ladder.belief.course.graph
    values = {"client": client_of(graph, words), "day": ladder.belief.at.date().isoformat()}
    if page == "worksheet":
        sections = tuple(_worksheet(ladder, "" if form == "html" else _BLANK, words))
    else:
        offer = advise(ladder, rule=rule, rng=rng)
        offer = offer if own_words else _without_habits(offer)
        sections = tuple((_digest if page == "digest" else _progress)(progress(ladder, rule=rule), offer, words))
        sections += tuple(_own_words(ladder, latest=_LATEST if page == "digest" else 12)) if own_words else ()
    subtitle = say(f"of_{page}", words, **values)
    made = _Page(page, plain(graph.title), subtitle, sections, footer(graph, words))
    match form:
        case "html":
            return _html(made, words)
        case "markdown":
            return _markdown(made)
    return _text(made, width)


def _told(back: Progress, words: Words) -> Sheet:
    """Return what looking back says, but for the steps: these have a table of their own."""
    told = looking_back(back, names=_titles(back.ladder), words=words)
    return Sheet(tuple(part for code, part in told.items() if code != "steps"))


def _progress(back: Progress, offer: Advice, words: Words) -> Iterator[_Section]:
    ladder, scale, names = back.ladder, back.ladder.belief.course.graph.shown, _titles(back.ladder)
    yield _Section(words["looking_back"], _told(back, words))
    picture = draw_ladder(ladder, words=words) if ladder.rungs else None
    yield _Section(words["now_ladder"], steps_sheet(back, words=words), picture)
    told = [each for each in foretold(ladder) if any(each.entry.situation == rung.id for rung in ladder.rungs)]
    if told:
        picture = draw_course(ladder, told, words=words)
        yield _Section(words["rated_practices"], picture.table, picture, folded=True)
    if back.ledger.distress or back.ledger.expectations:
        picture = draw_predictions(back.ledger, scale, names=names, words=words)
        yield _Section(words["foreseen"], picture.table, picture, folded=True)
    yield _option(offer, words)


def _titles(ladder: Ladder) -> dict[str, str]:
    written = [*ladder.belief.course.graph.situations, *(rung.situation for rung in ladder.rungs)]
    return {situation.id: plain(situation.title) for situation in written}


def _without_habits(offer: Advice) -> Advice:
    """Return an option that does not repeat what the person wrote that they lean on."""

    def told(reasons: tuple[Reason, ...]) -> tuple[Reason, ...]:
        return tuple(
            replace(reason, values={**reason.values, "habit": _AID}) if "habit" in reason.values else reason
            for reason in reasons
        )

    return replace(offer, because=told(offer.because), as_good=told(offer.as_good), then=told(offer.then))


def _option(offer: Advice, words: Words) -> _Section:
    sheet = advice_sheet(offer, names=_titles(offer.ladder), words=words)
    return _Section(words["an_option"], Sheet(tuple(part for part in sheet.head if part)))


def _digest(back: Progress, offer: Advice, words: Words) -> Iterator[_Section]:
    yield _Section(words["each_step"], steps_sheet(back, words=words))
    yield _Section(words["looking_back"], _told(back, words))
    yield _option(offer, words)
    still = stands_still(back.ladder.belief.course, at=back.ladder.belief.at)
    yield _Section("", Sheet((*((STANDSTILL,) if still else ()), words["digest_rests"])))


def _own_words(ladder: Ladder, *, latest: int) -> Iterator[_Section]:
    """Yield what stays at home unless it is asked for: what is leaned on, what was written, totals."""
    course, at = ladder.belief.course, ladder.belief.at
    if uses := habits_in(course, at=at):
        yield _Section("What I lean on", replace(safety_sheet(uses, course, at=at), head=()))
    if written := own_words_sheet(course, at=at, latest=latest).head[1:]:
        yield _Section("In my words", Sheet(written))
    totals = tuple(f"{name}: {_course_of(each)}" for name, each in course.graph.totals.items() if each.series)
    if totals:
        yield _Section("Totals", Sheet(totals))


def _course_of(totals: Totals) -> str:
    values = [f"{day.isoformat()} {total:g}" for day, total in totals.series[-_LATEST:]]
    return f"{', '.join(values)} (of {totals.lowest:g} to {totals.highest:g})"


def _worksheet(ladder: Ladder, blank: str, words: Words) -> Iterator[_Section]:
    upper, lower = blank_sheets(ladder, blank=blank, words=words)
    pen = [say("pen", words, top=ladder.belief.course.graph.shown.top)]
    if any(rung.situation.consent for rung in ladder.rungs):
        pen.append(words["ask_again"])
    yield _Section(words["your_ladder"], upper)
    yield _Section(words["your_log"], replace(lower, head=tuple(pen)))


# ------------------------------------------------------------------------------------------------------------ forms


def _text(page: _Page, width: int | None) -> str:
    parts = [page.title, page.subtitle, *NOTICE.splitlines()]
    parts = ["\n".join(fitted(line, width) for line in parts)]
    for section in page.sections:
        if section.heading:
            parts.append(section.heading.upper())
        parts.append(section.sheet.text(width))
    return "\n\n".join([*parts, fitted(page.foot, width)]) + "\n"


def _markdown(page: _Page) -> str:
    parts = [f"# {_line(page.title)}", _line(page.subtitle), "\n".join(f"> {line}  " for line in NOTICE.splitlines())]
    for section in page.sections:
        if section.heading:
            parts.append(f"## {section.heading}")
        parts.append(section.sheet.markdown())
    return "\n\n".join([*parts, _line(page.foot)]) + "\n"


def _line(text: str) -> str:
    return Sheet((text,)).markdown()


def _html(page: _Page, words: Words) -> str:
    try:
        from jinja2 import Environment, StrictUndefined
        from markupsafe import Markup
    except ImportError:
        hint = 'Install them:  pip install "exposure-ladder[report]". Text and Markdown need nothing more.'
        raise ExposureLadderError("an HTML page needs jinja2 and matplotlib.", hint=hint) from None
    drawn = [part.picture and Markup(part.picture.svg(f"p{at}")) for at, part in enumerate(page.sections)]  # noqa: S704 (our own)
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, finalize=_seen
    )
    template = environment.from_string((files(__package__) / "page.html").read_text(encoding="utf-8"))
    sections = list(zip(page.sections, drawn, strict=True))
    return template.render(page=page, sections=sections, notice=NOTICE.splitlines(), fold=words["as_a_table"]) + "\n"


def _seen(value: Any) -> Any:
    """Keep what cannot be seen out of the page; a picture is no plain text and stays as it is."""
    return plain(value) if type(value) is str else value
