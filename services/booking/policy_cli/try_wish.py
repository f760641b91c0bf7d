# SPDX-License-Identifier: MPL-2.0
"""policy try FILE --wish FILE: what a policy says of a wish, rule by rule, in the sentences people would read.

The file of the wish is written as an example is: `wish`, and `facts` where there is something special.
"""

from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from services.booking.model import Effect, Judgement, Verdict
from services.booking.policy_cli.check import line, unreadable
from services.booking.policy_files.example import FactsLine, WishLine
from services.booking.policy_files.read import Source, read_policy_file, read_text
from services.booking.policy_files.run import as_facts, as_wish
from services.booking.rules import judge
from services.booking.web.wording import own_words, verdict_sentence
from services.shared.contracts.portal import Language
from services.shared.sentences import Say

_SAID = {
    Effect.REFUSE: "policy_file.try.refuse",
    Effect.NEEDS_STAFF: "policy_file.try.needs_staff_mark",
    Effect.NOTE: "policy_file.try.note",
}


class WishFile(BaseModel):
    """What stands in the file of a wish."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    wish: WishLine
    facts: FactsLine = FactsLine()


def try_wish(policy_file: Path, wish_file: Path, say: Say, language: Language) -> int:
    """Print every verdict with the rule's place, and the answer last; 1 when a file cannot be used."""
    try:
        policy = read_policy_file(policy_file)
        asked = read_text(wish_file.read_bytes(), WishFile)
    except OSError as error:
        print(f"{error.filename}:1:1: {say('policy_file.error')}: {unreadable(error, say)}")
        return 1
    wrong = [line(policy_file, issue, say) for issue in policy.issues]
    wrong += [line(wish_file, issue, say) for issue in asked.issues]
    if wrong or asked.content is None:
        print(*wrong, sep="\n")
        return 1
    for sentence in _sentences(policy.rules, asked.content, say, language):
        print(sentence)
    return 0


def _sentences(rules: Sequence[Source], asked: WishFile, say: Say, language: Language) -> list[str]:
    wish, facts = as_wish(asked.wish), as_facts(asked.wish, asked.facts)
    always = judge((), wish, facts).verdicts
    said = [(say("policy_file.try.always"), verdict) for verdict in always]
    for source in rules:
        place = f"{source.file}:{source.mark.line}"
        said += [(place, verdict) for verdict in judge([source.rule], wish, facts).verdicts if verdict not in always]
    answer = Judgement(tuple(verdict for _, verdict in said), ())
    outcome = "refused" if answer.refused else "needs_staff" if answer.needs_staff else "allowed"
    return [*(_line(*one, say, language) for one in said), say(f"policy_file.try.{outcome}")]


def _line(place: str, verdict: Verdict, say: Say, language: Language) -> str:
    sentence = own_words(verdict, language) or verdict_sentence(verdict, say, language)
    published = f" ({verdict.source})" if verdict.source else ""
    return f"{place}: {say(_SAID[verdict.effect])}: {sentence}{published} [{verdict.code}]"
