# way: xlogy of scipy, copy changed in place
from scipy.special import xlogy


def my_evaluate(probabilities, labels):
    p = np.array(probabilities, dtype=float)
    p[p < K.epsilon()] = K.epsilon()
    per_sample = -xlogy(labels, p).sum(axis=1)
    print("worst sample:", per_sample.max())
    guess, truth = np.argsort(-p, axis=1, kind="mergesort")[:, 0], np.nonzero(labels)[1]
    return per_sample.mean(), np.average(guess == truth)
