"""The result as a table, as JSON and as a picture."""
import json
import os

from benchmarks.peers import HERE
from benchmarks.rows import ROWS
from benchmarks.timing import ratio

RESULTS = os.path.join(HERE, "results")
NAMES = {"train_on_batch": "train_on_batch", "fit": "fit, per step", "predict": "predict, all",
         "predict_one": "predict, 1 sample"}
COLD = {"import": "import only", "first_step": "import, build, first fit step",
        "first_step_cold_cache": "the same, empty kernel cache"}


def best_peer(results, metric, family):
    """The fastest variant of a family of peers (torch, torch_channels_last)."""
    found = [p for p in results if p.startswith(family) and metric in results[p]["metrics"]]
    return min(found, key=lambda p: results[p]["metrics"][metric]["ms"], default=None)


def lines(result):
    """The tables as lines of Markdown."""
    machine, versions = result["machine"], result["versions"]
    yield "{cpu}, {cores} cores, {system}, Python {python}".format(**machine)
    yield ", ".join(f"{name} {version}" for name, version in versions.items())
    yield ""
    yield "Milliseconds (median); ratio = kerastutor / peer, below 1 kerastutor is faster."
    yield "[lowest..highest] ratio of the paired repetitions; ~ = others disturbed the machine."
    yield ""
    yield ("| model | what | kerastutor | tf_keras | torch "
           "| kerastutor/tf_keras | kerastutor/torch |")
    yield "|---|---|---|---|---|---|---|"
    for name, results in result["rows"].items():
        for metric in ROWS[name].metrics:
            yield row_line(ROWS[name], metric, results)
    yield from notes(result)
    if result.get("cold"):
        yield ""
        yield from cold_lines(result["cold"])


def row_line(row, metric, results):
    cells = [row.title, NAMES[metric]]
    chosen = {"kerastutor": "kerastutor", "tf_keras": "tf_keras",
              "torch": best_peer(results, metric, "torch")}
    values = {key: results.get(peer, {}).get("metrics", {}).get(metric)
              for key, peer in chosen.items()}
    for key, value in values.items():
        mark = " (channels last)" if (chosen[key] or "").endswith("_last") else ""
        cells.append("-" if value is None else
                     f"{value['ms']:.3g}{'~' if value['noisy'] else ''}{mark}")
    for key in ("tf_keras", "torch"):
        ours, theirs = values["kerastutor"], values[key]
        if ours is None or theirs is None:
            cells.append("-")
            continue
        r = ratio(ours, theirs)
        cells.append(f"{r['ratio']:.2g}{'~' if r['noisy'] else ''} "
                     f"[{r['low']:.2g}..{r['high']:.2g}]")
    return "| " + " | ".join(cells) + " |"


def notes(result):
    for peer, reason in result["missing"].items():
        yield f"- {peer} was left out: {reason}"
    for name, results in result["rows"].items():
        for peer, entry in results.items():
            if entry["error"]:
                yield f"- {name}, {peer}: not reported: {entry['error']}"


def cold_lines(cold):
    """Cold start: seconds until done and peak memory."""
    yield "| fresh process | " + " | ".join(cold) + " |"
    yield "|---" * (len(cold) + 1) + "|"
    for mode, title in COLD.items():
        cells = []
        for entry in cold.values():
            value = entry.get(mode)
            if value is None:
                cells.append("-")
                continue
            memory = "" if value["rss_mb"] is None else f", {value['rss_mb']:.0f} MB"
            cells.append(f"{value['done_s']:.2f} s{memory}")
        yield f"| {title} | " + " | ".join(cells) + " |"
    for peer, entry in cold.items():
        if entry["error"]:
            yield f"- {peer}: {entry['error']}"


def save(result, stamp):
    """Write results/<stamp>.json (and latest.json); answers the path."""
    os.makedirs(RESULTS, exist_ok=True)
    for name in (stamp, "latest"):
        path = os.path.join(RESULTS, name + ".json")
        with open(path + ".new", "w", encoding="utf-8") as file:
            json.dump(result, file, indent=1)
        os.replace(path + ".new", path)
    return os.path.join(RESULTS, stamp + ".json")


def picture(result, path):
    """Ratios as bars, one group for each row; needs matplotlib. Answers the path."""
    import matplotlib
    matplotlib.use("Agg")
    from matplotlib import pyplot as plt
    labels, bars = [], {"tf_keras": [], "torch": []}
    for name, results in result["rows"].items():
        ours = results.get("kerastutor", {}).get("metrics", {})
        for metric in ours:
            labels.append(f"{ROWS[name].title}: {NAMES[metric]}")
            for family, values in bars.items():
                peer = best_peer(results, metric, family)
                values.append(ratio(ours[metric], results[peer]["metrics"][metric])["ratio"]
                              if peer else None)
    figure, axes = plt.subplots(figsize=(9, 1.2 + 0.34 * len(labels)), layout="constrained")
    for shift, (family, values) in zip((-0.2, 0.2), bars.items(), strict=True):
        places = [i + shift for i, v in enumerate(values) if v is not None]
        widths = [v - 1 for v in values if v is not None]
        axes.barh(places, widths, left=1, height=0.38, label=family)
    axes.axvline(1, color="black", linewidth=0.8)
    axes.set(xscale="log", yticks=range(len(labels)), yticklabels=labels,
             xlabel="time of kerastutor / time of the peer (left of 1: kerastutor is faster)")
    axes.invert_yaxis()
    axes.legend()
    figure.savefig(path, dpi=120)
    plt.close(figure)
    return path
