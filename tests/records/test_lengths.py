"""A text too long for its field is refused by the database itself, on SQLite too, and before that in plain words."""

import pytest
from django.apps import apps
from django.db import DataError, IntegrityError, connection, models, transaction

from remit.casework.people import make_account, make_unit
from remit.records.lengths import limits, why_not_fitting
from remit.records.people import Staff
from remit.rules.outcomes import Refused
from remit.rules.viewers import Post
from tests.factories import NOW, staff, viewer_of

OURS = sorted(apps.get_app_config("records").get_models(), key=lambda model: model.__name__)
WITH_TEXTS = [model for model in OURS if limits(model)]
TOO_LONG = (IntegrityError, DataError)


MADE_UP = (
    (models.AutoField, None),
    (models.ForeignKey, 1),
    (models.DateTimeField, NOW),
    (models.DateField, NOW.date()),
    (models.TimeField, NOW.time()),
    (models.JSONField, {}),
    (models.BooleanField, False),
    (models.CharField | models.TextField, "made up"),
    (models.IntegerField, 1),
    (models.BinaryField, b"made up"),
)


def filled(model: type[models.Model], **texts: str) -> dict[str, object]:
    """A value for every column that has to have one; keys of other rows need not be there, nothing gets that far."""
    needed = [f for f in model._meta.local_concrete_fields if not (f.null or f.has_default())]
    values = {f.attname: next(value for kind, value in MADE_UP if isinstance(f, kind)) for f in needed}
    return {**values, **texts}


@pytest.mark.parametrize("model", WITH_TEXTS, ids=lambda model: model.__name__)
def test_no_text_longer_than_its_field_can_be_stored(db, model):
    tried = 0
    for name, limit in limits(model).items():
        row = model(**filled(model, **{name: "x" * (limit + 1)}))
        with pytest.raises(TOO_LONG, match=r"texts_fit|too long"), transaction.atomic():
            model.objects.bulk_create([row])
        tried += 1
    assert tried == sum(isinstance(field, models.CharField) for field in model._meta.local_concrete_fields)


def test_every_table_with_texts_was_tried():
    assert len(WITH_TEXTS) >= 30
    assert sum(len(limits(model)) for model in WITH_TEXTS) >= 90


def test_a_text_as_long_as_its_field_is_stored(db):
    person = staff()
    Staff.objects.filter(pk=person.pk).update(job_title="x" * 150)
    with pytest.raises(TOO_LONG), transaction.atomic():
        Staff.objects.filter(pk=person.pk).update(job_title="x" * 151)


def test_the_constraints_stand_in_the_database(db):
    with connection.cursor() as cursor:
        for model in WITH_TEXTS:
            found = connection.introspection.get_constraints(cursor, model._meta.db_table)
            assert f"{model._meta.model_name}_texts_fit" in found


def test_a_verb_says_in_plain_words_that_a_text_is_too_long(db):
    actor = viewer_of(staff(posts=[Post.ADMINISTRATOR]))
    with pytest.raises(Refused) as refusal:
        make_account(username="long", name="x" * 151, actor=actor, now=NOW)
    assert refusal.value.problem == "Name must be 150 characters or fewer."
    assert refusal.value.remedy == "Shorten it: it has 151."
    assert refusal.value.field == "name"
    with pytest.raises(Refused) as refusal:
        make_unit(kind="area", name="x" * 121, actor=actor, now=NOW)
    assert refusal.value.problem == "Name must be 120 characters or fewer."


def test_a_name_that_grows_when_folded_is_kept(db):
    actor = viewer_of(staff(posts=[Post.ADMINISTRATOR]))
    make_account(username="gross", name="ß" * 150, actor=actor, now=NOW)
    assert Staff.objects.get(username="gross").name_folded == "s" * 150


def test_short_texts_fit():
    assert why_not_fitting(Staff, name="x" * 150, username="y") is None
