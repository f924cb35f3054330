"""What bars a step because of what it says: left out for good, or waiting for a kind, a reason or a professional.

The planner, the pages and the checks read the same answer. Each gate has the code of the finding that names it in
``check``. A gate that can be opened is opened in one way only: under ``ignore`` of this very step, by the code and the
hash of the step's wording (``EL090.1a2b3c4d``) with a reason of three words or more. A step that is worded anew has
another hash and asks again; a reason for the whole graph, or without the hash, opens nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from exposure_ladder.records.phrases import fold
from exposure_ladder.records.situations import Kind, Mode, Situation, SituationGraph
from exposure_ladder.records.subjects import WAITS_FOR_REASON, Subject, subjects

__all__ = ["GATE_CODES", "Gate", "Opening", "gates", "ignored_wording", "opening_key"]


class Opening(StrEnum):
    """What opens a gate."""

    NOTHING = "nothing"
    KIND = "kind"
    REASON = "reason"
    DOCTOR = "doctor"
    PROFESSIONAL = "professional"


@dataclass(frozen=True, slots=True)
class Gate:
    """Why a step stays off because of what it says.

    Attributes
    ----------
    code : str
        Of the finding that names it.
    subject : Subject
        What the title is about.
    opening : Opening
        What opens it; nothing for what is left out for good.

    Examples
    --------
    >>> graph = SituationGraph(title="All", situations=[{"id": "a", "title": "Eat raw chicken", "distress": 60}])
    >>> [str(gate.opening) for gate in gates(graph.situations[0], graph)]
    ['nothing']
    """

    code: str
    subject: Subject
    opening: Opening


_NOTHING: Final[dict[Subject, str]] = {
    Subject.CHILD_SEXUAL: "EL080",
    Subject.FORCED: "EL083",
    Subject.GIVING_IN: "EL084",
    Subject.VIOLENT_PERSON: "EL085",
    Subject.WEAPON: "EL086",
    Subject.UNSAFE_DRIVING: "EL086",
    Subject.RAW_FOOD: "EL086",
    Subject.OVERDOSE: "EL086",
    Subject.SELF_HARM: "EL086",
    Subject.CRIME: "EL086",
    Subject.MEDICINE_SKIPPED: "EL087",
    Subject.COMPENSATION: "EL088",
    Subject.SEX_PAIN: "EL089",
}
_EXPLICIT, _UNCLEAR, _DANGER, _DOCTOR = "EL081", "EL082", "EL090", "EL091"
_RELIVED, _PLACE, _CUE = "EL092", "EL093", "EL094"

GATE_CODES: Final = frozenset({*_NOTHING.values(), *(f"EL0{number}" for number in (81, 82, 90, 91, 92, 93, 94))})
"""Codes of findings that bar a step. None of them can be ignored for a whole graph, or without the wording's hash."""

_NOT_MET: Final = frozenset({Mode.IMAGINAL, Mode.WRITTEN, Mode.VIRTUAL})
_ONLY_MET: Final = WAITS_FOR_REASON | {Subject.WEAPON, Subject.UNSAFE_DRIVING, Subject.RAW_FOOD, Subject.CRIME}
"""What is no danger where it is only imagined, written or seen."""

_WORDS: Final = 3
_NO_YES: Final = re.compile(r"\b(?:no|not|never|without|later|yet|ask(?:ing)?|will|should|must|refuse[sd]?|n't)\b")
_DOCTOR_WORDS: Final = re.compile(
    r"\b(?:doctor|dr|gp|physician|cardiologist|neurologist|pulmonologist|midwife|obstetrician|gynaecologist|consultant|"
    r"specialist|nurse|clinic|hospital|paediatrician|pediatrician|arzt|arztin)\b"
)
_PROFESSIONAL_WORDS: Final = re.compile(
    r"\b(?:therapist|psychotherapist|psychologist|psychiatrist|counsellor|counselor|doctor|dr|clinician|nurse|"
    r"social worker|clinic|trauma centre|trauma center|psychotherapeut\w*|therapeut\w*)\b"
)


