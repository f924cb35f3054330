"""Findings about what a step does: rituals, calm as the goal, danger, medicine, the body.

What a title is about is decided in :mod:`exposure_ladder.records.subjects`, as the planner reads it: whatever the
planner leaves out or lets wait has a finding here or in :mod:`exposure_ladder.linting.people`. Each rule says what to
do, and what not to say; none of them is a diagnosis.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from exposure_ladder.linting.finding import Hit, PlanView, Rule, Severity, rule
from exposure_ladder.records import Exposure, Mode
from exposure_ladder.records.subjects import Subject

__all__ = ["RULES"]

COMPANY_FROM: Final = 4
EXERTING: Final = 2
PREVENTION_SHARE: Final = 0.5

# ------------------------------------------------------------------------------------- what fear makes a person do


@rule("EL012", Severity.WARNING,
    "A ritual stands in the step or after it.",
    do="Write what is left out in its place: “…, and do not wash for an hour”, “check once and go”.",
    never="That it is safe, or that there is no need to check: that answers the fear's question, as rituals do.",
)  # fmt: skip
def ritual(plan: PlanView) -> Iterator[Hit]:
    """A title has the person check, wash, search, count, pray, repeat and the like until something is right, or
    right after the step (English). Doing it once as everybody does, doing it later, or leaving it out passes.

    A ritual is what the fear makes one do; it calms for the moment, and keeps the fear.

    Standing: convention (Gillihan et al. 2012; TherapistAssist: compulsions belong on the list of what is left
    out).
    """
    return plan.about_any(Subject.RITUAL)


@rule("EL016", Severity.WARNING,
    "The step asks for reassurance, from somebody else or from oneself.",
    do="Let the question stay open: do the step, and neither ask nor answer it.",
    never="That everything is fine, or that nothing can happen.")  # fmt: skip
def reassurance(plan: PlanView) -> Iterator[Hit]:
    """A title has the person ask whether all is well, have it confirmed or promised, or tell themselves that
    nothing will happen (English). Leaving that out passes.

    Reassurance is a common ritual: it calms for the moment, and the question comes back.

    Standing: convention (Gillihan et al. 2012; TherapistAssist: compulsions belong on the list of what is left
    out).
    """
    return plan.about_any(Subject.REASSURANCE)


@rule("EL017", Severity.HINT,
    "The step has to be calm, or ends only when the fear is gone.",
    do="Name minutes, or an act that ends it: “for ten minutes”, “until the film is over”.",
    never="That it went wrong because the fear stayed.")  # fmt: skip
def calm_goal(plan: PlanView) -> Iterator[Hit]:
    """A title is over only when the fear is gone, asks for no fear at all, or breathes the fear away (English).

    Such a step can only be failed. Fear may stay; what counts is to have done it.

    Standing: published (Craske et al. 2008; Böhnlein et al. 2020: no gain from relaxation in the exercise).
    """
    return plan.about_any(Subject.CALM_GOAL)


@rule("EL018", Severity.WARNING,
    "Alcohol, a drug or a sedative is part of the step.",
    do="Write the step without it. Somebody who drinks or takes something every day asks a doctor before stopping.",
    never="Just stop: leaving a drink or a tablet off at once can be dangerous.")  # fmt: skip
def alcohol_or_drugs(plan: PlanView) -> Iterator[Hit]:
    """A title has the person drink, smoke or take something before or during the step (English).

    What is learned under alcohol or a sedative is learned about the drink or the tablet.

    Standing: convention (manuals of exposure; Westra et al. 2002 on sedatives as needed).
    """
    return plan.about_any(Subject.SUBSTANCE)


def _harder_half(plan: PlanView) -> frozenset[str]:
    """Return the ids in the harder half of each theme."""
    return frozenset(name for ladder in plan.ladders for name in ladder[len(ladder) // 2 :])


@rule("EL019", Severity.HINT,
    "The step is done while looking away from it.",
    do="Write the same step once more without it, higher up.",
    never="That it did not count.")  # fmt: skip
def distraction(plan: PlanView) -> Iterator[Hit]:
    """A title in the harder half of its theme brings a distraction along: music, a game, counting (English).

    Who looks away may not see that the feared thing does not come. Schools differ; at the start it may help.

    Standing: assumption (distraction helps and hinders in trials; coping skills are taught in some programmes).
    """
    harder = _harder_half(plan)
    return (hit for hit in plan.about_any(Subject.DISTRACTION) if harder.intersection(hit.situations))


@rule("EL026", Severity.HINT,
    "Somebody or something for safety is in every step.",
    do="Write one of the harder steps a second time without it. Help for a disability stays.",
    never="That company is cheating.")  # fmt: skip
def never_without_company(plan: PlanView) -> Iterator[Hit]:
    """In a theme of {COMPANY_FROM} steps or more, every title brings company or an object for safety (English).

    With company in every step, nothing shows how it goes without.

    Standing: assumption (aids may fade; Meulders et al. 2016 found no clear harm in them).
    """
    for ids in plan.themes:
        if len(ids) >= COMPANY_FROM and all(Subject.COMPANY in plan.about(s) for s in plan.named(*ids)):
            yield Hit(("situations",), ids)


@rule("EL027", Severity.HINT,
    "The plan is about washing or checking, and no step says what is left out.",
    do="Write what is left out into the title or under `safety`, afterwards too: “without washing until supper”.",
    never="That touching it is enough.")  # fmt: skip
def nothing_left_out(plan: PlanView) -> Iterator[Hit]:
    """Half of the titles or more are about germs, dirt, checking or getting things right, and none of them, and no
    `safety`, names what is left out (English).

    In such fears, leaving the ritual out, then and afterwards, is the exercise.

    Standing: convention (Gillihan et al. 2012; TherapistAssist: compulsions belong on the list of what is left
    out).
    """
    about = [plan.about(situation) for situation in plan.graph.situations]
    named = sum(Subject.RITUAL_FEAR in each for each in about)
    left_out = any(Subject.LEFT_OUT in each for each in about) or any(s.safety for s in plan.graph.situations)
    if named >= max(2.0, PREVENTION_SHARE * len(about)) and not left_out:
        yield Hit(("situations",))


@rule("EL028", Severity.HINT,
    "The step leads away from what is feared.",
    do="Turn it round: how near, how long, how much of it?",
    never="That they are running away.")  # fmt: skip
def avoidance_as_step(plan: PlanView) -> Iterator[Hit]:
    """A title has the person avoid, hide, cancel or leave early (English). Leaving the avoiding out passes.

    A step goes toward what the fear keeps away from, however little.

    Standing: convention (approach is what exposure practises).
    """
    return plan.about_any(Subject.AVOIDANCE)


@rule("EL053", Severity.HINT,
    "The context is what the step leaves out.",
    do="Ask what it was for; if it made the step easier to bear, log it under `safety` and let it fade.")  # fmt: skip
def left_out_yet_used(plan: PlanView) -> Iterator[Hit]:
    """The `context` of an entry names what its situation leaves out under `safety`.

    What was meant as company, or as a moment of noticing, may be working to shut the fear out.

    Standing: convention (safety behaviours are logged and faded, not barred; Meulders et al. 2016).
    """
    for at, entry in enumerate(plan.course.log):
        if isinstance(entry, Exposure) and entry.situation in plan.at:
            (situation,) = plan.named(entry.situation)
            if set(entry.context) & set(situation.safety):
                yield Hit(("log", at, "context"), (situation.id,))


# ------------------------------------------------------------------------------------------- danger, medicine, the body


@rule("EL086", Severity.ERROR,
    "A real danger ({kind}), and never planned: the step is left out.",
    do="Take it out, and ask what the fear is really about: there is a safe step toward that.",
    never="That courage means doing it.")  # fmt: skip
def real_danger(plan: PlanView) -> Iterator[Hit]:
    """A title is about weapons, unsafe driving, raw or spoiled food, too many tablets, self-harm or a crime.

    Practice is about fear of what is safe enough. Keeping away from this is protection.

    Standing: convention (Foa et al. 2019: nothing realistically dangerous; Olatunji et al. 2009: acceptable risk).
    """
    return plan.shut("EL086")


@rule("EL087", Severity.ERROR,
    "A needed medicine, device or doctor is left out: the step is left out.",
    do="Take it out. Ask the doctor who treats it before changing anything.",
    never="That the medicine is a crutch.")  # fmt: skip
def needed_care(plan: PlanView) -> Iterator[Hit]:
    """A title skips, leaves or ignores a medicine, a device, a doctor or a sign of illness. Leaving out searching,
    asking and checking of the body passes.

    In illness, needed care is no safety behaviour; leaving it out can harm, and teaches nothing about the fear.

    Standing: published (Sharpe et al. 2022, a review: safety behaviour or safety precaution).
    """
    return plan.shut("EL087")


@rule("EL088", Severity.ERROR,
    "Fasting, vomiting or making up for food is no exposure: the step is left out.",
    do="Take it out; plan steps about food with a professional who watches over the body, a doctor or a dietitian.",
    never="Anything about weight, shape or how much is right to eat.")  # fmt: skip
def eating_made_up_for(plan: PlanView) -> Iterator[Hit]:
    """A title skips meals, fasts, vomits on purpose, limits calories or exercises to make up for food.

    It does harm, and it is what the fear of weight makes one do, not what it keeps one from.

    Standing: published (NICE guideline NG69; compensation is what exposure to food leaves out).
    """
    return plan.shut("EL088")


@rule("EL090", Severity.WARNING,
    "This could be a real danger ({kind}): the step waits for a reason under `{key}`.",
    do="Ask: could it really happen, and would most people do it? Make it safe: with a rail, by day, with a lifeguard, "
    "asking who prescribes it. If it is ordinary, write why under `ignore` of the step, in three words or more.",
    never="That nothing can happen.")  # fmt: skip
def danger_or_fear(plan: PlanView) -> Iterator[Hit]:
    """A title is about traffic, heights, water, fire, chemicals, places and hours, strangers, a small child alone,
    animals, germs or a change of medicine in a way that could do harm.

    Keeping away from real harm is protection. What most people do, in the same place, is ordinary risk.

    Standing: convention (Foa et al. 2019; Olatunji et al. 2009).
    """
    return plan.shut("EL090")


@rule("EL091", Severity.WARNING,
    "An illness or a pregnancy is named: what strains the body waits for a doctor's yes under `{key}`.",
    do="Ask the doctor who knows the illness: which of these, how long, what is a sign to stop? Then write their yes "
    "under `ignore` of the step.",
    never="That it is only fear.")  # fmt: skip
def illness_named(plan: PlanView) -> Iterator[Hit]:
    """A title, a note, or that of the plan, names an illness of heart, lungs or nerves, or a pregnancy, and a step
    brings on breathlessness, heat, a fast heart or dizziness.

    The same exercise is harmless in fear and may not be in illness; that is a doctor's question, not a plan's.

    Standing: published (Farris et al. 2024, a review: adapt to the illness instead of forbidding).
    """
    return plan.shut("EL091")


@rule("EL049", Severity.HINT,
    "A body feeling is brought on, on purpose, in {count} of the steps.",
    do="Ask a doctor first, and wait for a clear yes, with any trouble of heart, lungs (asthma too), blood pressure or "
    "balance, with fits or faints, or in pregnancy. Then say under `ignore` that it was asked.",
    never="That the feelings are harmless in an illness nobody has looked at.")  # fmt: skip
def doctor_first(plan: PlanView) -> Iterator[Hit]:
    """Steps bring on a body feeling on purpose: `mode: interoceptive`, or a title says so (English), or {EXERTING}
    or more ask for exertion, heat or coffee; once for each graph, unless EL091 says more.

    With some illnesses such an exercise can do harm that has nothing to do with fear.

    Standing: unverified (usual advice for such exercises, second-hand).
    """
    on_purpose, exerting = [], []
    for situation in plan.graph.situations:
        about = plan.about(situation)
        if situation.mode is Mode.INTEROCEPTIVE or Subject.BODY_FEELING in about:
            on_purpose.append(situation.id)
        elif Subject.EXERTION in about:
            exerting.append(situation.id)
    many = on_purpose or len(exerting) >= EXERTING
    ids = tuple(sorted((*on_purpose, *exerting), key=plan.at.__getitem__)) if many else ()
    if ids and not any(illness_named.check(plan)):
        yield Hit(("situations",), ids, {"count": str(len(ids))})


@rule("EL070", Severity.HINT,
    "Blood, needles or wounds are met in {count} of the steps; in this fear people really faint.",
    do="Learn applied tension first: tense arms, legs and trunk for ten seconds, let go, again. Sit or lie down, and "
    "tell whoever draws the blood. Ask a doctor first in pregnancy, with high blood pressure or heart trouble.",
    never="That fainting is a failure, or that relaxing will help.")  # fmt: skip
def may_faint(plan: PlanView) -> Iterator[Hit]:
    """Titles are about blood, needles, injections or wounds (English); once for each graph.

    The blood pressure drops here, as in no other fear. Tensing the muscles keeps it up.

    Standing: published (Öst & Sterner 1987; Öst, Fellenius & Sterner 1991: better than exposure alone).
    """
    ids = tuple(s.id for s in plan.graph.situations if Subject.FAINTING in plan.about(s))
    if ids:
        yield Hit(("situations",), ids, {"count": str(len(ids))})


@rule("EL071", Severity.HINT,
    "Weighing or checking of the body is a step.",
    do="Plan it with a professional who watches over the body; feared foods themselves are ordinary steps.",
    never="Anything about weight or shape.")  # fmt: skip
def weighing(plan: PlanView) -> Iterator[Hit]:
    """A title weighs, measures or checks the body (English).

    In fear of weight, checking is the ritual; leaving it out is the exercise.

    Standing: published (NICE guideline NG69).
    """
    return plan.about_any(Subject.BODY_CHECK)


# -------------------------------------------------------------------------------------------- trauma, alcohol and drugs


@rule("EL072", Severity.HINT,
    "A harmless reminder of something bad.",
    do="Begin small. If the memories come as if it were now, stop, look round the room, and do it with a professional.",
    never="That it has to be told in detail.")  # fmt: skip
def reminder(plan: PlanView) -> Iterator[Hit]:
    """A title is about driving after an accident, a hospital corridor, a crowd and the like (English).

    Meeting harmless reminders is ordinary practice; a flood of memories is a sign to do it with somebody.

    Standing: assumption (avoidance of harmless reminders is what self-help may change).
    """
    return plan.about_any(Subject.ACCIDENT_PLACE, unless=Subject.TRAUMA_PLACE)


@rule("EL092", Severity.WARNING,
    "A trauma is gone through again: the step waits for a professional, named under `{key}`.",
    do="Plan it with a professional, and write who it is under `ignore` of the step.",
    never="That it only has to be gone through once more, or that it should be over by now.")  # fmt: skip
def trauma_alone(plan: PlanView) -> Iterator[Hit]:
    """`kind` is trauma, or a title goes back in the mind to an assault, abuse, an accident and the like.

    What comes up there is a lot to carry alone; with a trained therapist it helps.

    Standing: published (NICE guideline NG116: with a trained therapist).
    """
    return plan.shut("EL092")


@rule("EL093", Severity.WARNING,
    "The place of an assault: the step waits for a professional, named under `{key}`.",
    do="Plan it with a therapist, and ask what is safe there today: do others walk there, at which hour? Then write "
    "who it is under `ignore` of the step.",
    never="That it is long past, or that going back will close it.")  # fmt: skip
def place_of_an_assault(plan: PlanView) -> Iterator[Hit]:
    """A title goes back to the place of an attack or an assault.

    Some of these places are not safe, and what comes up there is a lot to carry alone.

    Standing: published (NICE guideline NG116; Foa et al. 2019).
    """
    return plan.shut("EL093")


@rule("EL094", Severity.WARNING,
    "Staying near alcohol or drugs: the step waits for a professional, named under `{key}`.",
    do="Do it with somebody from addiction care, and write who it is under `ignore` of the step. “Order a juice at a "
    "party” is fine as it is.",
    never="That it is a matter of will.")  # fmt: skip
def near_alcohol_or_drugs(plan: PlanView) -> Iterator[Hit]:
    """A title has the person stay near a drink, a drug or a game of chance and resist it.

    That is prevention of relapse, and not what this tool is made for; alone it can go wrong.

    Standing: assumption (on the careful side).
    """
    return plan.shut("EL094")


RULES: Final[tuple[Rule, ...]] = (
    ritual, reassurance, calm_goal, alcohol_or_drugs, distraction, never_without_company, nothing_left_out,
    avoidance_as_step, left_out_yet_used, real_danger, needed_care, eating_made_up_for, danger_or_fear,
    illness_named, doctor_first, may_faint, weighing, reminder, trauma_alone, place_of_an_assault,
    near_alcohol_or_drugs,
)  # fmt: skip
