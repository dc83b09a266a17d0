"""What the solver found, as sentences: every value, where the target is met, or how near it can come."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial

from model.analyses.solve import TARGETS, BreakEven, Solution
from model.case import Case
from model.engine.inputs import input_label, input_of
from model.readings.amounts import amount_words, result_amount
from model.words.texts import text


def place_words(found: Solution, language: str, shown: Callable[[float], str]) -> str:
    """A value the solver found; of a step, from or below which value it holds."""
    if not found.is_step:
        return shown(found.value)
    return text("solve_from" if found.from_here_on else "solve_below", language, value=shown(found.edge))


def step_words(
    found: Solution,
    language: str,
    shown: Callable[[float], str],
    amount: Callable[[float], str],
    name: str,
    target: str,
) -> str:
    """Where the result steps past the target, and what it is on both sides; `shown` says a value, `amount` a result."""
    assert found.reached_beside is not None
    return text(
        "solve_step_from" if found.from_here_on else "solve_step_below",
        language,
        input=name,
        value=shown(found.edge),
        target=target,
        reached=amount(found.reached),
        missed=amount(found.reached_beside),
    )


def break_even_words(found: BreakEven, case: Case, option_id: str, language: str) -> str:
    """The answer of the solver in words: every value, on which side of it the target is met,
    or how near it can come.
    """
    name = input_label(case, option_id, found.key, language)
    about = input_of(case, option_id, found.key)
    unit = TARGETS[found.target_key].unit
    target = f"{text(f'target_{found.target_key}', language)} {result_amount(unit, found.target, language)}"

    def shown(value: float) -> str:
        return amount_words(about, value, language)

    steps = [
        step_words(each, language, shown, partial(result_amount, unit, language=language), name, target)
        for each in found.solutions
        if each.is_step
    ]
    sentences: list[str] = []
    if len(found.solutions) == 1:
        value = shown(found.solutions[0].value)
        sentences += steps or [text("solve_found", language, input=name, value=value, target=target)]
    elif found.solutions:
        values = "; ".join(place_words(each, language, shown) for each in found.solutions)
        sentences += [text("solve_several", language, count=len(found.solutions), values=values), *steps]
    else:
        sentences.append(
            text(
                "solve_none" if not math.isnan(found.best_result) else "solve_nowhere",
                language,
                input=name,
                low=shown(found.low),
                high=shown(found.high),
                target=target,
                best=result_amount(unit, found.best_result, language),
                at=shown(found.best_value),
            )
        )
    for low, high in found.met_between:
        sentences.append(text("solve_met_between", language, low=shown(low), high=shown(high)))
    for each in found.solutions:
        if each.beside is not None and each.reached_beside is not None and not each.is_step:
            sentences.append(
                text(
                    "solve_whole",
                    language,
                    value=shown(each.value),
                    reached=result_amount(unit, each.reached, language),
                    beside=shown(each.beside),
                    missed=result_amount(unit, each.reached_beside, language),
                )
            )
    return " ".join(sentences)
