"""Which codes mean what, as this version of Remit ships them?"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from remit.terms.cohort_codes import CohortCodes
from remit.terms.kept import read_kept

SHIPPED = Path(__file__).parent / "code_sets" / "cohorts.yaml"


@cache
def cohort_codes() -> CohortCodes:
    """The codes as shipped, read once."""
    return CohortCodes.model_validate(read_kept(SHIPPED, "terms/code_sets/cohorts.yaml").plain())
