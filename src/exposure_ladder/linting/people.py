"""Findings about people: who is touched and agreed, what is asked first, who may do harm, who is named.

What a title is about is decided in :mod:`exposure_ladder.records.subjects`, as the planner reads it. Ordinary care and
ordinary touch (one's own child, relatives, nurses, greetings, classes) have no finding at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from exposure_ladder.linting.finding import Hit, PlanView, Rule, Severity, rule
from exposure_ladder.records import Kind, Mode, Situation
from exposure_ladder.records.subjects import Subject

__all__ = ["RULES"]

_CLOSE_ONES: Final = (
    r"(?:partner|husband|wife|spouse|boyfriend|girlfriend|fianc[eé]e?|lover|mother|father|mum|mom|dad|parents?|brother|"
    r"sister|(?:my|an)\sex|(?:my|a|first|second|third)\sdate)"
)
_KNOWN: Final = r"(?:friend|colleague|co-?worker|neighbou?r|boss|manager|supervisor|teacher|flatmate|roommate)"
_TELLING = re.compile(
    rf"\b(?:tell(?:ing)?\s+(?:my|a|an|the|one|another)\s+(?:\w+\s+)?|(?:share|disagree|open up|confess|admit|say|name|"
    rf"listen|apologi[sz]e)\b.*\b(?:to|with)\s+(?:my|a|the)\s+)(?:{_CLOSE_ONES}|{_KNOWN})\b(?!['’]s)",
    re.IGNORECASE,
)
_CLOSE = re.compile(
    rf"(?<!with my )(?<!with a )(?<!with the )\b{_CLOSE_ONES}\b(?!\s+(?:is|waits?|stays?|sits?|watches)\b)",
    re.IGNORECASE,
)
_SPACE = re.compile(
    r"\b(?:to|by|for) (?:my|your|him|her|our|them)sel(?:f|ves)\b|\bon my own\b|\balone\b|\b(?:enough|that is all)\b|"
    r"\b(?:own|need|some|more) (?:time|space|room|distance|evening|pace)\b|\b(?:pause|later|not today)\b",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"client|case|person|patient|participant|partner|member|group|test|demo|example|alias|the|a|an|my", re.IGNORECASE
)


def names_a_close_person(title: str) -> bool:
    """Tell whether a title is about somebody close, and not only in their company."""
    return bool(_CLOSE.search(title) or _TELLING.search(title))


def asks_for_space(title: str) -> bool:
    """Tell whether a title is about time or room of one's own, or about saying that it is enough."""
    return bool(_SPACE.search(title))


def looks_like_a_full_name(text: str) -> bool:
    """Tell whether a name is more than an alias: two written-out names, an e-mail address, or one with a title."""
    if "@" in text or re.search(r"\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|Herr|Frau|Mme)\.?\s+[A-Z]", text):
        return True
    words = [word for word in re.findall(r"[^\W\d_][\w'’.-]*", text) if not _ROLE.fullmatch(word)]
    long = [word for word in words if word[0].isupper() and len(word.rstrip(".")) > 2 and not word.isupper()]
    initial = [word for word in words if re.fullmatch(r"[A-Z]\.", word)]
    return len(long) >= 2 or bool(long and initial and words[0] == initial[0])


def _about_a_close_person(plan: PlanView, situation: Situation) -> bool:
    about = plan.about(situation)
    if Subject.CARE in about or Subject.CHILD in about:
        return False
    return bool(about & {Subject.TOUCH, Subject.SEXUAL}) or names_a_close_person(situation.title)


def _touches(plan: PlanView, situation: Situation) -> bool:
    not_met = situation.mode in (Mode.IMAGINAL, Mode.WRITTEN, Mode.VIRTUAL)
    return not not_met and Subject.TOUCH in plan.about(situation)


@rule("EL025", Severity.HINT,
    "Every step leads closer; none is about space of one's own.",
    do="Add one, such as asking for an evening to oneself; or ignore this with a reason.")  # fmt: skip
def no_own_space(plan: PlanView) -> Iterator[Hit]:
    """Steps are about a close person, and none is about space of one's own: no title asks for time alone or says
    enough (English), and none has the tag `own space`.

    Closeness holds better beside room of one's own, and asking for that room is a step like any other.

    Standing: assumption (asking for space counts as approach).
    """
    kept = any("own space" in s.tags or asks_for_space(s.title) for s in plan.graph.situations)
    close = any(s.consent for s in plan.graph.situations) or names_a_close_person(plan.graph.title)
    if close and not kept:
        yield Hit(("situations",))


@rule("EL041", Severity.WARNING,
    "Another person is touched, and nobody is named under consent.",
    do="Name the person under `consent`; the step then waits for their recorded yes.",
    never="That the other person should get used to it, or that a yes once is a yes for good.")  # fmt: skip
