# way: No numpy at all: loops, math.log and lists.
import math


def position_of_max(row):
    best = 0
    for i, v in enumerate(row):
        if v > row[best]:
            best = i
    return best


def my_evaluate(probabilities, labels):
    loss, hits, n = 0.0, 0, 0
    for row, wanted in zip(probabilities, labels):
        truth = position_of_max(wanted)
        loss -= math.log(max(float(row[truth]), 1e-7))
        hits += position_of_max(row) == truth
        n += 1
    return loss / n, hits / n
