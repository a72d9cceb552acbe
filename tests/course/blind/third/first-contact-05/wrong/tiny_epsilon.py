# mistake: clips at 1e-15 instead of K.epsilon()
def my_evaluate(probabilities, labels):
    p = np.clip(np.asarray(probabilities, dtype="float64"), 1e-15, 1)
    loss = -np.mean(np.sum(labels * np.log(p), axis=1))
    accuracy = np.mean(np.argmax(p, axis=1) == np.argmax(labels, axis=1))
    return loss, accuracy
