"""The benchmark measures what it says: rows compute PyTorch's numbers, reports add up."""
import os

import pytest

from benchmarks import command, describe, expected, peers, report
from benchmarks.keras_side import KerasSide
from benchmarks.rows import ROWS
from benchmarks.timing import Hold, against_best, hopeful, ratio, summary
from benchmarks.worker import comparable

# The other rows take longer; every worker of a benchmark checks its own.
QUICK = ("mlp_b32", "mnist_mlp", "stacked_lstm", "stateful_lstm", "stateful_lstm_hard", "gru_hard",
         "conv1d_text", "depthwise", "conv_transpose", "mobilenet_b1")


@pytest.mark.parametrize("row", [ROWS[name] for name in QUICK], ids=QUICK)
def test_kerastutor_computes_the_numbers_of_the_row(row):
    expected.check(row, *KerasSide("kerastutor", row, dropout=False).check())


def test_every_row_has_expected_numbers():
    assert set(expected.load()) == set(ROWS)


def test_a_description_names_every_call_after_its_inputs():
    description = describe.describe(ROWS["siamese_lstm"])
    calls = description["calls"]
    lstm = [c for c in calls if description["layers"][c[0]]["class"] == "LSTM"]
    assert len(lstm) == 2 and lstm[0][0] == lstm[1][0] and lstm[0][2] != lstm[1][2]
    assert len(description["inputs"]) == 2 and len(description["outputs"]) == 1
    made = set()
    for name, number, sources in calls:
        assert made.issuperset(sources)
        made.add(f"{name}/{number}")
    kernel = description["layers"][lstm[0][0]]["weights"][0]
    assert kernel == ["kernel", [256, 4 * 64]]


def test_a_different_computation_is_refused():
    row = ROWS["mlp_b32"]
    numbers = expected.load()[row.name]
    expected.check(row, numbers["losses"], numbers["predictions"])
    near = [v * (1 + 1e-6) for v in numbers["losses"]]
    assert 0.9e-6 < expected.check(row, near, numbers["predictions"]) < 1.1e-6
    with pytest.raises(ValueError, match="not the same computation"):
        expected.check(row, [v * 1.0001 for v in numbers["losses"]], numbers["predictions"])
    with pytest.raises(ValueError, match="not the same computation"):
        expected.check(row, [float("nan")] * 3, numbers["predictions"])
    with pytest.raises(ValueError, match="predictions"):
        expected.check(row, numbers["losses"], numbers["predictions"][:-1])


def test_gates_of_the_rows():
    def gates(name):
        layers = describe.describe(ROWS[name])["layers"].values()
        (layer,) = [layer for layer in layers if layer["class"] == "GRU"]
        return layer["config"]["recurrent_activation"], layer["config"]["reset_after"]
    assert gates("gru") == ("sigmoid", True)
    assert gates("gru_hard") == ("hard_sigmoid", False)
    assert comparable("tf_keras", ROWS["gru_hard"]) and comparable("torch", ROWS["gru"])
    assert not comparable("torch", ROWS["gru_hard"])


def samples(*values):
    return [{"round": i, "ms": ms, "foreign": foreign, "cores": 1.0}
            for i, (ms, foreign) in enumerate(values)]


def test_disturbed_repetitions_do_not_count():
    clean = summary(samples((1.0, 0.0), (9.0, 0.5), (3.0, 0.01)))
    assert (clean["ms"], clean["noisy"]) == (2.0, False)
    noisy = summary(samples((1.0, 0.0), (9.0, 0.5), (3.0, 0.5)))
    assert (noisy["ms"], noisy["noisy"]) == (3.0, True)


def test_ratios_are_medians_of_pairs_of_the_same_round():
    ours = summary(samples((1.0, 0), (2.0, 0), (3.0, 0), (9.0, 0.5)))
    theirs = summary(samples((2.0, 0), (2.0, 0), (3.0, 0), (1.0, 0)))
    assert ratio(ours, theirs) == {"ratio": 1.0, "low": 0.5, "high": 1.0, "noisy": False}
    disturbed = summary(samples((1.0, 0.5), (3.0, 0.5)))
    assert ratio(ours, disturbed)["noisy"]


