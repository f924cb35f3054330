"""Why a step is not planned or waits because of its words, by the code of the finding that names it."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Final

__all__ = ["GATES"]

GATES: Final[Mapping[str, str]] = {
    "left_out_by_its_words": "{ids}: {why}",
    "left_out_open": "{ids}: {why}\n  under `ignore` of this step:  {key}: your reason, in three words or more",
    "gates": "Not planned, or waiting",
    "titles_unread": "Only some sexual words are read in the language of these titles. Giving each step a `kind` and "
    "looking for danger together takes the place of that.",
    "gate_EL080": "not planned here. Fear of such thoughts is common, and a professional can help without judging.",
    "gate_EL081": "waits. It needs `kind: sexual`, the questions, and a yes from everybody who takes part.",
    "gate_EL082": "waits until `kind` says what it is; its words can mean more than one thing.",
    "gate_EL083": "not planned here: nobody is touched unasked or made to do something. Asking can be a step.",
    "gate_EL084": "not planned here: a no needs no reason, also towards somebody close. Somebody you trust or a local "
    "helpline can help.",
    "gate_EL085": "not planned here: keeping away from somebody who hurts, threatens or controls you is protection, "
    "not fear. Somebody you trust or a local helpline can help.",
    "gate_EL086": "not planned here: it could do real harm. Keeping away from real danger is protection, not fear.",
    "gate_EL087": "not planned here: needed care is no safety behaviour. The doctor who knows your illness can say "
    "what may change.",
    "gate_EL088": "not planned here: it can harm the body. A professional who knows about eating can help.",
    "gate_EL089": "not planned here: pain is a reason to stop. See a doctor first.",
    "gate_EL090": "waits for a reason: could real danger come of it, and would most people do it? Keeping away from "
    "harm is protection.",
    "gate_EL091": "waits for a doctor's yes: it works on the body, and an illness or a pregnancy is named.",
    "gate_EL092": "waits for a professional who is named for it: something terrible is gone through again.",
    "gate_EL093": "waits for a professional who is named for it: something terrible happened there. Is it safe there "
    "today?",
    "gate_EL094": "waits for a professional who is named for it: staying near alcohol or drugs is work of its own.",
}
"""Sentences of the table of `english`: first what is with the step, then what to do; nothing is quoted."""