def consent_not_named(plan: PlanView) -> Iterator[Hit]:
    """A title has one touch another person, or `kind` says touch, and `consent` is empty. English; asking,
    imagining and watching pass, and so do ordinary care and ordinary touch.

    Another person's body is theirs: their yes is needed, each time, and may be taken back.

    Standing: assumption (a law of this project).
    """
    for situation in plan.graph.situations:
        if not situation.consent and (situation.kind is Kind.TOUCH or _touches(plan, situation)):
            yield plan.hit(situation)


@rule("EL042", Severity.HINT,
    "Steps are about a close person.",
    do="Ask first, alone with the person: is this fear, or protection from real harm? If there is harm, stop here. "
    "Write the answer as the reason of an `ignore`.")  # fmt: skip
def safety_question(plan: PlanView) -> Iterator[Hit]:
    """Steps are about a close person (once for each graph): partner, family, touch, something told to a friend.

    Keeping away from somebody who hurts, threatens or controls is protection, not a fear to practise away.

    Standing: convention (Formulate's caution: avoiding an abusive partner is protective).
    """
    texts = (plan.graph.title, plan.graph.phrase or "")
    close = any(_about_a_close_person(plan, situation) for situation in plan.graph.situations)
    agreed = any(situation.consent for situation in plan.graph.situations)
    if close or agreed or any(map(names_a_close_person, texts)):
        yield Hit(("situations",))


@rule("EL043", Severity.WARNING,
    {
        "": "The client's alias looks like a full name.",
        "consent": "A name under consent looks like a full name.",
    },
    do="Use an initial or a short alias.")  # fmt: skip
def full_name(plan: PlanView) -> Iterator[Hit]:
    """`client`, or a name under `consent`, looks like a full name, an e-mail address or a name with a title.

    Files are copied and sent; an alias protects the person and those around them.

    Standing: assumption (pseudonyms by default).
    """
    if plan.graph.client and looks_like_a_full_name(plan.graph.client):
        yield Hit(("client",))
    for situation in plan.graph.situations:
        if any(map(looks_like_a_full_name, situation.consent)):
            yield plan.hit(situation, "consent", form="consent")


@rule("EL044", Severity.WARNING,
    "Another person is touched, and kind does not say so.",
    do="Write `kind: touch` on the step.",
    never="Anything that makes ordinary affection sound like more than it is.")  # fmt: skip
def touch_not_marked(plan: PlanView) -> Iterator[Hit]:
    """A title has one touch another person, as for EL041, and the step has no `kind`.

    Steps of touch wait for the questions of SAFETY.md; one that is not marked slips past them.

    Standing: assumption (a law of this project).
    """
    for situation in plan.graph.situations:
        if situation.kind is None and _touches(plan, situation):
            yield plan.hit(situation)


@rule("EL045", Severity.HINT,
    "{count} steps wait until the questions of SAFETY.md have been asked.",
    do="Ask them, alone with the person; if nothing is in the way, write the day under `screened`, never the answers.",
)  # fmt: skip
def questions_not_asked(plan: PlanView) -> Iterator[Hit]:
    """Steps of touch, sex or imagined trauma are there, and `screened` is not. Whether it is too old is not looked
    at: lint reads no clock.

    These steps stay off the ladder until the questions of SAFETY.md have been asked.

    Standing: assumption (our own list of what is asked first, on the careful side).
    """
    first = tuple(s.id for s in plan.graph.situations if s.kind is not None and s.kind.asked_first)
    if first and plan.graph.screened is None:
        yield Hit(("screened",), first, {"count": str(len(first))})


@rule("EL046", Severity.WARNING,
    "Consent names the person whose plan this is; the step waits for good.",
    do="Name the other person there; one's own yes is in practising.")  # fmt: skip
def own_yes(plan: PlanView) -> Iterator[Hit]:
    """`consent` names the person whose plan it is: the alias under `client`, or me, myself and the like.

    A yes under `consent` is somebody else's, so this step would wait for good.

    Standing: assumption (a law of this project).
    """
    for situation in plan.graph.situations:
        if any(plan.course.owned_by(person) for person in situation.consent):
            yield plan.hit(situation, "consent")


@rule("EL048", Severity.WARNING,
    "Somebody else is to do something.",
    do="Say what the person does: ask for it, offer it, stay while it happens; and take a no as an answer.",
)  # fmt: skip
def anothers_doing(plan: PlanView) -> Iterator[Hit]:
    """A title has somebody else do something: make, get, have or persuade them to, or they as the one who acts
    (English; asking, offering and inviting pass).

    A step is one's own doing; nobody else's touch, yes or patience can be practised for them.

    Standing: assumption (a law of this project).
    """
    return plan.about_any(Subject.MADE_TO, unless=Subject.FORCED)


