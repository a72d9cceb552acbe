"""The benchmark measures what it says: rows compute PyTorch's numbers, reports add up."""
import pytest

from benchmarks import command, expected, peers, report
from benchmarks.keras_side import KerasSide
from benchmarks.rows import ROWS
from benchmarks.timing import ratio, summary

# The other rows are the same models in other sizes; every worker of a benchmark checks its own.
QUICK = ("mlp_b32", "mnist_mlp", "cnn_b32", "lstm32")


@pytest.mark.parametrize("row", [ROWS[name] for name in QUICK], ids=QUICK)
def test_kerastutor_computes_the_numbers_of_the_row(row):
    expected.check(row, *KerasSide("kerastutor", row, dropout=False).check())


def test_a_different_computation_is_refused():
    row = ROWS["mlp_b32"]
    numbers = expected.load()[row.name]
    expected.check(row, numbers["losses"], numbers["predictions"])
    with pytest.raises(ValueError, match="not the same computation"):
        expected.check(row, [v * 1.001 for v in numbers["losses"]], numbers["predictions"])
    with pytest.raises(ValueError, match="predictions"):
        expected.check(row, numbers["losses"], numbers["predictions"][:-1])


def samples(*values):
    return [{"round": i, "ms": ms, "foreign": foreign, "cores": 1.0}
            for i, (ms, foreign) in enumerate(values)]


def test_disturbed_repetitions_do_not_count():
    clean = summary(samples((1.0, 0.0), (9.0, 0.5), (3.0, 0.01)))
    assert (clean["ms"], clean["noisy"]) == (2.0, False)
    noisy = summary(samples((1.0, 0.0), (9.0, 0.5), (3.0, 0.5)))
    assert (noisy["ms"], noisy["noisy"]) == (3.0, True)


def test_ratio_is_of_medians_and_pairs_are_of_the_same_round():
    ours = summary(samples((1.0, 0), (2.0, 0), (3.0, 0)))
    theirs = summary(samples((2.0, 0), (2.0, 0), (2.0, 0)))
    assert ratio(ours, theirs) == {"ratio": 1.0, "low": 0.5, "high": 1.5, "noisy": False}


def test_report_names_what_was_left_out(tmp_path):
    entry = {"error": None, "metrics": {"fit": summary(samples((1.0, 0), (1.0, 0)))}}
    fast = {"error": None, "metrics": {"fit": summary(samples((0.5, 0), (0.5, 0)))}}
    failed = {"error": "not the same computation", "metrics": {}}
    result = {
        "machine": {"cpu": "cpu", "cores": 2, "system": "Linux", "python": "3"},
        "versions": {"numpy": "2"}, "missing": {"torch": "not installed"},
        "rows": {"cnn_b32": {"kerastutor": fast, "torch": entry, "torch_channels_last": fast,
                             "tf_keras": failed}},
        "cold": {"kerastutor": {"error": None, "import": {"done_s": 0.1, "end_s": 0.2,
                                                          "rss_mb": None}}}}
    text = "\n".join(report.lines(result))
    assert "0.5 (channels last)" in text and "1 [1..1]" in text
    assert "torch was left out: not installed" in text
    assert "cnn_b32, tf_keras: not reported: not the same computation" in text
    assert "| import only | 0.10 s |" in text


def test_a_missing_interpreter_is_explained():
    assert "--setup-peers" in peers.missing("torch", "no/such/python")
    assert peers.missing("kerastutor", peers.interpreter("kerastutor")) is None


def test_unknown_rows_are_refused(capsys):
    with pytest.raises(SystemExit):
        command.parse(["--rows", "mlp_b31"])
    assert "must be one of" in capsys.readouterr().err
