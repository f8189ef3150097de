"""The record at the size of England beside that of one authority: are its pages as quick, and its sweep within minutes?"""

from collections.abc import Callable, Mapping
from typing import Any

SIZES, QUICK_SIZES = ("authority", "england"), ("small", "authority")
MOST_QUERIES, MOST_TIMES, MOST_OF_PAST = 12, 1.2, 2.0
PACK_WITHIN = 5
SWEEP_WITHIN = {"authority": 5, "england": 600}


def compared(measure: Callable[[str], Mapping[str, Any]], *, quick: bool) -> str:
    """What was found at both sizes, as Markdown. `measure` seeds a size and answers with what `record` found."""
    few, many = QUICK_SIZES if quick else SIZES
    found = {size: measure(size) for size in (few, many)}
    lines = [
        f"| page | queries at {many} | rows at {few} | at {many} | processor ms at {few} | at {many} | times | by the clock |",
        "|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for name, page in found[many]["pages"].items():
        small = found[few]["pages"][name]
        lines.append(
            f"| {name} | {page['queries']} | {small['rows']} | {page['rows']} | {small['processor']:.1f} | {page['processor']:.1f} |"
            f" {page['processor'] / small['processor']:.2f} | {page['clock'] / small['clock']:.2f} |"
        )
    lines += ["", "| file for Excel of all looked after | seconds | MB | memory of the process, MB |"]
    lines += ["|---|--:|--:|--:|"]
    lines += [
        f"| {size} | {each['file']['seconds']:.1f} | {each['file']['megabytes']:.1f} |"
        f" {each['file']['resident_megabytes']:.0f} |"
        for size, each in found.items()
    ]
    lines += ["", "| sweep | seconds |", "|---|--:|"]
    for size, each in found.items():
        lines += [f"| {size}, {what} | {seconds:.1f} |" for what, seconds in each["sweep"].items()]
    lines += ["", "| last month's pack | seconds |", "|---|--:|"]
    for size, each in found.items():
        lines += [f"| {size}, {what} | {seconds:.2f} |" for what, seconds in each["reports"].items()]
    lines += [
        "",
        "What was known on a day (`--known-at`) is not kept: it is worked out from the facts for each page.",
    ]
    return "\n".join([*lines, "", *_aims(found, few, many)])


def _aims(found: Mapping[str, Mapping[str, Any]], few: str, many: str) -> list[str]:
    pages = found[many]["pages"]
    asked = [name for name, page in pages.items() if page["queries"] > MOST_QUERIES]
    longer = [
        name
        for name, page in pages.items()
        if page["clock"] > MOST_TIMES * found[few]["pages"][name]["clock"]
    ]
    # A page of fifty rows beside one of four says how long a row takes, and nothing of how many children there are.
    unlike = [name for name in longer if found[few]["pages"][name]["rows"] < pages[name]["rows"]]
    slow = [name for name in longer if name not in unlike]
    past = [
        name
        for name, page in pages.items()
        if "ago" in name and page["clock"] > MOST_OF_PAST * pages[name.replace(", a year ago", "")]["clock"]
    ]
    late = [
        size
        for size, each in found.items()
        if max(each["sweep"].values()) > SWEEP_WITHIN.get(size, SWEEP_WITHIN["authority"])
    ]
    slow_packs = [size for size, each in found.items() if max(each["reports"].values()) > PACK_WITHIN]
    aims = {
        f"The monthly pack within {PACK_WITHIN} seconds": slow_packs,
        f"At most {MOST_QUERIES} queries a page": asked,
        f"Pages of as many rows at {many} within {MOST_TIMES} times those at {few}, by the clock": slow,
        f"A past day within {MOST_OF_PAST} times today": past,
        "The sweep within 5 seconds, of England within 10 minutes": late,
    }
    return [
        *(
            f"- {aim}: {'met' if not missed else 'missed by ' + ', '.join(missed)}."
            for aim, missed in aims.items()
        ),
        *(
            f"- Not held against it: {name}, with {pages[name]['rows']} rows at {many} and {found[few]['pages'][name]['rows']} at {few}."
            for name in unlike
        ),
    ]
