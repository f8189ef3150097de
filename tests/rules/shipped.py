"""The terms that ship, always whole: rules are tried on them also while a term is taken out to see which promise breaks."""

from remit.terms.load import SHIPPED
from remit.terms.model import ForumTerms
from remit.terms.written import read

ROR = ForumTerms.model_validate(read(SHIPPED / "ror.yaml").plain())
