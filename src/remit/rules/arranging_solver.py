"""The best times for the cases of a problem, looked for by OR-tools (Apache 2.0). It is loaded only when it is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from remit.rules.arranging import (
    APART,
    MINUTES_A_DAY,
    NOT_THERE,
    SECONDS,
    UNPLACED,
    Arrangement,
    Problem,
    Wanted,
    cannot,
    cost,
    lateness,
    one_after_another,
    told,
)

if TYPE_CHECKING:
    from ortools.sat.python import cp_model


def arrange(problem: Problem, *, seconds: float = SECONDS) -> Arrangement:
    """Times for as many cases as fit: those wanted can come, a manager's cases behind each other, the urgent ones first.

    After so many seconds the best found until then is the answer, which is never worse than one case after another by rank.
    """
    simple = one_after_another(problem)
    if not problem.cases:
        return told(problem, simple, optimal=True)
    found, optimal = _solved(problem, simple, seconds)
    if found is None or cost(problem, found) > cost(problem, simple):
        return told(problem, simple, optimal=False)
    return told(problem, found, optimal=optimal)


def _solved(problem: Problem, hint: dict[str, int], seconds: float) -> tuple[dict[str, int] | None, bool]:
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    begins = {one.item: _beginnings(model, problem, one, hint) for one in problem.cases}
    _one_at_a_time(model, problem, begins)
    model.minimize(sum(_costs(problem, begins)) + sum(_waiting(model, problem, begins)))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = 2
    solver.parameters.random_seed = 1
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None, False
    at = {
        item: minute
        for item, choices in begins.items()
        for minute, chosen in choices.items()
        if solver.value(chosen)
    }
    return at, status == cp_model.OPTIMAL


def _beginnings(
    model: cp_model.CpModel, problem: Problem, one: Wanted, hint: dict[str, int]
) -> dict[int, cp_model.IntVar]:
    """Whether the case begins at each minute it can; at one of them, or at none where there is no room."""
    if one.fixed_at is not None:
        minutes = [one.fixed_at]
    else:
        minutes = list(range(problem.begins, problem.ends - one.minutes + 1, problem.step))
    choices = {at: model.new_bool_var(f"{one.item} at {at}") for at in minutes}
    if one.fixed_at is not None:
        model.add(choices[one.fixed_at] == 1)
    else:
        model.add_at_most_one(choices.values())
    for at, chosen in choices.items():
        model.add_hint(chosen, hint.get(one.item) == at)
    return choices


def _one_at_a_time(
    model: cp_model.CpModel, problem: Problem, begins: dict[str, dict[int, cp_model.IntVar]]
) -> None:
    """No two cases share a step; what was set by hand over another is as it is."""
    covers: dict[int, list[cp_model.IntVar]] = {}
    kept: set[int] = set()
    for one in problem.cases:
        for at, chosen in begins[one.item].items():
            first = (at - problem.begins) // problem.step
            last = (at + one.minutes - 1 - problem.begins) // problem.step
            for step in range(first, last + 1):
                if one.fixed_at is not None:
                    kept.add(step)
                else:
                    covers.setdefault(step, []).append(chosen)
    for step, several in covers.items():
        if step in kept:
            model.add(sum(several) == 0)
        else:
            model.add_at_most_one(several)


def _costs(problem: Problem, begins: dict[str, dict[int, cp_model.IntVar]]) -> list[Any]:
    """As `rules.arranging.cost`, of each case by itself."""
    least = max(one.rank for one in problem.cases) + 1
    terms: list[Any] = []
    for one in problem.cases:
        none_found = UNPLACED + UNPLACED * (least - one.rank) // least
        for at, chosen in begins[one.item].items():
            misses = sum(cannot(problem, one, person, at) for person in one.people)
            terms.append(chosen * (NOT_THERE * misses + lateness(problem, one, at) - none_found))
        terms.append(none_found)
    return terms


def _waiting(
    model: cp_model.CpModel, problem: Problem, begins: dict[str, dict[int, cp_model.IntVar]]
) -> list[Any]:
    """As `rules.arranging.cost`, of the gaps between a manager's own cases."""
    managers = [one.manager for one in problem.cases if one.manager]
    terms: list[Any] = []
    for manager in sorted({one for one in managers if managers.count(one) > 1}):
        own = [one for one in problem.cases if one.manager == manager]
        first = model.new_int_var(0, MINUTES_A_DAY, f"first of {manager}")
        last = model.new_int_var(0, MINUTES_A_DAY, f"last of {manager}")
        gap = model.new_int_var(0, MINUTES_A_DAY, f"gap of {manager}")
        busy: list[Any] = []
        for one in own:
            choices = begins[one.item]
            placed = sum(choices.values())
            begin = sum(at * chosen for at, chosen in choices.items())
            model.add(first <= begin + MINUTES_A_DAY * (1 - placed))
            model.add(last >= begin + one.minutes * placed)
            busy.append(one.minutes * placed)
        model.add(gap >= last - first - sum(busy))
        terms.append(gap * APART)
    return terms
