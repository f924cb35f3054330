"""A course that people write in, in any order, beside a model of the default rule in plain Python.

The model is a list of entries. It knows nothing of arrays, screens or policies; the belief lends it one number for each
situation, and what was written says the order. Entries come late, are mended, and are looked at from any moment.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from exposure_ladder.advice import Advice, advise
from exposure_ladder.advice.state import state_of
from exposure_ladder.belief import Belief, infer
from exposure_ladder.ladder import build_ladder
from exposure_ladder.records import Consent, Course, Exposure, Override, Rating, Situation, SituationGraph
from exposure_ladder.rules import DEFAULT, Action

START = datetime(2026, 5, 4, tzinfo=UTC)
IDS = ("d", "b", "a", "c")
PEAKS = st.sampled_from((None, 0.0, 20.0, 34.0, 35.0, 36.0, 50.0, 70.0, 90.0, 95.0))
HOURS = st.integers(1, 24 * 12)


@st.composite
def contents(draw: st.DrawFn) -> dict[str, Any]:
    """What an exposure may say, apart from when and where."""
    numb = draw(st.sampled_from((None, None, None, 69.0, 70.0)))
    return {
        "peak": draw(PEAKS),
        "expected": draw(st.sampled_from((None, None, 30.0))),
        "stopped": draw(st.sampled_from(("no", "no", "no", "by agreement", "early"))),
        "happened": draw(st.sampled_from(("practised",) * 6 + ("refused", "avoided"))),
        "share": draw(st.sampled_from((1.0, 0.5))),
        "measures": {} if numb is None else {"numbness": numb},
    }


class Model:
    """The default rule and its screens, as one would do them on paper."""

    def __init__(self, graph: SituationGraph, entries: list[Any], consents: list[Consent], at: datetime) -> None:
        self.graph, self.at = graph, at
        self.entries = sorted((e for e in entries if e.at <= at), key=lambda e: e.at)
        self.consents = sorted((c for c in consents if c.at <= at or not c.given), key=lambda c: c.at)
        self.practised = [e for e in self.entries if isinstance(e, Exposure) and e.happened == "practised"]

    def of(self, name: str, count: int) -> list[Exposure]:
        """The last exposures of a situation, if there are as many."""
        own = [e for e in self.practised if e.situation == name][-count:]
        return own if len(own) == count else []

    def agreed(self, situation: Situation) -> bool:
        for person in situation.consent:
            said = [c for c in self.consents if (c.situation, c.person) == (situation.id, person)]
            if not said or not said[-1].given or self.at - said[-1].at >= timedelta(days=30):
                return False
        return True

    def order(self, belief: Belief) -> list[str]:
        expected = {
            name: min(max(float(mean), 0.0), 100.0) for name, mean in zip(belief.ids, belief.ordinary.mean, strict=True)
        }
        self.expected = expected
        written = [s for s in self.graph.situations if self.agreed(s)]
        return [s.id for s in sorted(written, key=lambda s: (s.distress, IDS.index(s.id)))]

    def too_much(self, name: str) -> bool:
        last = self.of(name, 2)
        plans = [e.peak - e.expected for e in last if e.peak is not None and e.expected is not None]
        left = bool(last) and all(e.stopped == "early" for e in last)
        return left or (len(plans) == 2 and min(plans) > 25)

    def very_high(self) -> int:
        return sum(peak >= 90 for peak in [e.peak for e in self.practised if e.peak is not None][-5:])

    def held(self) -> bool:
        last = self.practised[-1]
        return last.stopped == "early" or (last.peak is not None and last.peak >= 90)

    def said(self, name: str) -> float:
        """What was written of a step, or said of it since without practice."""
        again = [e.distress for e in self.entries if isinstance(e, Rating) and e.situation == name]
        return again[-1] if again else next(s.distress or 0.0 for s in self.graph.situations if s.id == name)

    def harder(self, name: str, than: str) -> bool:
        return self.expected[name] > self.expected[than] + 1e-6 or self.said(name) > self.said(than)

    def wished(self, order: list[str]) -> str | None:
        wish: str | None = None
        for entry in self.entries:
            if isinstance(entry, Exposure):
                wish = None
            elif isinstance(entry, Override):
                wish = entry.situation  # a later wish replaces an earlier one, even where it is barred
        return wish if wish in order else None


class Practice(RuleBasedStateMachine):
    """Everything a person, a helper and a partner may write, and the advice at any moment."""

    @initialize(distress=st.lists(st.sampled_from((10, 25, 40, 40, 60, 75, 95)), min_size=4, max_size=4))
    def begin(self, distress: list[int]) -> None:
        made = [
            Situation(id=name, title=f"Step {name}", distress=number, consent=("Kim",) if name == "a" else ())
            for name, number in zip(IDS, distress, strict=True)
        ]
        self.graph = SituationGraph(title="Steps", situations=tuple(made))
        self.entries: list[Any] = []
        self.consents: list[Consent] = []
        self.taken: set[int] = set()
        self.course = Course(graph=self.graph)

    def free(self, hour: int) -> datetime:
        """A moment of its own; an hour that is taken moves on by some minutes."""
        minute = hour * 60
        while minute in self.taken:
            minute += 7
        self.taken.add(minute)
        return START + timedelta(minutes=minute)

    @rule(name=st.sampled_from(IDS), hour=HOURS, said=contents())
    def log(self, name: str, hour: int, said: dict[str, Any]) -> None:
        entry = Exposure(id=f"e{len(self.entries)}", situation=name, at=self.free(hour), **said)
        self.entries.append(entry)
        self.course = self.course.add(entry)
        assert self.course.add(entry).log == self.course.log, "the same entry twice is one entry"

    @rule(name=st.sampled_from(IDS[:2]), day=st.integers(0, 9), peaks=st.tuples(PEAKS, PEAKS))
    def practise_twice(self, name: str, day: int, peaks: tuple[float | None, float | None]) -> None:
        for more, peak in enumerate(peaks):
            self.log(name, 24 * (day + more) + 18, {"peak": peak})

    @rule(name=st.sampled_from(IDS), hour=HOURS, distress=st.sampled_from((0.0, 30.0, 80.0)))
    def rate(self, name: str, hour: int, distress: float) -> None:
        entry = Rating(id=f"e{len(self.entries)}", situation=name, at=self.free(hour), distress=distress)
        self.entries.append(entry)
        self.course = self.course.add(entry)

    @rule(name=st.sampled_from(IDS), hour=HOURS)
    def wish(self, name: str, hour: int) -> None:
        entry = Override(id=f"e{len(self.entries)}", situation=name, at=self.free(hour), by="T", reason="agreed")
        self.entries.append(entry)
        self.course = self.course.add(entry)

    @rule(hour=HOURS, given=st.booleans())
    def say(self, hour: int, *, given: bool) -> None:
        consent = Consent(situation="a", person="Kim", at=self.free(hour), given=given).bound(self.graph)
        self.consents.append(consent)
        self.course = self.course.add(consent)

    @precondition(lambda self: any(isinstance(entry, Exposure) for entry in self.entries))
    @rule(data=st.data(), said=contents())
    def amend(self, data: st.DataObject, said: dict[str, Any]) -> None:
        places = [i for i, entry in enumerate(self.entries) if isinstance(entry, Exposure)]
        place = data.draw(st.sampled_from(places))
        old = self.entries[place]
        self.entries[place] = Exposure(id=old.id, situation=old.situation, at=old.at, **said)
        self.course = Course(graph=self.graph, log=tuple(self.entries[::-1]), consents=tuple(self.consents))

    @rule(hour=st.one_of(HOURS, st.sampled_from((24 * 13, 24 * 43, 24 * 400))))
    def look(self, hour: int) -> None:
        at = START + timedelta(hours=hour, minutes=1)
        belief = infer(self.course, at=at)
        ladder = build_ladder(belief)
        advice = advise(ladder)
        model = Model(self.graph, self.entries, self.consents, at)
        order = model.order(belief)
        found = [rung.id for rung in ladder.rungs]
        assert set(found) == set(order)
        for lower, upper in pairwise(found) if len(found) == len(IDS) else ():
            kept = order.index(lower) < order.index(upper)
            assert kept or model.expected[lower] < model.expected[upper], "what was written stays, but for evidence"
        now = set(state_of(ladder, DEFAULT).history.done)
        earlier = infer(self.course, at=at - timedelta(days=3))
        before = set(state_of(build_ladder(earlier), DEFAULT).history.done)
        assert before & set(order) <= now, "what was enough stays enough"
        rung = advice.rung.id if advice.rung else None
        for problem in self.compared(model, order, advice, rung):
            raise AssertionError(f"{problem}: {advice.action.name} {rung} of {order}")

    def compared(self, model: Model, order: list[str], advice: Advice, rung: str | None) -> Iterator[str]:
        """Yield what the advice and the model do not agree on."""
        action = advice.action
        here = next((e.situation for e in reversed(model.practised) if e.situation in order), None)
        stand = advice.state.history.stand
        wished = model.wished(order)
        if rung is not None and model.expected[rung] > 90.0 + 1e-6:
            yield "above the cap"
        if model.very_high() >= 3:
            if action is not Action.SEEK_SUPPORT:
                yield "nobody beside them after three very high peaks"
        elif action in (Action.REST, Action.COMPLETE, Action.BRIDGE, Action.BOOSTER):
            if action is Action.COMPLETE and not all(stand.done):
                yield "finished too early"
        elif model.very_high() == 2:
            if here is not None and rung not in (None, here) and model.harder(rung or "", here):
                yield "harder, after two very high peaks"
            if here is not None and rung == here and model.held():
                yield "the same again, after a second very high peak"
        elif wished is not None:
            if rung != (wished if model.expected[wished] <= 90.0 else None):
                yield f"a wish for {wished} was lost"
        elif here is not None and model.too_much(here):
            if action is not Action.STEP_BACK or (rung and model.expected[rung] >= model.expected[here]):
                yield "no step back"
        elif here is not None and model.held():
            if rung is not None and model.harder(rung, here):
                yield "harder after an early leave or a very high peak"
        elif rung is not None and here is None and action is not Action.START:
            yield "no start"

    @invariant()
    def the_log_is_what_was_written(self) -> None:
        if hasattr(self, "course"):
            written = sorted(self.entries, key=lambda e: e.at)
            assert list(self.course.log) == written


Practice.TestCase.settings = settings(max_examples=40, stateful_step_count=20)
TestPractice = Practice.TestCase
