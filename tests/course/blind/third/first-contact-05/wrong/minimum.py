# mistake: np.minimum instead of np.maximum, so every larger probability becomes epsilon
def my_evaluate(probabilities, labels):
    p = np.minimum(probabilities, K.epsilon())
    p = np.where(p <= 0, K.epsilon(), p)
    loss = -np.mean(np.sum(labels * np.log(p), axis=1))
    accuracy = np.mean(np.argmax(probabilities, axis=1) == np.argmax(labels, axis=1))
    return loss, accuracy
