"""Drills: every question has a right answer, and every known slip gets its own message."""

import numpy as np
import pytest

from kerastutor.course import progress
from kerastutor.course.drills import drill, questions
from kerastutor.course.drills.drill import _MESSAGES, PARAMETERS, SHAPE, judge
from kerastutor.course.drills.slips import parameter_slips, shape_slips
from kerastutor.course.messages import catalogue, fields, render

TEXTS = catalogue(_MESSAGES)


def questions_about(name, count=12):
    rng = np.random.default_rng(sum(map(ord, name)))
    return [questions.draw(rng, [name]) for _ in range(count)]


@pytest.mark.parametrize("name", questions.ALL)
def test_right_answers_in_every_form_are_right(name):
    for question in questions_about(name):
        shape, count = question.output_shape(), question.parameters()
        for form in (shape, list(shape), str(shape), tuple(np.int64(n) if n else n for n in shape)):
            assert judge(SHAPE, question, form) is None
        for form in (count, float(count), np.int32(count), np.array([count])):
            assert judge(PARAMETERS, question, form) is None


@pytest.mark.parametrize("name", questions.ALL)
def test_every_slip_is_named(name):
    """The first slip that leads to a wrong answer names it; a slip may give the right answer."""
    for question in questions_about(name):
        shape, count = question.output_shape(), question.parameters()
        for kind, slips, truth in (
            (SHAPE, shape_slips(question, shape), shape),
            (PARAMETERS, parameter_slips(question, count), count),
        ):
            named = {}
            for message_id, wrong in slips:
                named.setdefault(truth + 1 if wrong is None else wrong, message_id)
            named.pop(truth, None)
            for wrong, message_id in named.items():
                message = judge(kind, question, wrong)
                assert message.id == message_id
                for part in ("have", "need", "why", "next"):
                    for text in TEXTS[f"{message_id}.{part}"].values():
                        assert "{" not in render(text, message.args)


def test_counts_are_those_of_the_weights_by_hand():
    dense = questions.Question("Dense", {"units": 10}, (64,), 32)
    assert judge(PARAMETERS, dense, 650) is None
    assert judge(PARAMETERS, dense, 640).id == "bias_forgotten"
    assert judge(PARAMETERS, dense, 650 * 32).id == "batch_counted"
    assert judge(PARAMETERS, dense, 651).id == "wrong_count"
    assert judge(PARAMETERS, dense, "many").id == "no_count"
    lstm = questions.Question("LSTM", {"units": 16, "return_sequences": False}, (10, 8), 32)
    assert judge(PARAMETERS, lstm, 4 * (16 * 24 + 16)) is None
    assert judge(PARAMETERS, lstm, 16 * 24 + 16).id == "gates"


def test_shapes_by_hand():
    settings = {"filters": 8, "kernel_size": 3, "strides": 2, "padding": "valid"}
    conv = questions.Question("Conv2D", settings, (28, 32, 3), 16)
    assert judge(SHAPE, conv, (None, 13, 15, 8)) is None
    assert judge(SHAPE, conv, (None, 14, 16, 8)).id == "valid_padding"
    assert judge(SHAPE, conv, (None, 26, 30, 8)).id == "stride_forgotten"
    assert judge(SHAPE, conv, (None, 12, 14, 8)).id == "off_by_one"
    assert judge(SHAPE, conv, (None, 13, 15, 3)).id == "channels_kept"
    assert judge(SHAPE, conv, (13, 15, 8)).id == "batch_missing"
    assert judge(SHAPE, conv, (None, 8, 13, 15)).id == "turned"
    assert judge(SHAPE, conv, (None, 99, 15, 8)).id == "wrong_shape"
    assert judge(SHAPE, conv, (None, 99)).id == "wrong_rank"
    assert judge(SHAPE, conv, "no shape").id == "no_shape"
    rows = questions.Question("Dense", {"units": 10}, (5, 4), 8)
    assert judge(SHAPE, rows, (None, 10)).id == "rank_lost"


def test_a_drill_counts_first_tries_and_repeats_with_its_seed(capsys):
    one, two = drill(PARAMETERS, seed=3), drill(PARAMETERS, seed=3)
    assert one.question == two.question
    one.answer(-1)
    one.answer(one.question.parameters())
    one.next()
    one.answer(one.question.parameters())
    assert (one.right, one.asked) == (1, 2)
    two.next()
    assert one.question == two.question
    said = capsys.readouterr().out
    assert "✗" in said and "✓" in said and one.question.code in said


def test_first_tries_are_recorded(capsys):
    counted = drill("parameters", seed=3)
    counted.answer(-1)
    counted.answer(counted.question.parameters())
    counted.next()
    counted.answer(counted.question.parameters())
    assert progress.drilled() == [False, True]


def test_wrong_use():
    with pytest.raises(ValueError, match="kind must be 'shape' or 'parameters', got 'size'"):
        drill("size")
    with pytest.raises(ValueError, match="layers must be"):
        drill("shape", layers="Conv9D")
    assert drill("shape", layers=["GRU"], seed=0).question.layer == "GRU"


def test_texts_have_both_languages_and_the_same_fields():
    for key, texts in TEXTS.items():
        assert set(texts) == {"en", "zh"}, key
        assert fields(texts["en"]) == fields(texts["zh"]), key
