# SPDX-License-Identifier: MPL-2.0
"""The section about what the organiser asks: a few rows, of which empty ones are no questions."""

from services.dialogue.model import Question
from services.dialogue.rules.slug import slug_of
from services.dialogue.web.staff.sessions.form.seats import rows_in
from services.dialogue.web.staff.sessions.form.sheet import Sheet, write_number

KINDS = ("text", "choice", "yes_no")
SPARE = 2
_YES_NO = {"ja": "yes", "yes": "yes", "nej": "no", "no": "no"}


def read_questions(sheet: Sheet, known: tuple[Question, ...]) -> tuple[tuple[Question, ...], list[int]]:
    """The questions, and the row in which each stands. One that is there already keeps its key."""
    rows = [number for number in range(1, rows_in(sheet, "question") + 1) if _is_filled(sheet, number)]
    keys = _keys(sheet, rows, {one.key for one in known})
    kinds = {number: _kind(sheet, number) for number in rows}
    return tuple(_question(sheet, number, keys, kinds) for number in rows), rows


def _is_filled(sheet: Sheet, number: int) -> bool:
    return bool(sheet.text(f"question-{number}-label", 300) or sheet.text(f"question-{number}-options"))


def _kind(sheet: Sheet, number: int) -> str:
    typed = sheet.text(f"question-{number}-kind", 20)
    return typed if typed in KINDS else KINDS[0]


def _keys(sheet: Sheet, rows: list[int], known: set[str]) -> dict[int, str]:
    """The key of the question in each row."""
    keys = dict[int, str]()
    for number in rows:
        typed = sheet.text(f"question-{number}-key", 80)
        if typed in known and typed not in keys.values():
            keys[number] = typed
            continue
        wanted, used = slug_of(sheet.text(f"question-{number}-label", 300)), known | set(keys.values())
        keys[number] = next(key for n in range(1, 100) if (key := wanted if n == 1 else f"{wanted}-{n}") not in used)
    return keys


def _question(sheet: Sheet, number: int, keys: dict[int, str], kinds: dict[int, str]) -> Question:
    name = f"question-{number}"
    on = sheet.number(f"{name}-on")
    if on is not None and on not in keys:
        sheet.wrong(f"{name}-on", "depends_on_unknown")
    answer = sheet.text(f"{name}-value", 200)
    if on in kinds and kinds[on] == "yes_no":
        answer = _YES_NO.get(answer.casefold(), answer)
    lines = sheet.text(f"{name}-options").split("\n")
    return Question(
        key=keys[number],
        label=sheet.text(f"{name}-label", 300),
        kind=kinds[number],
        options=tuple(line.strip() for line in lines if line.strip()) if kinds[number] == "choice" else (),
        required=sheet.ticked(f"{name}-required"),
        keep_days=sheet.count(f"{name}-keep", min(30, sheet.count("keep_days", 30))),
        depends_on=keys.get(on) if on else None,
        depends_value=answer if on in keys else None,
    )


def write_questions(questions: tuple[Question, ...], *, yes: str, no: str) -> dict[str, str | list[str]]:
    """The fields that `read_questions` reads back. `yes` and `no` are how the reader says them."""
    place = {one.key: number for number, one in enumerate(questions, start=1)}
    values = dict[str, str | list[str]]()
    for number, one in enumerate(questions, start=1):
        name = f"question-{number}"
        values |= {
            f"{name}-key": one.key,
            f"{name}-label": one.label,
            f"{name}-kind": one.kind,
            f"{name}-options": "\n".join(one.options),
            f"{name}-required": ["1"] if one.required else [],
            f"{name}-keep": write_number(one.keep_days),
            f"{name}-on": str(place.get(one.depends_on or "", "")),
            f"{name}-value": {"yes": yes, "no": no}.get(one.depends_value or "", one.depends_value or ""),
        }
    return values
