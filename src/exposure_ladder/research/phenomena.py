"""A scorecard: which findings about learned fear each model shows, and which it must fail by its own equations.

What is declared for a model stands beside the finding with its reason, and a test compares it with the run. A model
that does not show what is claimed for it stays a failure in the table; one that shows what it must not is reported too.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from exposure_ladder.research import experiments
from exposure_ladder.research.learners import LEARNERS
from exposure_ladder.text.summary import Summary

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

__all__ = ["PHENOMENA", "Phenomenon", "Verdict", "as_text", "scorecard"]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Phenomenon(Summary):
    """A finding and its test.

    Attributes
    ----------
    number : int
        Its place in the project's list of findings.
    name : str
        As the table says it.
    source : str
        Who found it.
    test : callable
        Returns whether a model (or a population) shows it, and the figures that decided.
    claimed : tuple of str
        Models of which it is claimed.
    short_of_it : mapping of str to str
        Those of them that do not show it here, and why: true failures.
    others : str
        Why the other models must fail.

    Examples
    --------
    >>> from exposure_ladder.research import PHENOMENA
    >>> recovery = PHENOMENA[2]
    >>> recovery.name, recovery.claimed
    ('spontaneous recovery', ('RW, forgetting', 'fading causes', 'retrieval'))
    """

    number: int
    name: str
    source: str
    test: Callable[[Any], tuple[bool, tuple[float, ...]]]
    claimed: tuple[str, ...] = ()
    short_of_it: Mapping[str, str] = field(default_factory=dict)
    others: str = ""


_WORDS: Final = {
    (True, True): ("shows it", "shows"),
    (True, False): ("FAILS", "FAILS"),
    (False, True): ("SHOWS IT, MUST NOT", "WRONG"),
    (False, False): ("fails, as it must", "-"),
}
"""What is said when something is claimed or not, and shown or not: in words, and in the table."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Verdict(Summary):
    """What one model did with one finding.

    Attributes
    ----------
    model : str
        Its name.
    phenomenon : Phenomenon
        The finding.
    shown : bool
        Whether the model shows it.
    figures : tuple of float
        What decided, in the order of the test: threats 0–1, for groups also SUDS or shares.

    Examples
    --------
    >>> from exposure_ladder.research import PHENOMENA, scorecard
    >>> from exposure_ladder.research.learners import RescorlaWagner
    >>> (verdict,) = scorecard({"Rescorla-Wagner": RescorlaWagner()}, PHENOMENA[2:3])
    >>> verdict.word, verdict.reason
    ('fails, as it must', 'time has no part in the equations')
    """

    model: str
    phenomenon: Phenomenon
    shown: bool
    figures: tuple[float, ...]

    @property
    def word(self) -> str:
        """What the table says."""
        return _WORDS[self.model in self.phenomenon.claimed, self.shown][0]

    @property
    def reason(self) -> str:
        """Why it was bound to fail, or falls short; empty where it shows what is claimed."""
        if self.model in self.phenomenon.claimed:
            return self.phenomenon.short_of_it.get(self.model, "")
        return self.phenomenon.others


_ADD: Final = ("Rescorla-Wagner", "RW, forgetting", "Pearce-Hall", "Kalman")
_CAUSES: Final = ("latent cause", "fading causes")
_ALL: Final = (*_ADD, *_CAUSES, "retrieval")

