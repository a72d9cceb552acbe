# way: two helper functions and checks
def _loss(p, t):
    assert p.shape == t.shape
    return np.average(np.sum(-t * np.log(p.clip(K.epsilon(), None)), axis=-1))

def _accuracy(p, t):
    return sum(int(np.argmax(a) == np.argmax(b)) for a, b in zip(p, t)) / p.shape[0]

def my_evaluate(probabilities, labels):
    result = tuple(f(np.asarray(probabilities), np.asarray(labels)) for f in (_loss, _accuracy))
    print("loss %.4f accuracy %.4f" % result)
    return result
