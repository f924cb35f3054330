"""Findings about what a step does: rituals, calm as the goal, danger, medicine, the body.

What a title is about is decided in :mod:`exposure_ladder.records.subjects`, as the planner reads it: whatever the
planner leaves out or lets wait has a finding here or in :mod:`exposure_ladder.linting.people`. Each rule says what to
do, and what not to say; none of them is a diagnosis.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from exposure_ladder.linting.finding import Hit, PlanView, Rule, Severity, rule, shut
from exposure_ladder.records import Exposure, Mode
from exposure_ladder.records.subjects import Subject

__all__ = ["RULES"]

COMPANY_FROM: Final = 4
EXERTING: Final = 2
PREVENTION_SHARE: Final = 0.5
_GILLIHAN = "convention (Gillihan et al. 2012; TherapistAssist: compulsions belong on the list of what is left out)"

# ------------------------------------------------------------------------------------- what fear makes a person do


@rule(
    "EL012", "ritual", Severity.WARNING,
    "A ritual stands in the step or after it.",
    what="A title has the person check, wash, search, count, pray, repeat and the like until something is right, or "
    "right after the step (English). Doing it once as everybody does, doing it later, or leaving it out passes.",
    why="A ritual is what the fear makes one do; it calms for the moment, and keeps the fear.",
    do="Write what is left out in its place: “…, and do not wash for an hour”, “check once and go”.",
    never="That it is safe, or that there is no need to check: that answers the fear's question, as the ritual does.",
    standing=_GILLIHAN,
)  # fmt: skip
def ritual(plan: PlanView) -> Iterator[Hit]:
    return plan.about_any(Subject.RITUAL)


@rule(
    "EL016", "reassurance", Severity.WARNING,
    "The step asks for reassurance, from somebody else or from oneself.",
    what="A title has the person ask whether all is well, have it confirmed or promised, or tell themselves that "
    "nothing will happen (English). Leaving that out passes.",
    why="Reassurance is a common ritual: it calms for the moment, and the question comes back.",
    do="Let the question stay open: do the step, and neither ask nor answer it.",
    never="That everything is fine, or that nothing can happen.",
    standing=_GILLIHAN,
)  # fmt: skip
def reassurance(plan: PlanView) -> Iterator[Hit]:
    return plan.about_any(Subject.REASSURANCE)


@rule(
    "EL017", "calm-goal", Severity.HINT,
    "The step has to be calm, or ends only when the fear is gone.",
    what="A title is over only when the fear is gone, asks for no fear at all, or breathes the fear away (English).",
    why="Such a step can only be failed. Fear may stay; what counts is to have done it.",
    do="Name minutes, or an act that ends it: “for ten minutes”, “until the film is over”.",
    never="That it went wrong because the fear stayed.",
    standing="published (Craske et al. 2008; Böhnlein et al. 2020: no gain from relaxation in the exercise)",
)  # fmt: skip
def calm_goal(plan: PlanView) -> Iterator[Hit]:
    return plan.about_any(Subject.CALM_GOAL)


@rule(
    "EL018", "alcohol-or-drugs", Severity.WARNING,
    "Alcohol, a drug or a sedative is part of the step.",
    what="A title has the person drink, smoke or take something before or during the step (English).",
    why="What is learned under alcohol or a sedative is learned about the drink or the tablet.",
    do="Write the step without it. Somebody who drinks or takes something every day asks a doctor before stopping.",
    never="Just stop: leaving a drink or a tablet off at once can be dangerous.",
    standing="convention (manuals of exposure; Westra et al. 2002 on sedatives as needed)",
)  # fmt: skip
def alcohol_or_drugs(plan: PlanView) -> Iterator[Hit]:
    return plan.about_any(Subject.SUBSTANCE)


def _harder_half(plan: PlanView) -> frozenset[str]:
    """Return the ids in the harder half of each theme."""
    return frozenset(name for ladder in plan.ladders for name in ladder[len(ladder) // 2 :])


@rule(
    "EL019", "distraction", Severity.HINT,
    "The step is done while looking away from it.",
    what="A title in the harder half of its theme brings a distraction along: music, a game, counting (English).",
    why="Who looks away may not see that the feared thing does not come. Schools differ; at the start it may help.",
    do="Write the same step once more without it, higher up.",
    never="That it did not count.",
    standing="assumption (distraction helps and hinders in trials; coping skills are taught in some programmes)",
)  # fmt: skip
def distraction(plan: PlanView) -> Iterator[Hit]:
    harder = _harder_half(plan)
    return (hit for hit in plan.about_any(Subject.DISTRACTION) if harder.intersection(hit.situations))


@rule(
    "EL026", "never-without-company", Severity.HINT,
    "Somebody or something for safety is in every step.",
    what=f"In a theme of {COMPANY_FROM} steps or more, every title brings company or an object for safety (English).",
    why="With company in every step, nothing shows how it goes without.",
    do="Write one of the harder steps a second time without it. Help for a disability stays.",
    never="That company is cheating.",
    standing="assumption (aids may fade; Meulders et al. 2016 found no clear harm in them)",
)  # fmt: skip
def never_without_company(plan: PlanView) -> Iterator[Hit]:
    for ids in plan.themes:
        if len(ids) >= COMPANY_FROM and all(Subject.COMPANY in plan.about(s) for s in plan.named(*ids)):
            yield Hit(("situations",), ids)


@rule(
    "EL027", "nothing-left-out", Severity.HINT,
    "The plan is about washing or checking, and no step says what is left out.",
    what="Half of the titles or more are about germs, dirt, checking or getting things right, and none of them, and no "
    "`safety`, names what is left out (English).",
    why="In such fears, leaving the ritual out, then and afterwards, is the exercise.",
    do="Write what is left out into the title or under `safety`, afterwards too: “without washing until supper”.",
    never="That touching it is enough.",
    standing=_GILLIHAN,
)  # fmt: skip
def nothing_left_out(plan: PlanView) -> Iterator[Hit]:
    about = [plan.about(situation) for situation in plan.graph.situations]
    named = sum(Subject.RITUAL_FEAR in each for each in about)
    left_out = any(Subject.LEFT_OUT in each for each in about) or any(s.safety for s in plan.graph.situations)
    if named >= max(2.0, PREVENTION_SHARE * len(about)) and not left_out:
        yield Hit(("situations",))


@rule(
    "EL028", "avoidance-as-step", Severity.HINT,
    "The step leads away from what is feared.",
    what="A title has the person avoid, hide, cancel or leave early (English). Leaving the avoiding out passes.",
    why="A step goes toward what the fear keeps away from, however little.",
    do="Turn it round: how near, how long, how much of it?",
    never="That they are running away.",
    standing="convention (approach is what exposure practises)",
)  # fmt: skip
def avoidance_as_step(plan: PlanView) -> Iterator[Hit]:
    return plan.about_any(Subject.AVOIDANCE)


@rule(
    "EL053", "left-out-yet-used", Severity.HINT,
    "The context is what the step leaves out.",
    what="The `context` of an entry names what its situation leaves out under `safety`.",
    why="What was meant as company, or as a moment of noticing, may be working to shut the fear out.",
    do="Ask what it was for; if it made the step easier to bear, log it under `safety` and let it fade.",
    standing="convention (safety behaviours are logged and faded, not barred; Meulders et al. 2016)",
)  # fmt: skip
def left_out_yet_used(plan: PlanView) -> Iterator[Hit]:
    for at, entry in enumerate(plan.course.log):
        if isinstance(entry, Exposure) and entry.situation in plan.at:
            (situation,) = plan.named(entry.situation)
            if set(entry.context) & set(situation.safety):
                yield Hit(("log", at, "context"), (situation.id,))


# ------------------------------------------------------------------------------------------- danger, medicine, the body

real_danger: Final = Rule(
    "EL086", "real-danger", Severity.ERROR,
    {"": "A real danger ({kind}), and never planned: the step is left out."},
    what="A title is about weapons, unsafe driving, raw or spoiled food, too many tablets, self-harm or a crime.",
    why="Practice is about fear of what is safe enough. Keeping away from this is protection.",
    do="Take it out, and ask what the fear is really about: there is a safe step toward that.",
    never="That courage means doing it.",
    standing="convention (Foa et al. 2019: nothing realistically dangerous; Olatunji et al. 2009: acceptable risk)",
    check=shut("EL086"),
)  # fmt: skip

needed_care: Final = Rule(
    "EL087", "needed-care", Severity.ERROR,
    {"": "A needed medicine, device or doctor is left out: the step is left out."},
    what="A title skips, leaves or ignores a medicine, a device, a doctor or a sign of illness. Leaving out searching, "
    "asking and checking of the body passes.",
    why="In illness, needed care is no safety behaviour; leaving it out can harm, and teaches nothing about the fear.",
    do="Take it out. Ask the doctor who treats it before changing anything.",
    never="That the medicine is a crutch.",
    standing="published (Sharpe et al. 2022, a review: safety behaviour or safety precaution)", check=shut("EL087"),
)  # fmt: skip

eating_made_up_for: Final = Rule(
    "EL088", "eating-made-up-for", Severity.ERROR,
    {"": "Fasting, vomiting or making up for food is no exposure: the step is left out."},
    what="A title skips meals, fasts, vomits on purpose, limits calories or exercises to make up for food.",
    why="It does harm, and it is what the fear of weight makes one do, not what it keeps one from.",
    do="Take it out; plan steps about food with a professional who watches over the body, a doctor or a dietitian.",
    never="Anything about weight, shape or how much is right to eat.",
    standing="published (NICE guideline NG69; compensation is what exposure to food leaves out)", check=shut("EL088"),
)  # fmt: skip

danger_or_fear: Final = Rule(
    "EL090", "danger-or-fear", Severity.WARNING,
    {"": "This could be a real danger ({kind}): the step waits for a reason under `{key}`."},
    what="A title is about traffic, heights, water, fire, chemicals, places and hours, strangers, a small child alone, "
    "animals, germs or a change of medicine in a way that could do harm.",
    why="Keeping away from real harm is protection. What most people do, in the same place, is ordinary risk.",
    do="Ask: could it really happen, and would most people do it? Make it safe: with a rail, by day, with a lifeguard, "
    "asking who prescribes it. If it is ordinary, write why under `ignore` of the step, in three words or more.",
    never="That nothing can happen.",
    standing="convention (Foa et al. 2019; Olatunji et al. 2009)", check=shut("EL090"),
)  # fmt: skip

illness_named: Final = Rule(
    "EL091", "illness-named", Severity.WARNING,
    {"": "An illness or a pregnancy is named: what strains the body waits for a doctor's yes under `{key}`."},
    what="A title, a note, or that of the plan, names an illness of heart, lungs or nerves, or a pregnancy, and a step "
    "brings on breathlessness, heat, a fast heart or dizziness.",
    why="The same exercise is harmless in fear and may not be in illness; that is a doctor's question, not a plan's.",
    do="Ask the doctor who knows the illness: which of these, how long, what is a sign to stop? Then write their yes "
    "under `ignore` of the step.",
    never="That it is only fear.",
    standing="published (Farris et al. 2024, a review: adapt to the illness instead of forbidding)",
    check=shut("EL091"),
)  # fmt: skip


@rule(
    "EL049", "doctor-first", Severity.HINT,
    "A body feeling is brought on, on purpose, in {count} of the steps.",
    what="Steps bring on a body feeling on purpose: `mode: interoceptive`, or a title says so (English), or "
    f"{EXERTING} or more ask for exertion, heat or coffee; once for each graph, unless EL091 says more.",
    why="With some illnesses such an exercise can do harm that has nothing to do with fear.",
    do="Ask a doctor first, and wait for a clear yes, with any trouble of heart, lungs (asthma too), blood pressure "
    "or balance, with fits or faints, or in pregnancy. Then say under `ignore` that it was asked.",
    never="That the feelings are harmless in an illness nobody has looked at.",
    standing="unverified (usual advice for such exercises, second-hand)",
)  # fmt: skip
def doctor_first(plan: PlanView) -> Iterator[Hit]:
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


@rule(
    "EL070", "may-faint", Severity.HINT,
    "Blood, needles or wounds are met in {count} of the steps; in this fear people really faint.",
    what="Titles are about blood, needles, injections or wounds (English); once for each graph.",
    why="The blood pressure drops here, as in no other fear. Tensing the muscles keeps it up.",
    do="Learn applied tension first: tense arms, legs and trunk for ten seconds, let go, again. Sit or lie down, and "
    "tell whoever draws the blood. Ask a doctor first in pregnancy, with high blood pressure or heart trouble.",
    never="That fainting is a failure, or that relaxing will help.",
    standing="published (Öst & Sterner 1987; Öst, Fellenius & Sterner 1991: better than exposure alone)",
)  # fmt: skip
def may_faint(plan: PlanView) -> Iterator[Hit]:
    ids = tuple(s.id for s in plan.graph.situations if Subject.FAINTING in plan.about(s))
    if ids:
        yield Hit(("situations",), ids, {"count": str(len(ids))})


@rule(
    "EL071", "weighing", Severity.HINT,
    "Weighing or checking of the body is a step.",
    what="A title weighs, measures or checks the body (English).",
    why="In fear of weight, checking is the ritual; leaving it out is the exercise.",
    do="Plan it with a professional who watches over the body; feared foods themselves are ordinary steps.",
    never="Anything about weight or shape.",
    standing="published (NICE guideline NG69)",
)  # fmt: skip
def weighing(plan: PlanView) -> Iterator[Hit]:
    return plan.about_any(Subject.BODY_CHECK)


# -------------------------------------------------------------------------------------------- trauma, alcohol and drugs


@rule(
    "EL072", "reminder", Severity.HINT,
    "A harmless reminder of something bad.",
    what="A title is about driving after an accident, a hospital corridor, a crowd and the like (English).",
    why="Meeting harmless reminders is ordinary practice; a flood of memories is a sign to do it with somebody.",
    do="Begin small. If the memories come as if it were now, stop, look round the room, and do it with a professional.",
    never="That it has to be told in detail.",
    standing="assumption (avoidance of harmless reminders is what self-help may change)",
)  # fmt: skip
def reminder(plan: PlanView) -> Iterator[Hit]:
    return plan.about_any(Subject.ACCIDENT_PLACE, unless=Subject.TRAUMA_PLACE)


relived: Final = Rule(
    "EL092", "trauma-alone", Severity.WARNING,
    {"": "A trauma is gone through again: the step waits for a professional, named under `{key}`."},
    what="`kind` is trauma, or a title goes back in the mind to an assault, abuse, an accident and the like.",
    why="What comes up there is a lot to carry alone; with a trained therapist it helps.",
    do="Plan it with a professional, and write who it is under `ignore` of the step.",
    never="That it only has to be gone through once more, or that it should be over by now.",
    standing="published (NICE guideline NG116: with a trained therapist)", check=shut("EL092"),
)  # fmt: skip

place_of_an_assault: Final = Rule(
    "EL093", "place-of-an-assault", Severity.WARNING,
    {"": "The place of an assault: the step waits for a professional, named under `{key}`."},
    what="A title goes back to the place of an attack or an assault.",
    why="Some of these places are not safe, and what comes up there is a lot to carry alone.",
    do="Plan it with a therapist, and ask what is safe there today: do others walk there, at which hour? Then write "
    "who it is under `ignore` of the step.",
    never="That it is long past, or that going back will close it.",
    standing="published (NICE guideline NG116; Foa et al. 2019)", check=shut("EL093"),
)  # fmt: skip

near_alcohol_or_drugs: Final = Rule(
    "EL094", "near-alcohol-or-drugs", Severity.WARNING,
    {"": "Staying near alcohol or drugs: the step waits for a professional, named under `{key}`."},
    what="A title has the person stay near a drink, a drug or a game of chance and resist it.",
    why="That is prevention of relapse, and not what this tool is made for; alone it can go wrong.",
    do="Do it with somebody from addiction care, and write who it is under `ignore` of the step. “Order a juice at a "
    "party” is fine as it is.",
    never="That it is a matter of will.",
    standing="assumption (on the careful side)", check=shut("EL094"),
)  # fmt: skip

RULES: Final[tuple[Rule, ...]] = (
    ritual, reassurance, calm_goal, alcohol_or_drugs, distraction, never_without_company, nothing_left_out,
    avoidance_as_step, left_out_yet_used, real_danger, needed_care, eating_made_up_for, danger_or_fear,
    illness_named, doctor_first, may_faint, weighing, reminder, relived, place_of_an_assault, near_alcohol_or_drugs,
)  # fmt: skip
