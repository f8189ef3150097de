"""What was read from a file is kept beside it, and never used for another file than the one it was made from."""

import json

import pytest

from remit.terms import kept, parsed
from remit.terms.faults import TermsRefused


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "one.yaml"
    path.write_text("a: 1\nb: [x, {c: null, d: true}]\n", encoding="utf-8")
    return path


def test_it_is_made_at_first_use_and_says_the_same_with_the_same_lines(file):
    first = kept.read_kept(file, "one.yaml")
    assert (file.parent / "__pycache__" / "one.yaml.json").is_file()
    assert kept.read_kept(file, "one.yaml") == first == parsed.parsed(file, "one.yaml")
    assert first.plain() == {"a": 1, "b": ["x", {"c": None, "d": True}]}
    assert first.child("b").line == 2


def test_a_file_that_changed_is_read_anew(file):
    kept.read_kept(file, "one.yaml")
    file.write_text("a: 2\n", encoding="utf-8")
    assert kept.read_kept(file, "one.yaml").plain() == {"a": 2}


@pytest.mark.parametrize("broken", ["", "{", "[]", "null", json.dumps({"made_from": "another file"})])
def test_what_was_kept_badly_is_not_used(file, broken):
    kept.read_kept(file, "one.yaml")
    (file.parent / "__pycache__" / "one.yaml.json").write_text(broken, encoding="utf-8")
    assert kept.read_kept(file, "one.yaml").child("a").value == 1


def test_a_folder_that_cannot_hold_it_is_no_fault(file):
    (file.parent / "__pycache__").write_text("in the way", encoding="utf-8")
    assert kept.read_kept(file, "one.yaml").child("a").value == 1


def test_a_file_that_is_no_yaml_is_refused_each_time(file):
    file.write_text("a: [", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(TermsRefused):
            kept.read_kept(file, "one.yaml")
