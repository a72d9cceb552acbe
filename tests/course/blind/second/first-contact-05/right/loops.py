# way: plain Python loops
import math
def my_evaluate(probabilities, labels):
    total, right = 0.0, 0
    for p, l in zip(probabilities, labels):
        p, l = list(p), list(l)
        k = l.index(max(l))
        total -= math.log(max(p[k], 1e-7))
        right += p.index(max(p)) == k
    return [total / len(labels), right / len(labels)]
