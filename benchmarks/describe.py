"""A row's model in words that need no Keras: kerastutor's own configuration of it, with shapes."""
import json

from benchmarks.keras_side import KerasSide, leaf


def describe(row):
    """Dictionary for JSON.

    * `layers`: name -> class, config, shape of the (first) input, and of each weight;
    * `calls`: [layer, number of the call, [inputs as "layer/call"]], in order;
    * `inputs`, `outputs`: as "layer/call".
    """
    model = KerasSide.make("kerastutor", row, dropout=True)
    config = model.get_config()
    layers, calls = {}, []
    for layer, entry in zip(model.layers, config["layers"], strict=True):
        layers[layer.name] = {
            "class": entry["class_name"], "config": entry["config"],
            "input_shape": layer.get_input_shape_at(0),
            "weights": [[leaf(w), list(value.shape)] for w, value in
                        zip(layer.weights, layer.get_weights(), strict=True)]}
        for number, node in enumerate(entry["inbound_nodes"] or [[]]):
            calls.append([layer.name, number, [f"{x[0]}/{x[1]}" for x in node]])
    ends = {key: [f"{x[0]}/{x[1]}" for x in config[key + "_layers"]]
            for key in ("input", "output")}
    return {"layers": layers, "calls": in_order(calls),
            "inputs": ends["input"], "outputs": ends["output"]}


def in_order(calls):
    """The calls such that each comes after those it takes its inputs from."""
    done, order = set(), []
    while calls:
        ready = [c for c in calls if done.issuperset(c[2])]
        order += ready
        done.update(f"{name}/{number}" for name, number, _ in ready)
        calls = [c for c in calls if c not in ready]
    return order


def write(row, path):
    """Write a row's description to a file."""
    with open(path, "w", encoding="utf-8") as file:
        json.dump(describe(row), file)
