"""What of the front-end packages do we serve, and what has to be changed in it?

Changed: fonts and images licensed to central government only are taken out, `/assets/` addresses become relative ones, so
that every file named in a stylesheet is one we have, and pointers to source maps go, because we keep none.
"""

import re
import shutil
import sys
from pathlib import Path

OUR_FONTS = "arial,helvetica,sans-serif"


def stylesheet(text: str) -> str:
    """The stylesheet without the GDS Transport font, the crest and absolute addresses."""
    text = re.sub(r"/\*! Copyright \(c\) 2011 by Margaret Calvert[^*]*\*/", "", text)
    text = re.sub(r"@font-face\{[^}]*\}", "", text)
    text = text.replace("GDS Transport,arial,sans-serif", OUR_FONTS)
    text = without_crest(text)
    text = text.replace("url(/assets/images/", "url(images/")
    return without_map(text)


def without_crest(text: str) -> str:
    """Take out each rule, or block of rules, that draws the crest."""
    while (crest := text.find("govuk-crest")) >= 0:
        start, end = rule_around(text, crest)
        text = text[:start] + text[end:]
    return text


def rule_around(text: str, position: int) -> tuple[int, int]:
    """Where the outermost rule that holds this position starts and ends."""
    depth, start = 0, 0
    for index, character in enumerate(text):
        if character == "{":
            depth += 1
        elif character == "}":
            depth -= 1
            if depth == 0:
                if index > position:
                    return start, index + 1
                start = index + 1
    raise ValueError("the stylesheet has a rule that does not end")


def without_map(text: str) -> str:
    """Source maps are not kept, so nothing may point to them."""
    return re.sub(r"\s*(//|/\*)# sourceMappingURL=\S+( \*/|\*/)?\s*$", "", text) + "\n"


def images_named_in(text: str) -> set[str]:
    return set(re.findall(r"url\(images/([^)]+)\)", text))


def main(govuk: Path, moj: Path, htmx: Path, static: Path) -> None:
    for package, source, name in (("govuk", govuk, "govuk-frontend"), ("moj", moj, "moj-frontend")):
        target = static / package
        shutil.rmtree(target / "images", ignore_errors=True)
        target.mkdir(parents=True, exist_ok=True)
        styles = stylesheet((source / f"{name}.min.css").read_text())
        (target / f"{name}.min.css").write_text(styles)
        (target / f"{name}.min.js").write_text(without_map((source / f"{name}.min.js").read_text()))
        for image in sorted(images_named_in(styles)):
            (target / "images").mkdir(exist_ok=True)
            shutil.copyfile(source / "assets" / "images" / image, target / "images" / image)
    (static / "htmx").mkdir(exist_ok=True)
    (static / "htmx" / "htmx.min.js").write_text(without_map((htmx / "dist" / "htmx.min.js").read_text()))
    shutil.copyfile(htmx / "LICENSE", static / "htmx" / "LICENSE.txt")


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:]))