PHENOMENA: Final = (
    Phenomenon(1, "acquisition", "Rescorla & Wagner 1972 (unverified)", experiments.acquisition, _ALL),
    Phenomenon(2, "extinction", "Rescorla & Wagner 1972 (unverified)", experiments.extinction, _ALL),
    Phenomenon(
        3,
        "spontaneous recovery",
        "Schiller et al. 2008, PMC2414250",
        experiments.spontaneous_recovery,
        ("RW, forgetting", "fading causes", "retrieval"),
        others="time has no part in the equations",
    ),
    Phenomenon(
        4,
        "renewal, ABA > ABC ≥ AAB > AAA",
        "Bouton 1993, 2004 (unverified); Bandarian-Balooch et al. 2012",
        experiments.renewal,
        _ALL,
        dict.fromkeys(_CAUSES, "a new place brings back no more than the place of extinction, where cues share causes"),
    ),
    Phenomenon(
        5,
        "late extinction lasts better",
        "Huff et al. 2009, PMC2749460",
        experiments.delayed_extinction,
        ("fading causes",),
        {"fading causes": "what follows at once is taken for the same cause and unlearned there: the reverse"},
        "nothing in the equations tells early extinction from late",
    ),
    Phenomenon(
        6,
        "reinstatement",
        "Schiller et al. 2008; Gershman et al. 2013, experiment 2",
        experiments.reinstatement,
        (*_CAUSES, "retrieval"),
        others="without a context, an outcome alone teaches no cue",
    ),
    Phenomenon(
        7,
        "savings",
        "Bouton (unverified)",
        experiments.savings,
        (*_CAUSES, "retrieval"),
        {
            "latent cause": "without a context one cause explains all, and counting has made it slow",
            "fading causes": "after a day the cause of extinction is still the more probable one",
        },
        "extinction erases, and attention and uncertainty have fallen",
    ),
    Phenomenon(
        8,
        "spaced practice: higher end, less return",
        "Rowe & Craske 1998a; Tsao & Craske 2000",
        experiments.spacing,
        ("RW, forgetting", "retrieval"),
        {"retrieval": "less returns, but spaced practice ends no higher"},
        "a pause changes nothing, or only which cause is probable",
    ),
    Phenomenon(
        9,
        "partial reinforcement",
        "Grady et al. 2016, doi 10.1037/bne0000121",
        experiments.partial,
        _CAUSES,
        dict.fromkeys(_CAUSES, "omission is not surprising enough for a new cause after continuous training"),
        "strength alone decides, and omissions have weakened it",
    ),
    Phenomenon(
        10,
        "overexpectation",
        "Rescorla 1970 (unverified)",
        experiments.overexpectation,
        _ADD,
        others="no sum of cues is corrected by an outcome that comes",
    ),
    Phenomenon(
        11,
        "deepened extinction",
        "Rescorla 2006 (unverified)",
        experiments.deepened,
        (*_ADD, "retrieval"),
        others="causes do not add up over cues",
    ),
    Phenomenon(
        12,
        "a safety signal protects fear",
        "Lovibond et al. 2009, BRAT 47:716-720",
        experiments.protection,
        (*_ADD, *_CAUSES),
        others="inhibition belongs to places, not to signals",
    ),
    Phenomenon(13, "gradient, wider where similarity is", "Fraunfelter et al. 2022", experiments.gradient, _ALL),
    Phenomenon(
        14,
        "safety generalises less; hard to easy better",
        "Wong & Lovibond 2020; Wong et al. 2020",
        experiments.asymmetry,
        ("retrieval",),
        others="one width for threat and for safety",
    ),
    Phenomenon(
        15,
        "varied practice: higher end, less return",
        "Rowe & Craske 1998b (not replicated by Lang & Craske 2000)",
        experiments.variability,
        (*_ADD, "retrieval"),
        others="a new cue shows what the cause has learned, whichever cues taught it",
    ),
    Phenomenon(
        16,
        "several contexts, less renewal",
        "Bustamante et al. 2023; against it Bouton et al. 2006",
        experiments.many_contexts,
        _ALL,
        {"fading causes": "in a place never met there is little fear to begin with"},
    ),
    Phenomenon(
        17,
        "a reminder of extinction helps",
        "Alfaro et al. 2022",
        experiments.reminder,
        _ALL,
        {"fading causes": "in a place never met there is little fear to begin with"},
    ),
    Phenomenon(
        18,
        "gradual removal of the outcome",
        "Gershman et al. 2013",
        experiments.gradual,
        ("fading causes",),
        others="no memory of when, or no second cause without a context",
    ),
    Phenomenon(
        19,
        "who forms a new cause recovers more",
        "Gershman & Hartley 2015, doi 10.3758/s13420-015-0176-z",
        experiments.new_memories,
        _CAUSES,
        {"latent cause": "without a context it forms none, however ready"},
        "the model has no causes",
    ),
    Phenomenon(
        20,
        "a new neutral outcome beats omission",
        "Dunsmoor et al. 2015, PMC4469636",
        experiments.novelty,
        _CAUSES,
        dict.fromkeys(_CAUSES, "the new outcome marks a cause of its own and leaves the old one as it was"),
        "the new outcome is one more cue and takes part of the learning",
    ),
    Phenomenon(
        27,
        "leaving strengthens more than staying weakens",
        "Robinaugh et al. 2024 (unverified), code",
        experiments.escape,
        _ALL,
    ),
)
"""The findings that are about learning alone; those about groups, ratings and ladders are numbered between."""


