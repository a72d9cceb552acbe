# way: helper functions for one sample, mapped over the rows
def loss_of(p, t):
    return -float(np.log(max(float(np.dot(p, t)), K.epsilon())))


def hit(p, t):
    return int(np.argmax(p) == np.argmax(t))


def my_evaluate(probabilities, labels):
    n = len(labels)
    losses = list(map(loss_of, probabilities, labels))
    hits = list(map(hit, probabilities, labels))
    return sum(losses) / n, sum(hits) / n
