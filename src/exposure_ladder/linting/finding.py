"""What lint looks for: one table of rules with stable codes, from which a page of the documentation is made.

A code is never used again for something else, and a rule that goes leaves its number empty. Every threshold that is
not in :class:`~exposure_ladder.records.Settings` stands here, once, beside what it rests on. Texts carry no number of
the distress scale in `do`, because a finding is read on the scale of its file.

This room decides nothing about a graph; it must never quote anybody's words.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from exposure_ladder.records import Settings
from exposure_ladder.text.summary import Summary

Path = tuple[str | int, ...]

FEWEST: Final = 6
MOST: Final = 20
EARLY_FROM: Final = 20.0
HIGHEST_START: Final = 50.0
BUNCH_SIZE: Final = 5
BUNCH_WIDTH: Final = 5.0
HARDER_BY: Final = 5.0
ALIKE_TITLES: Final = 0.75
LINK_SLACK: Final = 0.01
LINK_STRONG: Final = 0.5
LINK_FAR: Final = 40.0
LINK_FACETS: Final = 0.75
FEARED_SHARE: Final = 0.5
FOREIGN_SHARE: Final = 0.25
LOOSER_ABOVE: Final = frozenset({
    "start_below", "cap", "cap_chance", "lasting", "per_day", "per_week", "screen_days", "consent_days"
})  # fmt: skip
LOOSER_BELOW: Final = frozenset({"rest_minutes"})
"""Settings that keep people safe, by the side on which they do it less."""

_SET = Settings()
_SAFE = [name for name in Settings.model_fields if name in LOOSER_ABOVE | LOOSER_BELOW]
_SIZE = "assumption, from custom (ladders of 8 to 15 items; published ones have 11 and 12)"


class Severity(StrEnum):
    """How much a finding matters."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Rule(Summary):
    """One thing lint looks for.

    Parameters
    ----------
    code, name : str
        Stable code, and a short name in words.
    severity : Severity
        Of all its findings.
    what, why, do : str
        What it looks at, why that matters, and what to do about a finding.
    standing : str
        What the rule or its threshold rests on.

    Examples
    --------
    >>> RULES[0].code, RULES[0].name, str(RULES[0].severity)
    ('EL001', 'step-too-wide', 'warning')
    """

    code: str
    name: str
    severity: Severity
    what: str
    why: str
    do: str
    standing: str


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Finding(Summary):
    """One place where a rule applies.

    Parameters
    ----------
    code : str
        Code of the rule.
    severity : Severity
        Of the rule.
    path : tuple of str or int
        The way through the document, with positions as written: ``("situations", 3, "distress")``.
    situations : tuple of str
        Ids of the situations it is about; empty when it is about the whole.
    message, advice : str
        What was found, in ids and numbers of the written scale, and what to do.

    Examples
    --------
    >>> from exposure_ladder import lint, template
    >>> found = lint(template("closeness"))[0]
    >>> found.code, found.path, found.message
    ('EL050', ('rated',), "The numbers are an example's, not the person's own.")
    """

    code: str
    severity: Severity
    path: Path
    situations: tuple[str, ...]
    message: str
    advice: str

    def __str__(self) -> str:
        place = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in self.path).lstrip(".")
        return f"{place or 'document'}: {self.severity} {self.code}: {self.message} {self.advice}"


_E, _W, _H = Severity.ERROR, Severity.WARNING, Severity.HINT