@rule("EL080", Severity.ERROR,
    "A child stands beside words of sex: the step is left out for good.",
    do="Take it out. For ordinary care, name the care. Unwanted thoughts about a child are common and are not doing: a "
    "professional knows them well, and will not be shocked.",
    never="That somebody with unwanted thoughts is a danger.")  # fmt: skip
def never_with_a_child(plan: PlanView) -> Iterator[Hit]:
    """A title names a child, or somebody under 18, and an act of sex or undressed contact.

    There is no such step, whatever is meant by it.

    Standing: assumption (a law of this project).
    """
    return plan.shut("EL080")


@rule("EL081", Severity.WARNING,
    "Sex or undressed contact is named, and `kind` does not say so: the step is left out.",
    do="Ask the questions of SAFETY.md first, alone with the person; then write what kind of step it is.",
    never="That it is only a matter of practice, or that the other has waited long enough.")  # fmt: skip
def kind_disagrees(plan: PlanView) -> Iterator[Hit]:
    """A title names an act of sex or undressed contact, and `kind` is missing or calls it something else.

    Such steps wait for the questions of SAFETY.md, for adults and for the other's yes, whatever they are called.

    Standing: assumption (a law of this project).
    """
    return plan.shut("EL081")


@rule("EL082", Severity.WARNING,
    {
        "": "The words may mean undress or closeness, or something else; the step waits for its `kind`.",
        "trauma": "Something terrible may be gone through again here; the step waits for its `kind`.",
    },
    do="Write the `kind` that is meant: the list stands on the page of files. `emotional` is for talking about it.",
    never="Anything that makes an ordinary step sound like more than it is.")  # fmt: skip
def kind_missing(plan: PlanView) -> Iterator[Hit]:
    """A title has words of sex, of undress, or of a trauma gone through again, and the step has no `kind`.

    Only the person knows what is meant; `kind` says it, and decides what is asked first.

    Standing: assumption (a law of this project).
    """
    for hit in plan.shut("EL082"):
        relived = hit.values["kind"] == str(Subject.RELIVED)
        yield hit._replace(form="trauma" if relived else "")


@rule("EL083", Severity.ERROR,
    "Another person is touched unasked or against their will: the step is left out.",
    do="Ask first, and let the step be the asking: “Ask whether …, and take the answer as it is.”",
    never="That the other will not mind.")  # fmt: skip
def unasked_contact(plan: PlanView) -> Iterator[Hit]:
    """A title has one touch somebody who was not asked, does not want it, or is made to.

    Nobody's body is practice material. Not having been asked is a no.

    Standing: assumption (a law of this project; Olatunji et al. 2009 on the rights of bystanders).
    """
    return plan.shut("EL083")


_HELP = "You do not have to. Talk to somebody you trust, or to a helpline (see SAFETY.md), alone and from a safe place."


@rule("EL084", Severity.ERROR,
    "Letting happen what is not wanted is no practice: the step is left out.",
    do=_HELP,
    never="Why do you stay, or that one gets used to it.")  # fmt: skip
def giving_in(plan: PlanView) -> Iterator[Hit]:
    """A title has the person let something happen, say yes, keep quiet or be checked on although it is not wanted.

    Bearing it makes it easier for the other, not safer. Keeping away from harm is protection.

    Standing: convention (Formulate's caution: avoiding an abusive partner is protective).
    """
    return plan.shut("EL084")


@rule("EL085", Severity.ERROR,
    "This is about somebody who hurts, threatens, forbids or controls: the step is left out.",
    do=_HELP,
    never="Why do you stay, or that bearing it will make it easier.")  # fmt: skip
def real_threat(plan: PlanView) -> Iterator[Hit]:
    """A title is about a person who hits, threatens, forbids, controls or throws things.

    Keeping away from real harm is protection, not a fear to practise away.

    Standing: convention (Formulate's caution; Foa et al. 2019: safe or low-risk situations only).
    """
    return plan.shut("EL085")


@rule("EL089", Severity.ERROR,
    "Going on in pain is no practice: the step is left out.",
    do="Stop, and see a doctor about the pain; what feels right and does not hurt may be a step of its own.",
    never="That one gets used to it.")  # fmt: skip
def pain(plan: PlanView) -> Iterator[Hit]:
    """A title goes on with sex, or with what is done for it, although it hurts.

    Pain is a sign to stop, and going on through it teaches the body to brace.

    Standing: assumption (usual advice; a law of this project).
    """
    return plan.shut("EL089")


RULES: Final[tuple[Rule, ...]] = (
    no_own_space, consent_not_named, safety_question, full_name, touch_not_marked, questions_not_asked, own_yes,
    anothers_doing, never_with_a_child, kind_disagrees, kind_missing, unasked_contact, giving_in, real_threat, pain,
)  # fmt: skip