def scorecard(models: Mapping[str, Any] = LEARNERS, phenomena: Sequence[Phenomenon] = PHENOMENA) -> tuple[Verdict, ...]:
    """Return what every model does with every finding, by finding and then by model.

    Parameters
    ----------
    models : mapping of str to Learner
        By the name under which something is claimed of them. Of a model under another name nothing is claimed: what
        it shows is called wrong, so read `shown` and `figures`. Findings about groups take populations instead.
    phenomena : sequence of Phenomenon
        Which findings: those about learning, or :data:`GROUPS`, or some of them.

    Returns
    -------
    tuple of Verdict

    Examples
    --------
    >>> from exposure_ladder.research import PHENOMENA
    >>> from exposure_ladder.research.learners import Retrieval
    >>> verdicts = scorecard({"retrieval": Retrieval()}, PHENOMENA[:3])
    >>> [(verdict.phenomenon.name, verdict.shown) for verdict in verdicts]
    [('acquisition', True), ('extinction', True), ('spontaneous recovery', True)]
    """
    return tuple(Verdict(name, each, *each.test(model)) for each in phenomena for name, model in models.items())


def as_text(verdicts: Sequence[Verdict]) -> str:
    """Return a table with a row for each finding, and below it why a model falls short.

    Parameters
    ----------
    verdicts : sequence of Verdict
        Of every model on every finding, as :func:`scorecard` returns them.

    Returns
    -------
    str

    Examples
    --------
    >>> from exposure_ladder.research import PHENOMENA, scorecard
    >>> from exposure_ladder.research.learners import LEARNERS
    >>> models = {name: LEARNERS[name] for name in ("Kalman", "retrieval")}
    >>> for line in as_text(scorecard(models, PHENOMENA[1:3])).splitlines()[2:4]:
    ...     print(line)
     2  extinction            shows   shows
     3  spontaneous recovery  -       shows
    """
    models = list(dict.fromkeys(verdict.model for verdict in verdicts))
    halves = {name: name.replace("-", "- ").split(maxsplit=1) for name in models}
    width = {name: max(5, *map(len, parts)) for name, parts in halves.items()}
    wide = max(len(verdict.phenomenon.name) for verdict in verdicts)
    rows: dict[Phenomenon, dict[str, str]] = {verdict.phenomenon: {} for verdict in verdicts}
    reasons = []
    for verdict in verdicts:
        rows[verdict.phenomenon][verdict.model] = _WORDS[verdict.model in verdict.phenomenon.claimed, verdict.shown][1]
        if why := verdict.phenomenon.short_of_it.get(verdict.model):
            reasons.append(f"  {verdict.phenomenon.number:>2}  {verdict.model}: {why}")

    def line(start: str, cells: Mapping[str, str]) -> str:
        marks = "".join(f"  {cells.get(name, ''):<{width[name]}}" for name in models)
        return f"{start:<{wide + 4}}{marks}".rstrip()

    heads = ({name: "".join(parts[i : i + 1]) for name, parts in halves.items()} for i in (0, 1))
    body = [line(f"{each.number:>2}  {each.name}", cells) for each, cells in rows.items()]
    return "\n".join([*(line("", head) for head in heads), *body, "", _LEGEND, "", "Why a model fails:", *reasons])


_LEGEND: Final = "shows: shows it.  -: fails, as it must.  FAILS: fails.  WRONG: shows it, against its own equations."
