# way: only Python loops and math
import math

def my_evaluate(probabilities, labels):
    loss = 0.0
    right = 0
    for row, truth in zip(probabilities.tolist(), labels.tolist()):
        k = truth.index(max(truth))
        loss -= math.log(max(row[k], 1e-7))
        if row.index(max(row)) == k:
            right += 1
    return loss / len(labels), right / len(labels)