def opening_key(code: str, situation: Situation) -> str:
    """Return the key under `ignore` that opens a gate of a step as it is worded now.

    Parameters
    ----------
    code : str
        Of the gate.
    situation : Situation
        The step.

    Returns
    -------
    str
        The code, a dot, and the hash of the wording.

    Examples
    --------
    >>> ledge = Situation(id="ledge", title="Sit on the ledge")
    >>> opening_key("EL090", ledge) == f"EL090.{ledge.wording}"
    True
    """
    return f"{code}.{situation.wording}"


def ignored_wording(key: str) -> tuple[str, str]:
    """Return code and wording of a key under `ignore`.

    Parameters
    ----------
    key : str
        As written.

    Returns
    -------
    (str, str)
        The wording is empty where the key names none.

    Examples
    --------
    >>> ignored_wording("EL090.1a2b3c4d"), ignored_wording("EL010")
    (('EL090', '1a2b3c4d'), ('EL010', ''))
    """
    code, _, wording = key.partition(".")
    return code, wording


def gates(situation: Situation, graph: SituationGraph) -> tuple[Gate, ...]:
    """Return the gates of a step that are shut, the firmest first.

    Parameters
    ----------
    situation : Situation
        Written or generated.
    graph : SituationGraph
        Its plan: its title may name an illness, its language is that of the titles.

    Returns
    -------
    tuple of Gate
        Empty when nothing in the words bars it. Consent and the questions of SAFETY.md are asked elsewhere.
    """
    about = subjects(situation.title, graph.language)
    if situation.mode in _NOT_MET:  # the mode says that it is gone through in the mind, the title need not
        about |= subjects(f"Imagine {situation.title}", graph.language) & {Subject.RELIVED}
    real = about - _ONLY_MET if situation.mode in _NOT_MET else about
    found = [Gate(code, subject, Opening.NOTHING) for subject, code in _NOTHING.items() if subject in real]
    found += _of_kind(situation, about)
    found += [Gate(_DANGER, subject, Opening.REASON) for subject in sorted(real & WAITS_FOR_REASON)]
    if _wants_a_doctor(situation, about, graph):
        found.append(Gate(_DOCTOR, Subject.ILLNESS, Opening.DOCTOR))
    if Subject.RELIVED in about or situation.kind is Kind.TRAUMA:
        found.append(Gate(_RELIVED, Subject.RELIVED, Opening.PROFESSIONAL))
    if Subject.TRAUMA_PLACE in about:
        found.append(Gate(_PLACE, Subject.TRAUMA_PLACE, Opening.PROFESSIONAL))
    if Subject.CUE_EXPOSURE in about:
        found.append(Gate(_CUE, Subject.CUE_EXPOSURE, Opening.PROFESSIONAL))
    return tuple(gate for gate in found if not _opened(gate, situation))


def _of_kind(situation: Situation, about: frozenset[Subject]) -> list[Gate]:
    if Subject.SEXUAL in about and situation.kind is not Kind.SEXUAL:
        return [Gate(_EXPLICIT, Subject.SEXUAL, Opening.KIND)]
    unclear = [subject for subject in (Subject.PERHAPS_SEXUAL, Subject.RELIVED) if subject in about]
    return [Gate(_UNCLEAR, subject, Opening.KIND) for subject in unclear[:1] if situation.kind is None]


def _wants_a_doctor(situation: Situation, about: frozenset[Subject], graph: SituationGraph) -> bool:
    if situation.mode is not Mode.INTEROCEPTIVE and Subject.EXERTION not in about:
        return False
    if situation.mode in _NOT_MET:
        return False
    said = (graph.title, situation.title, situation.theme or "", situation.note or "")
    return any(Subject.ILLNESS in subjects(text, graph.language) for text in said)


def _opened(gate: Gate, situation: Situation) -> bool:
    """Return whether a reason stands under `ignore` that opens a gate of this step as it is worded now."""
    if gate.opening in {Opening.NOTHING, Opening.KIND}:
        return False
    reason = fold(situation.ignore.get(opening_key(gate.code, situation), ""))
    if len(reason.split()) < _WORDS:
        return False
    who = {Opening.DOCTOR: _DOCTOR_WORDS, Opening.PROFESSIONAL: _PROFESSIONAL_WORDS}.get(gate.opening)
    return who is None or (who.search(reason) is not None and _NO_YES.search(reason) is None)
