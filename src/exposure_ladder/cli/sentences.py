"""What the commands say around ladders and suggestions: code → English with places for values.

Sentences for ladders and suggestions stand in :mod:`exposure_ladder.text`. Both offer and explain, in plain words.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, Final

SENTENCES: Final[Mapping[str, str]] = {
    # new
    "templates": "Templates. Each is an example to change, with example numbers: nobody's ladder yet.",
    "templates_end": "Start one:  {new}\nIt writes a file. Change it in any text editor, such as Notepad or TextEdit.",
    "wrote": "Wrote {file} with example numbers. Put in the person's own numbers and the day they gave them (rated:), "
    "then run:  {check}",
    # check
    "problems_end": "{problems}. Nothing was written. Mend these lines and run check again.",
    "problems_elsewhere": "{problems} in {file}. Mend these lines, then run:  {check}",
    "problem_one": "1 problem",
    "problem_many": "{count} problems",
    "nothing_found": "{file}: {steps} steps, and nothing to mend.",
    "found": "{file} can be used: {steps} steps. To think about: {counts}.",
    "error_one": "1 error",
    "error_many": "{count} errors",
    "warning_one": "1 warning",
    "warning_many": "{count} warnings",
    "hint_one": "1 hint",
    "hint_many": "{count} hints",
    "journal_alone": "{file} has no log beside it, but {journal} lies in the same folder without a plan of its name. "
    "If it is the log of this plan, rename it to {own} before you log anything.",
    "next_plan": "Next:  {plan}",
    # plan
    "consent_needed": "If they have said yes, freely, note it with:",
    # accept
    "accepted": "Put at the end of {file}:  {title}   {id}",
    "accepted_waits": "It waits for a yes of its own:  {command}",
    "accepted_next": "Its words are yours to change. Its number is an estimate until you rate it. Next:  {command}",
    # log
    "which": "Which step? Its number or its name:",
    "saved": "Saved as entry {number} in {journal}. ",
    "saved_before": "This was there already, as entry {number} in {journal}. Nothing was changed. ",
    "came": "Expected {expected} ({low}–{high}), came {peak}. ",
    "not_rated": "Not rated, and that is fine. ",
    "refused": "Refusing is worth knowing, and no step back. ",
    "avoided": "Avoiding is worth knowing, and no step back. ",
    "very_high_1": "That was very high. You may pause, ask for company, or take something smaller next time. If it "
    "happens again, or is still very high hours later, please tell somebody you trust or a professional.",
    "very_high_2": "That was very high, and not for the first time lately. You may pause, ask for company, or take "
    "something smaller next time. Please tell a professional about it, and somebody you trust; do not wait if it is "
    "still very high hours later.",
    "very_high_3": "That was very high: {count} times in the last five rated entries. A pause and support come first "
    "now, before any next step, and you need not be alone with it. Please tell a professional about it, and somebody "
    "you trust; do not wait if it is still very high hours later. Whenever you go on, something smaller counts; "
    "stopping here is no failure.",
    "heavy_words": "What you wrote sounds very heavy. Please talk with somebody now: your local emergency number, or "
    "someone you trust. The steps can wait.",
    "not_wanted": "You do not have to. Keeping away from harm is protection. This step can stay away for as long as "
    "you like, and a no needs no reason.",
    "helpline": "If somebody presses or hurts you, a local helpline will listen, to you alone.",
    "it_came": "It came this time. If it did harm, leave this step for now: keeping away from harm is protection. If "
    "it was hard and bearable, that is worth knowing, too.",
    "support": "You wrote down for such a day:  {who}",
    "unagreed": "For {step}, no valid yes of {person} was recorded for that time; the entry stays as it is. To note a "
    "yes:  {consent}\nTo take one back:  {withdraw}",
    "undo": "Undo:\u00a0\u00a0{amend}",
    "ended": "Ended. Nothing was saved.",
    "ended_kept": "Ended. Nothing was logged. What you answered is kept beside the log. To go on with it, or to drop "
    "it:  {log}",
    "draft_ask": "An entry was begun and not finished ({what}). Go on with it? yes / no (no drops it):",
    # rate and choose
    "noted": "Noted as entry {number} in {journal}: {what}. ",
    "no_reason": "not given",
    "choice_shown": "It is what next shows, until the next practice. The person decides:  {next}",
    "choice_waits": "next does not show it now: something comes before it (a yes, questions, the cap on distress, "
    "another step, a limit, rest or support), or a practice came after it. What that is:  {next}  or  {plan}",
    # next
    "rules": "Rules for moving on. None of their numbers has been tested against another.",
    # simulate and compare
    "study_head": "{clients} virtual clients ({who}), {days} days. Means with bootstrap intervals over clients.",
    "study_pairs": "The last column compares each client with itself; what only some have (days until …), over those "
    "who have it under both rules.",
    "study_end": "Assumptions about learning, rating and leaving made these numbers: no prediction about a person.",
    "study_seed": "The same numbers again:  --seed {seed}",
    "study_written": "Wrote {file}.",
    "study_bar": "{rule}  {bar} {percent:3d} %  {done:,} of {total:,} clients, {rate:,.0f} a second, {left:.0f} s left",
    "study_not_kept": "Nothing was kept. With one rule and --out results.npz, what is finished is kept next time.",
    "study_kept": "What is finished was kept in {out}. Run the same line again to go on.",
    # amend
    "entry_one": "1 entry",
    "entry_many": "{count} entries",
    "taken_in": "{file}: {entries}, {new} of them new. All are in {journal}.",
    "taken_none": "{problems} in {file}. Nothing was logged. Mend these lines and run it again.",
    "taken_back_before": "{count} were taken back earlier, and stay so.",
    "entries_list": "To see them:  {amend}",
    # export
    "exported": "Wrote {file}, for you alone to read. It holds what was logged: please keep it as private as the log.",
    "exported_kept": "In it: {what}. Nothing else of what you wrote.",
    # import
    "import_columns": 'Nothing was logged. To say what a heading means:  --column\u00a0"Max\u00a0SUDS=peak"',
    "import_aside": "Left aside: columns {columns}. To read one of them:  --column HEADING=COLUMN",
    "import_noon": "Rows with a day and no time: {count}. They count as noon.",
    "import_changed_all": "expected rows that are new, or as they were; some look like entries that were changed:",
    "import_changed": "entry {number} of {at}",
    "import_amend": "Nothing was logged. To change these entries:  --amend",
    "import_repeats": "Lines that say the same as an earlier one were taken for it: {lines}. If they were practices of "
    "their own, give each a time or an id.",
    "import_small": "expected the scale of the table, as none of its distress is above 10; got nothing.",
    "import_again": "Nothing was logged. Say which it is:  --scale 0-10  or  --scale 0-100",
    "import_no_peak": "No column says the highest distress, so these entries count as practice without a rating.",
    "import_none": "Nothing was logged. Understood: {entries}. To take in these and leave the others:  --skip",
    "import_check": "Nothing was logged. Understood: {entries}; not understood: {problems}.",
    # erase
    "erase_these": "This erases from {journal}, for good:",
    "erase_along": "With it goes every earlier yes of that person to that step, since it could count again:",
    "erase_all": "This erases all of {journal}, for good: {entries}, with every version of them.",
    "erase_back": "Entry {number}: not in the list now; what is left of it, if it was taken back earlier",
    "erase_beside": "{files} stays, too; delete it yourself, and cards and pages that you wrote or printed.",
    "erase_stays": "{file} stays as it is. Copies, exports and backups are out of reach.",
    "erase_ask": "Type the word erase to do it, or Enter to leave everything as it is:",
    "erase_not": "Nothing was erased.",
    "erase_nothing": "Nothing has been logged in {journal}, so there is nothing to erase.",
    "erased": "Erased {entries} from {journal}, for good.",
    "entries_none": "Nothing has been logged in {journal} yet. To log a practice:  {log}",
    "entries_end": "Change one:  {amend}\nTake one back:  {withdraw}",
    "entry": "Entry {number}: {what}",
    "take_back": "Take it back? yes / no:",
    "kept": "Nothing was changed. To change a part of it, name it, for instance:  {amend}",
    "withdrawn": "Took back entry {number}: it no longer counts. What stood there stays in {journal}, out of sight.",
    "amended": "Changed entry {number} in {journal}. The version before stays in the file, out of sight.",
    # consent
    "consent_own": "expected the yes of somebody else; this plan is that person's own.",
    "consent_own_hint": "Their own yes is in practising. Under consent: name who else must agree.",
    "consent_ask": "Has {person} said yes to exactly this, freely, knowing they can take it back? yes / no:",
    "consent_not": "Nothing was noted. {step} stays off the ladder.",
    "consent_given": "Noted as entry {number} in {journal}: on {day} {person} said yes to {step}, to this step only. "
    "It holds until {until}.",
    "consent_truth": "This is a note of what was said. Software cannot know whether it is true, was free, or still "
    "holds: please ask again, in person, each time.",
    "consent_back": "It can be taken back at any time, without a reason:  {withdraw}",
    "consent_withdrawn": "Noted as entry {number} in {journal}: from {day} on, {person}'s yes to {step} no longer "
    "holds. The step is off the ladder, and that is never a failure.",
    "consent_ended": "It ends the yes of {person} to {step} from {day}.",
    "consent_later": "But a yes that was noted for later than that still holds. To end it now:  {withdraw}",
    "consent_past": "But it does not hold today: it has run out, or was taken back later.",
    "consent_twice": "This was noted already, as entry {number} in {journal}.",
    # demo
    "demo_start": "A made-up person and made-up numbers. Lines that begin with $ are what one would type.",
    "demo_log": "(Two weeks go by. What was practised, refused or stopped stands in {file}; it is made up, too.)",
    "demo_end": "That is the whole way: new, check, plan, log, progress, next. Start your own:  {new}",
    "demo_kept": "The files of this demo are in {folder}.",
    # when something goes wrong
    "no_step": "{id}: there is no such step. {hint}",
    "broken": "Sorry, something went wrong inside exposure-ladder ({what}); your files are as they were before this "
    "step. Please report this line, and run the command with --debug to see more. Version {version}.",
    "interrupted": "Stopped.",
    "unusable": "{file}: cannot be used ({why}).",
    "unwritable": "The output could not be written ({why}).",
}


def tell(code: str, /, **values: Any) -> str:
    """Return the sentence for a code with its values put in."""
    return SENTENCES[code].format(**values)


def counted(thing: str, count: int) -> str:
    """Return ``1 problem`` or ``2 problems``."""
    return tell(f"{thing}_{'one' if count == 1 else 'many'}", count=count)
