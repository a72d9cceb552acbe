# way: einsum, clip on both ends as Keras does
def my_evaluate(probabilities, labels):
    logs = np.log(np.clip(probabilities, K.epsilon(), 1 - K.epsilon()))
    loss = -np.einsum("ij,ij->i", labels, logs).sum() / labels.shape[0]
    hits = np.equal(np.argmax(probabilities, -1), np.argmax(labels, -1))
    return float(loss), float(np.count_nonzero(hits)) / len(hits)