RULES: Final[tuple[Rule, ...]] = (
    Rule(
        "EL001", "step-too-wide", _W,
        "Two neighbours in the order of the ladder (over all themes) differ in expected distress by more than "
        f"`max_gap` ({_SET.max_gap:g}).",
        "A step far above the last one asks for a leap; something between keeps the next step within reach.",
        "Write a situation between the two: change one thing, such as how long, how near, with whom.",
        "convention (therapyresource.net: above 15 write an in-between item)",
    ),
    Rule(
        "EL002", "bunched", _H,
        f"{BUNCH_SIZE} or more situations lie within {BUNCH_WIDTH:g} points of distress.",
        "Steps that feel alike do not show the way up. Ties are welcome; a whole bunch may hide what makes one harder.",
        "Ask which of them is harder, and why; rate again, or keep them as variations on purpose.",
        "assumption: steps 5 to 10 apart put one or two here, ties of two or three occur in published ladders",
    ),
    Rule(
        "EL003", "nothing-doable-early", _W,
        f"No situation has an expected distress from {EARLY_FROM:g} to `start_below` ({_SET.start_below:g}).",
        "The first steps should be felt and yet doable now; without one the ladder has no first rung to stand on.",
        "Add something smaller that still stirs a little fear: farther away, shorter, or with company.",
        "assumption, from custom (IX Coach: start with items rated 25 to 45)",
    ),
    Rule(
        "EL004", "start-too-high", _W,
        f"The easiest situation is above {HIGHEST_START:g} (or above `start_below`, if that is set higher).",
        "Starting high asks most of a person when they trust the method least.",
        "Add easier situations: a photo, a greater distance, a minute instead of an hour.",
        "assumption, from custom (self-guided plans start at 40 or less, clinicians at 40 to 60)",
    ),
    Rule(
        "EL005", "too-few", _W, f"There are fewer than {FEWEST} situations.",
        "A short list leaves wide steps, and no choice on a bad day.",
        "Write more situations: vary the place, the people, the length, the distance.", _SIZE,
    ),
    Rule(
        "EL006", "too-many", _W, f"There are more than {MOST} situations, over all themes.",
        "A long list is tiring to rate and hard to finish.",
        "Keep one ladder for each kind of fear, and let go of steps that do the same work.", _SIZE,
    ),
    Rule(
        "EL007", "no-number", _H,
        "A situation has no distress, no place in an order and no facet level (one finding for all, if none has).",
        "Nothing is known about it, so it is put at the mean of the others; the other rules leave it out.",
        "Ask for a number, if only a rough one.", "assumption: how missing numbers are filled in",
    ),
    Rule(
        "EL008", "order-disagrees", _W, "A situation ranked harder (`order`) is rated lower than one ranked easier.",
        "The rank and the number contradict each other; the number wins, unseen.",
        "Ask the person which of the two is harder, and mend the number or the rank.",
        "assumption: both were given by one person at one time, so like is compared with like",
    ),
    Rule(
        "EL010", "vague-wording", _W,
        "A title names no person, place, thing, duration or count, or a state (be, feel, become …) in place of an "
        "action. English word lists; a title of eight words or more passes, and so do `minutes`, a plan in another "
        "language and, unless a state is named, facet levels or `consent`.",
        "A vague step cannot be repeated, and nobody can tell whether it was done.",
        "Say what is done, with whom, where, and for how long or how often.",
        "convention (mindworkcontent.com, TherapistAssist: who, what, where, how long; 'driving' is too broad)",
    ),
    Rule(
        "EL011", "treatment-claim", _E,
        "A title claims to cure, treat or diagnose, or the plan is called a treatment or carries a diagnosis.",
        "This software is for learning and research; it is no treatment, and a plan must not promise one.",
        "Say what is practised, not what it would cure.", "assumption: the intended use of this project",
    ),
    Rule(
        "EL012", "reassurance-wording", _H,
        "A title asks for reassurance or checking, or promises that nothing will happen (English; titles that say "
        "'without', 'postpone' and the like pass).",
        "Reassurance is a common ritual: it calms for the moment, and may keep the fear.",
        "Leave the checking out of the step, or name it as what is left out.",
        "convention (Formulate's warning about rituals and reassurance loops)",
    ),
    Rule(
        "EL013", "absolute-wording", _H,
        "A title asks for always, never, perfectly, or for no fear at all (English).",
        "Such a goal can only be missed. What counts is to do it, with fear if need be.",
        "Name something that can be done this month, and let feeling afraid be part of it.",
        "convention (Anxiety Canada: ordinary life at the top; to tolerate is enough)",
    ),
    Rule(
        "EL014", "near-duplicates", _W,
        "Titles have the same words (articles, order and endings aside), or the same facet levels, theme and numbers "
        f"and at least {ALIKE_TITLES:.0%} of their words in common.",
        "One situation written twice counts twice, and splits its own practice log.",
        "Keep one, or write into the titles what differs.", "assumption",
    ),
    Rule(
        "EL020", "goal-missing", _W, "The graph names no `goal`.",
        "A ladder leads somewhere; without a goal nobody knows which steps are on the way.",
        "Put the id of the situation that matters most under `goal`.", "convention (goal-directed practice)",
    ),
    Rule(
        "EL021", "goal-unreachable", _E, "A goal needs, directly or not, a situation that is its ritual (`conflicts`).",
        "The way to the goal would practise the very thing that the goal is to leave out.",
        "Take one of the two away: the prerequisite, or the conflict.", "assumption (exposure to one fear may be "
        "the ritual of another)",
    ),
    Rule(
        "EL022", "goal-waits-for-consent", _H,
        "A goal, or what it needs, names people of whom no yes is recorded, who took it back last, or who said it to "
        "other words. Whether a yes has run out is not looked at: lint reads no clock.",
        "A step with another person stays off the ladder until their yes is recorded.",
        "Ask them, freely and ahead of time, and record the answer; or choose a goal of one's own doing.",
        "assumption (a law of this project: no rule trades consent against progress)",
    ),
    Rule(
        "EL023", "prerequisite-harder", _W,
        f"A prerequisite is rated or ranked harder, by {HARDER_BY:g} points or more, than what needs it. Estimated "
        "numbers are not compared.",
        "The harder step has to come first, so the ladder goes down instead of up.",
        "Rate both again, or take the prerequisite away.",
        "assumption: ratings come in fives, so a smaller difference says nothing",
    ),
    Rule(
        "EL024", "conflict", _W, "Two situations of one ladder stand in `conflicts`: one is the ritual of the other.",
        "Practising the one would feed the fear that the other is to ease.",
        "Keep them on two ladders, or decide with the person which comes first.",
        "assumption (exposure to one fear may be the ritual of another)",
    ),
    Rule(
        "EL025", "no-own-space", _H,
        "Steps are about a close person, and none is about space of one's own: no title asks for time alone or says "
        "enough (English), and none has the tag `own space`.",
        "Closeness holds better beside room of one's own, and asking for that room is a step like any other.",
        "Add one, such as asking for an evening to oneself; or ignore this with a reason.",
        "assumption (asking for space counts as approach)",
    ),
    Rule(
        "EL030", "link-without-effect", _W,
        f"A link is weaker, by {LINK_SLACK:g} or more, than what facets, theme and distress already imply.",
        "Links only bring situations closer; this one changes nothing.",
        "Take it out, or, if the two really are less alike, give them different facet levels or themes.",
        "assumption: the law of the graph, similarity = exp(-distance)",
    ),
    Rule(
        "EL031", "links-contradict", _W,
        "A link says less than stronger links between the same situations, by way of others, imply.",
        "If a is like b, and b is like c, then a cannot be quite unlike c: the weak link cannot hold.",
        "Raise this one, or lower one of the stronger links.", "assumption: the distance is a metric",
    ),
    Rule(
        "EL032", "link-far-apart", _W,
        f"A link of {LINK_STRONG:g} or more joins situations that differ by more than {LINK_FAR:g} points of distress, "
        f"or by more than {LINK_FACETS:g} of the range of the facets that both name.",
        "Such a link says that easy practice carries over to the hardest step; that is rarely meant.",
        "Check the two ids and the number, or put situations between them.",
        "assumption: at that distance the law alone gives a third or less",
    ),
    Rule(
        "EL040", "no-feared-outcome", _H, "Fewer than half of the situations say what is feared (`feared`).",
        "What is learned is whether the feared thing happens; without naming it there is nothing to find out.",
        "Add, in the person's own words, what they expect to go wrong.",
        "published (Pittig et al. 2023: change of expectancy went with outcome); that half is enough, an assumption",
    ),
    Rule(
        "EL041", "consent-not-named", _W,
        "A title speaks of touching, hugging or kissing a person, or of being in bed or undressed with one, or `kind` "
        "says touch, and `consent` is empty. English; asking, imagining and watching pass.",
        "Another person's body is theirs: their yes is needed, each time, and may be taken back.",
        "Name the person under `consent`; the step then waits for their recorded yes.",
        "assumption (a law of this project)",
    ),
    Rule(
        "EL042", "safety-question", _H,
        "Steps are about a close person (once for each graph): partner, family, touch, something told to a friend.",
        "Keeping away from somebody who hurts, threatens or controls is protection, not a fear to practise away.",
        "Ask first, alone with the person: is this fear, or protection from real harm? If there is harm, stop here. "
        "Write the answer as the reason of an `ignore`.",
        "convention (Formulate's caution: avoiding an abusive partner is protective)",
    ),
    Rule(
        "EL043", "full-name", _W,
        "`client`, or a name under `consent`, looks like a full name, an e-mail address or a name with a title.",
        "Files are copied and sent; an alias protects the person and those around them.",
        "Use an initial or a short alias.", "assumption (pseudonyms by default)",
    ),
    Rule(
        "EL044", "touch-not-marked", _W,
        "A title speaks of touching a person, as for EL041, and `kind` says neither touch nor sexual.",
        "Steps of touch wait for the questions of SAFETY.md; one that is not marked slips past them.",
        "Write `kind: touch` on the step, or `kind: sexual`.", "assumption (a law of this project)",
    ),
    Rule(
        "EL045", "questions-not-asked", _H,
        "Steps of touch, sex or imagined trauma are there, and `screened` is not. Whether it is too old is not looked "
        "at: lint reads no clock.",
        "These steps stay off the ladder until the questions of SAFETY.md have been asked.",
        "Ask them, alone with the person; if nothing is in the way, write the day under `screened`, never the answers.",
        "assumption (our own list of what is asked first, on the careful side)",
    ),
    Rule(
        "EL046", "own-yes", _W,
        "`consent` names the person whose plan it is: the alias under `client`, or me, myself and the like.",
        "A yes under `consent` is somebody else's, so this step would wait for good.",
        "Name the other person there; one's own yes is in practising.", "assumption (a law of this project)",
    ),
    Rule(
        "EL047", "trauma-not-marked", _W,
        "A title goes back in the mind to an assault, abuse, an accident and the like (English; imagining, writing, "
        "listening, or such a `mode`), and `kind` says neither trauma, touch nor sexual.",
        "Imagined trauma waits for the questions of SAFETY.md; a step that is not marked slips past them.",
        "Write `kind: trauma` on the step, and do it with a professional, not alone.",
        "assumption (a law of this project)",
    ),
    Rule(
        "EL048", "anothers-doing", _W,
        "A title has somebody else do something: make, get, have or persuade them to, or they as the one who acts "
        "(English; asking, offering and inviting pass).",
        "A step is one's own doing; nobody else's touch, yes or patience can be practised for them.",
        "Say what the person does: ask for it, offer it, stay while it happens; and take a no as an answer.",
        "assumption (a law of this project)",
    ),
    Rule(
        "EL049", "doctor-first", _H,
        "Steps bring on a body feeling on purpose: `mode: interoceptive`, or a title says so (English); once for each "
        "graph.",
        "With some illnesses such an exercise can do harm that has nothing to do with fear.",
        "Ask a doctor first, and wait for a clear yes, with any trouble of heart, lungs (asthma too), blood pressure "
        "or balance, with fits or faints, or in pregnancy. Then say under `ignore` that it was asked.",
        "unverified (usual advice for such exercises, second-hand)",
    ),
    Rule(
        "EL050", "example-numbers", _H, "The numbers are an example's (`rated: example`).",
        "What is hard differs from person to person; example numbers only show the form, so the plan trusts them less.",
        "Put in the person's own numbers, and the day they gave them.", "assumption",
    ),
    Rule(
        "EL051", "not-dated", _H, "There are numbers, and nothing says when they were given (`rated`).",
        "Numbers age, and nobody sees it: a ladder wants to be rated again from time to time.",
        "Put the day under `rated`.", "convention (re-rate the whole ladder from time to time)",
    ),
    Rule(
        "EL052", "entry-without-place", _H,
        "An entry of the log, or a consent, names a situation that the graph does not have, or a person whose consent "
        "that situation does not ask for.",
        "It is kept and changes nothing, as when a situation was renamed or taken out.",
        "Nothing, if that is meant; otherwise give the situation, or the person, the same name again.", "assumption",
    ),
    Rule(
        "EL053", "left-out-yet-used", _H,
        "The `context` of an entry names what its situation leaves out under `safety`.",
        "What was meant as company, or as a moment of noticing, may be working to shut the fear out.",
        "Ask what it was for; if it made the step easier to bear, log it under `safety` and let it fade.",
        "convention (safety behaviours are logged and faded, not barred; Meulders et al. 2016 found no clear harm)",
    ),
    Rule(
        "EL054", "looser-settings", _W,
        f"A setting that keeps people safe is looser than usual: {', '.join(f'`{name}`' for name in _SAFE)}.",
        "Caps, rests and the days for which an answer counts hold only as far as the file lets them.",
        "Take the line out of `settings`, or say as the reason of an `ignore` why it is right for this person.",
        "assumption (each number's own standing is on the page of settings)",
    ),
    Rule(
        "EL060", "ignore-unknown", _H, "`ignore` names a code that does not exist. This finding cannot be ignored.",
        "A slip of the pen here silences nothing.", "Look the code up and mend it.", "assumption",
    ),
    Rule(
        "EL061", "ignore-unused", _H, "`ignore` silences nothing where it stands. This finding cannot be ignored.",
        "What is no longer needed would hide the next finding of its kind.",
        "Take it out, or put it on the situation (or the graph) that it is meant for.", "assumption",
    ),
)  # fmt: skip
"""Every rule, in the order of its code: see :doc:`/lint`."""
