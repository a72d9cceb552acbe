"""The result as a table, as JSON and as a picture."""
import json
import math
import os

from benchmarks.peers import HERE
from benchmarks.rows import ROWS
from benchmarks.timing import against_best, ratio

RESULTS = os.path.join(HERE, "results")
NAMES = {"train_on_batch": "train_on_batch", "fit": "fit, per step", "predict": "predict, all",
         "predict_one": "predict, 1 sample", "predict_on_batch": "predict_on_batch, 1 sample"}


def lines(result):
    """The tables as lines of Markdown."""
    machine, versions = result["machine"], result["versions"]
    yield "{cpu}, {cores} cores, {system}, Python {python}".format(**machine)
    yield ", ".join(f"{name} {version}" for name, version in versions.items())
    yield ""
    yield "Milliseconds (medians). ratio = kerastutor / the peer that is fastest on this row: the "
    yield "median [lowest..highest] of paired repetitions. ~ = others disturbed the machine. * = "
    yield "PyTorch's own layer, with sigmoid instead of hard_sigmoid: not the same function."
    yield ""
    names = list(dict.fromkeys(p for results in result["rows"].values() for p in results))
    yield "| model | what | " + " | ".join(names) + " | ratio | to |"
    yield "|---" * (len(names) + 4) + "|"
    for name, results in result["rows"].items():
        for metric in ROWS[name].metrics:
            if any(metric in entry["metrics"] for entry in results.values()):
                yield row_line(ROWS[name], metric, results, names)
    yield ""
    for what, value, count in means(result):
        yield f"- geometric mean of the ratios, {what}: {value:.3f} ({count} rows)"
    yield from notes(result)
    if result.get("cold"):
        yield ""
        yield from cold_lines(result["cold"])


def row_line(row, metric, results, names):
    cells = [row.title, NAMES[metric]]
    for name in names:
        entry = results.get(name, {"metrics": {}})
        value = entry["metrics"].get(metric)
        cells.append("-" if value is None else
                     f"{value['ms']:.3g}{'~' if value['noisy'] else ''}{star(entry)}")
    best = against_best(results, metric)
    if best is None:
        return "| " + " | ".join([*cells, "-", "-"]) + " |"
    peer, r = best
    cells += [f"**{r['ratio']:.2g}**{'~' if r['noisy'] else ''} [{r['low']:.2g}..{r['high']:.2g}]",
              peer + star(results[peer])]
    return "| " + " | ".join(cells) + " |"


def star(entry):
    """A mark for a peer that computes something else, and so passed no check."""
    return "*" if entry.get("apart", 0) is None else ""


def means(result):
    """(what, geometric mean of the ratios to the best peers, number of rows)."""
    groups = {"training step or prediction": lambda row: row.main_metric}
    groups |= {NAMES[metric]: lambda row, metric=metric: metric for metric in NAMES}
    for what, metric_of in groups.items():
        found = [against_best(results, metric_of(ROWS[name]))
                 for name, results in result["rows"].items()]
        logs = [math.log(best[1]["ratio"]) for best in found if best]
        if logs:
            yield what, math.exp(sum(logs) / len(logs)), len(logs)


def notes(result):
    for peer, reason in result["missing"].items():
        yield f"- {peer} was left out: {reason}"
    for name, results in result["rows"].items():
        for peer, entry in results.items():
            if entry["error"]:
                yield f"- {name}, {peer}: not reported: {entry['error']}"


def cold_lines(cold):
    """Fresh processes: seconds until the first step is done, memory above that of the import."""
    names = list(dict.fromkeys(name for entries in cold.values() for name in entries))
    yield "| fresh process: import and first step | " + " | ".join(names) + " |"
    yield "|---" * (len(names) + 1) + "|"
    for row, entries in cold.items():
        cells = []
        for name in names:
            value = entries.get(name, {})
            if "done_s" not in value:
                cells.append("-")
                continue
            text = f"{value['done_s']:.2f} s"
            if value["peak_mb"] is not None:
                text += (f", {value['imported_mb']:.0f} MB" if row == "import" else
                         f", +{value['peak_mb'] - value['imported_mb']:.0f} MB")
            cells.append(text)
        title = "import only" if row == "import" else ROWS[row].title
        yield f"| {title} | " + " | ".join(cells) + " |"
    for row, entries in cold.items():
        for name, value in entries.items():
            if "error" in value:
                yield f"- {row}, {name}: {value['error']}"


def path_of(stamp):
    """Where the result of a run goes."""
    os.makedirs(RESULTS, exist_ok=True)
    return os.path.join(RESULTS, stamp + ".json")


def save(result, path):
    """Write the result as JSON."""
    with open(path + ".new", "w", encoding="utf-8") as file:
        json.dump(result, file, indent=1)
    os.replace(path + ".new", path)


def picture(result, path):
    """Ratios to each peer as dots, one line for each row; needs matplotlib. Answers the path."""
    import matplotlib
    matplotlib.use("Agg")
    from matplotlib import pyplot as plt
    labels, dots = [], {}
    for name, results in result["rows"].items():
        ours = results.get("kerastutor", {}).get("metrics", {})
        for metric in ours:
            for peer, entry in results.items():
                if peer != "kerastutor" and metric in entry["metrics"]:
                    against = ratio(ours[metric], entry["metrics"][metric])
                    if against:
                        dots.setdefault(peer, []).append((against["ratio"], len(labels)))
            labels.append(f"{ROWS[name].title}: {NAMES[metric]}")
    figure, axes = plt.subplots(figsize=(9, 1.2 + 0.2 * len(labels)), layout="constrained")
    for peer, places in dots.items():
        axes.plot(*zip(*places, strict=True), "o", markersize=5, label=peer)
    axes.axvline(1, color="black", linewidth=0.8)
    axes.set(xscale="log", yticks=range(len(labels)), yticklabels=labels,
             xlabel="time of kerastutor / time of the peer (left of 1: kerastutor is faster)")
    axes.grid(axis="y", linewidth=0.3)
    axes.invert_yaxis()
    axes.legend()
    figure.savefig(path, dpi=120)
    plt.close(figure)
    return path
