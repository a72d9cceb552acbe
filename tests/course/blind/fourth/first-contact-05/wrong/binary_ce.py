# mistake: binary cross-entropy, with the terms of the wrong classes too
def my_evaluate(probabilities, labels):
    p = np.maximum(probabilities, K.epsilon())
    p = np.clip(p, K.epsilon(), 1 - K.epsilon())
    loss = np.mean(-np.sum(labels * np.log(p) + (1 - labels) * np.log(1 - p), axis=1))
    accuracy = np.mean(np.argmax(probabilities, axis=1) == np.argmax(labels, axis=1))
    return loss, accuracy
