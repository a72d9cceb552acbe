# mistake: clips at 0.001 instead of K.epsilon()
def my_evaluate(probabilities, labels):
    p = np.maximum(probabilities, 1e-3)
    loss = np.mean(-np.sum(labels * np.log(p), axis=1))
    accuracy = np.mean(np.argmax(probabilities, axis=1) == np.argmax(labels, axis=1))
    return loss, accuracy
