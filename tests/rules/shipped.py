"""The terms that ship, always whole: rules are tried on them also while a term is taken out to see which promise breaks."""

from remit.terms.kept import read
from remit.terms.load import SHIPPED
from remit.terms.model import ForumTerms

ROR = ForumTerms.model_validate(read(SHIPPED / "ror.yaml").plain())
