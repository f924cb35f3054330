"""Write the pages of ``docs`` that are made from the code: findings, rules, settings, models, and columns of a log.

Run from anywhere: ``python docs/tools/made_pages.py``. A test compares what is committed with what is made.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import Field, fields
from pathlib import Path
from typing import Any

import hazards

from exposure_ladder.linting import RULES as FINDINGS
from exposure_ladder.records import Settings
from exposure_ladder.research import Population
from exposure_ladder.research.learners import LEARNERS, MODELS
from exposure_ladder.rules import RULES, rule_sentences
from exposure_ladder.storage import COLUMNS

DOCS = Path(__file__).parents[1]
PARTS = ("Equation", "Symbols", "Source", "Reproduces", "Does not reproduce")
"""What the docstring of a model is made of."""


def lint_page() -> str:
    """Return the page of documentation: every rule, in the order of the codes."""
    page = [
        "# Lint codes",
        "",
        "Made from `exposure_ladder.linting`; do not edit. Distress is on 0–100 on this page;",
        "a finding gives its numbers on the scale of its file. Findings name ids and numbers, never anybody's words.",
        "",
        "To keep a finding quiet, say why: `ignore: {EL002: variations on purpose}`, on a situation or on the graph.",
        "The gates (EL080 to EL094) are not silenced: no reason opens what is left out for good, and what waits",
        "is opened by the key that its finding names, on that step only, until it is worded anew.",
        "",
        "## How much a finding matters",
        "",
        "- **error**: the plan asks for what is never planned, or what no plan can hold. The step stays off.",
        "- **warning**: the step waits for something, or is likely to be of no use as it stands.",
        "- **hint**: worth a thought; leaving it as it is may be right. Company and distraction are hints at most,",
        "  and only in the harder half of a ladder: schools differ about them.",
        "",
        "Ordinary care and ordinary touch (one's own child, relatives who are helped, nurses, greetings, classes)",
        "have no finding, and no finding ever suggests that a step is sexual. None of the findings is a diagnosis.",
        "",
        "| code | name | severity |",
        "| --- | --- | --- |",
        *(f"| [{rule.code}](#{rule.code.lower()}) | {rule.name} | {rule.severity} |" for rule in FINDINGS),
    ]
    for rule in FINDINGS:
        page += ["", f"## {rule.code}", "", f"**{rule.name}** ({rule.severity}). {rule.what}", "", rule.why, ""]
        page += [f"*What to do:* {rule.do}", ""]
        if rule.never:
            page += [f"*What not to say:* {rule.never}", ""]
        page += [f"*Rests on:* {rule.standing}."]
    return "\n".join(page) + "\n"


def rules_page() -> str:
    """Return the Markdown page of all rules."""
    lines = [
        "# Progression rules",
        "",
        "Made from `exposure_ladder.rules.catalogue`. None of these numbers has been tested against another.",
        "",
        "| name | in words | standing | source |",
        "| --- | --- | --- | --- |",
    ]
    for rule in RULES.values():
        told = " ".join(rule_sentences(rule)).replace("|", "/")
        lines.append(f"| `{rule.name}` | {told} | `{rule.standing}` | {rule.source} |")
    lines += ["", (DOCS / "tools" / "precedence.md").read_text(encoding="utf-8").rstrip()]
    return "\n".join(lines) + "\n"


def settings_page() -> str:
    """Return the Markdown page of all settings."""
    lines = [
        "# Settings",
        "",
        "Made from `exposure_ladder.records.Settings`. Every number may be changed in a file under `settings:`.",
        "",
        "| name | default | unit | what it is | standing | source |",
        "| --- | ---: | --- | --- | --- | --- |",
    ]
    for name, field in Settings.model_fields.items():
        told = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
        cells = (
            f"`{name}`",
            f"{field.default:g}",
            told["unit"],
            field.description,
            f"`{told['standing']}`",
            told["source"],
        )
        lines.append("| " + " | ".join(str(cell) for cell in cells) + " |")
    return "\n".join(lines) + "\n"


def models_page() -> str:
    """Return the Markdown page of all models."""
    lines = [
        "# Learning models of virtual clients",
        "",
        "Made from `exposure_ladder.research.learners`. A simulation is never a prediction about a person. What each",
        "model really shows is printed by `exposure-ladder phenomena`.",
    ]
    for model in MODELS:
        lines += ["", *_section(model)]
    named = [f"`{name}` = `{model}`" for name, model in ((n, _written(m)) for n, m in LEARNERS.items())]
    return "\n".join([*lines, "", "## Names in the scorecard", "", *(f"- {line}" for line in named)]) + "\n"


def _section(model: Any) -> Iterator[str]:
    text = " ".join(model.__doc__.partition("\nParameters\n")[0].split())
    first, *rest = re.split(rf"\s*\b({'|'.join(PARTS)}): ", text)
    yield from (f"## {model.__name__}", "", first, "", "| | |", "| --- | --- |")
    for head, body in zip(rest[::2], rest[1::2], strict=True):
        yield f"| {head.lower()} | {body.replace('|', chr(92) + '|')} |"
    yield from ("", "| parameter | symbol | default | range | what | standing | source |", "| --- " * 7 + "|")
    yield from map(row_of, fields(model))


def _written(model: Any) -> str:
    changed = ((f.name, getattr(model, f.name), f.default) for f in fields(model))
    return (
        f"{type(model).__name__}({', '.join(f'{name}={value:g}' for name, value, usual in changed if value != usual)})"
    )


def populations_page() -> str:
    """Return the Markdown section of all numbers of a population."""
    lines = [
        "## Populations",
        "",
        "How virtual clients differ. `CLINIC` has these defaults; in `UNGUIDED` fewer come (adherence .4, assumption),",
        "and at most one in ten is left on day 30 (drop_out .074 a day, assumption around Baumel et al. 2019).",
        "",
        "| number | unit | default | range | what | standing | source |",
        "| --- " * 7 + "|",
    ]
    return "\n".join([*lines, *(row_of(each) for each in fields(Population) if each.metadata)]) + "\n"


def row_of(each: Field[Any]) -> str:
    """Return a parameter as a row of a table in Markdown."""
    more = each.metadata
    span = f"{more['low']:g} to {more['high']:g}"
    cells = (f"`{each.name}`", more["symbol"], f"{each.default:g}", span, more["about"], f"`{more['standing']}`")
    return f"| {' | '.join(cells)} | {more['source']} |"


def columns_page() -> str:
    """Return the Markdown page of all columns."""
    head = (
        "# The columns of a log\n\nMade from `exposure_ladder.storage.COLUMNS`. One row is one entry; an empty cell "
        "says nothing, and nothing is filled in.\nNumbers may have a decimal comma; cells may be separated by `,`, `;` "
        "or a tab. Text that begins like a formula has a `'` in\nfront, and in lists `\\|` is a bar inside a part. In "
        "lines of JSON each line is one entry: its `kind` and the fields of its record,\nall on 0–100.\n\n"
    )
    rows = ["| column | cell | unit | range | meaning | own words |", "| --- | --- | --- | --- | --- | --- |"]
    for column in COLUMNS:
        name = f"`{column.name}NAME`" if column.name.endswith(":") else f"`{column.name}`"
        cells_of = (name, column.holds, column.unit, column.span, column.meaning, "yes" if column.free else "")
        rows.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells_of) + " |")
    return head + "\n".join(rows) + "\n"


PAGES = {
    "lint": lint_page,
    "rules": rules_page,
    "settings": settings_page,
    "clients": lambda: f"{models_page()}\n{populations_page()}",
    "log-columns": columns_page,
    "hazards": hazards.page,
}


if __name__ == "__main__":
    for name, page in PAGES.items():
        (DOCS / f"{name}.md").write_text(page(), encoding="utf-8")