def peer(*values):
    return {"error": None, "metrics": {"train_on_batch": summary(samples(*values))}}


def test_the_best_peer_counts_and_hopeless_ones_leave():
    results = {"kerastutor": peer((1.0, 0), (1.0, 0)), "torch": peer((2.0, 0), (2.0, 0)),
               "tf_keras": peer((8.0, 0), (8.0, 0))}
    best, against = against_best(results, "train_on_batch")
    assert (best, against["ratio"]) == ("torch", 0.5)
    assert against_best({"torch": results["torch"]}, "train_on_batch") is None

    class Process:
        def __init__(self, name):
            self.peer = name

    found = {(name, "fit"): entry["metrics"]["train_on_batch"]["samples"]
             for name, entry in results.items()}
    left = hopeful([Process(name) for name in results], found)
    assert [p.peer for p in left] == ["kerastutor", "torch"]


@pytest.mark.skipif(os.name == "nt", reason="cat")
def test_a_command_is_held_while_the_clock_runs():
    with Hold("cat") as hold:
        hold.renew()
        held = hold.process
        hold.renew()
        assert hold.process is held and held.poll() is None
    assert held.poll() == 0
    with Hold("") as hold:
        hold.renew()
    with Hold("true") as hold, pytest.raises(RuntimeError, match="must echo an empty line"):
        hold.renew()


def test_report_names_what_was_left_out(tmp_path):
    failed = {"error": "not the same computation", "metrics": {}}
    result = {
        "machine": {"cpu": "cpu", "cores": 2, "system": "Linux", "python": "3"},
        "versions": {"numpy": "2"}, "missing": {"keras_jax": "not installed"},
        "rows": {"mnist_cnn": {"kerastutor": peer((0.5, 0), (0.5, 0)), "tf_keras": failed,
                               "torch": peer((1.0, 0), (1.0, 0)),
                               "torch_channels_last": peer((0.8, 0), (0.8, 0))},
                 "mlp_b32": {"kerastutor": peer((0.1, 0), (0.1, 0)),
                             "torch": peer((1.0, 0), (1.0, 0))},
                 "gru_hard": {"kerastutor": peer((0.5, 0), (0.5, 0)),
                              "torch": {"apart": None, **peer((1.0, 0), (1.0, 0))}}},
        "cold": {"import": {"kerastutor": {"done_s": 0.1, "imported_mb": 40., "peak_mb": 40.}},
                 "mlp_b32": {"kerastutor": {"done_s": 0.2, "imported_mb": 40., "peak_mb": 60.},
                             "torch": {"error": "no answer"}}}}
    text = "\n".join(report.lines(result))
    assert "| 0.5 | - | 1 | 0.8 | **0.62** [0.62..0.62] | torch_channels_last |" in text
    assert "training step or prediction: 0.315 (3 rows)" in text
    assert "| 1* | - | **0.5** [0.5..0.5] | torch* |" in text
    assert "keras_jax was left out: not installed" in text
    assert "mnist_cnn, tf_keras: not reported: not the same computation" in text
    assert "| import only | 0.10 s, 40 MB |" in text and "0.20 s, +20 MB" in text
    assert "- mlp_b32, torch: no answer" in text
    path = str(tmp_path / "result.json")
    report.save(result, path)
    pytest.importorskip("matplotlib")
    assert report.picture(result, path + ".png") == path + ".png"


def test_a_missing_interpreter_is_explained():
    assert "--setup-peers" in peers.missing("torch", "no/such/python")
    assert peers.missing("kerastutor", peers.interpreter("kerastutor")) is None


def test_unknown_rows_are_refused(capsys):
    with pytest.raises(SystemExit):
        command.parse(["--rows", "mlp_b31"])
    assert "must be one of" in capsys.readouterr().err
