# way: As Keras itself does it: rows normalised, and clipped at both ends.
def my_evaluate(probabilities, labels):
    eps = K.epsilon()
    p = probabilities / probabilities.sum(axis=-1, keepdims=True)
    p = np.clip(p, eps, 1.0 - eps)
    per_sample = -np.sum(labels * np.log(p), axis=-1)
    order = np.argsort(-probabilities, axis=-1, kind="stable")
    hits = labels[np.arange(len(labels)), order[:, 0]] == 1
    return per_sample.mean(), hits.mean()
