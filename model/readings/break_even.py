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


def place_words(solution: Solution, language: str, shown: Callable[[float], str]) -> str:
    """A value the solver found; of a step, from or below which value it holds."""
    if not solution.is_step:
        return shown(solution.value)
    return text("solve_from" if solution.from_here_on else "solve_below", language, value=shown(solution.edge))


def step_words(
    solution: Solution,
    language: str,
    shown: Callable[[float], str],
    amount: Callable[[float], str],
    name: str,
    target: str,
) -> str:
    """Where the result steps past the target, and what it is on both sides; `shown` says a value, `amount` a result."""
    assert solution.reached_beside is not None
    return text(
        "solve_step_from" if solution.from_here_on else "solve_step_below",
        language,
        input=name,
        value=shown(solution.edge),
        target=target,
        reached=amount(solution.reached),
        missed=amount(solution.reached_beside),
    )


def break_even_words(answer: BreakEven, case: Case, option_id: str, language: str) -> str:
    """The answer of the solver in words: every value, on which side of it the target is met, or how near it comes."""
    name = input_label(case, option_id, answer.key, language)
    about = input_of(case, option_id, answer.key)
    unit = TARGETS[answer.target_key].unit
    target = f"{text(f'target_{answer.target_key}', language)} {result_amount(unit, answer.target, language)}"
    shown = partial(amount_words, about, language=language)
    amount = partial(result_amount, unit, language=language)
    steps = [
        step_words(solution, language, shown, amount, name, target) for solution in answer.solutions if solution.is_step
    ]
    sentences: list[str] = []
    if len(answer.solutions) == 1:
        value = shown(answer.solutions[0].value)
        sentences += steps or [text("solve_found", language, input=name, value=value, target=target)]
    elif answer.solutions:
        values = "; ".join(place_words(solution, language, shown) for solution in answer.solutions)
        sentences += [text("solve_several", language, count=len(answer.solutions), values=values), *steps]
    else:
        sentences.append(
            text(
                "solve_none" if not math.isnan(answer.best_result) else "solve_nowhere",
                language,
                input=name,
                low=shown(answer.low),
                high=shown(answer.high),
                target=target,
                best=amount(answer.best_result),
                at=shown(answer.best_value),
            )
        )
    for low, high in answer.met_between:
        sentences.append(text("solve_met_between", language, low=shown(low), high=shown(high)))
    for solution in answer.solutions:
        if solution.beside is not None and solution.reached_beside is not None and not solution.is_step:
            sentences.append(
                text(
                    "solve_whole",
                    language,
                    value=shown(solution.value),
                    reached=amount(solution.reached),
                    beside=shown(solution.beside),
                    missed=amount(solution.reached_beside),
                )
            )
    return " ".join(sentences)
