# way: plain Python loops with math.log
import math


def my_evaluate(probabilities, labels):
    loss, hits, count = 0.0, 0, 0
    for row, target in zip(probabilities, labels):
        row, target = [float(p) for p in row], list(target)
        place = target.index(1)
        loss -= math.log(max(row[place], 1e-7))
        hits += row.index(max(row)) == place
        count += 1
    return loss / count, hits / count
