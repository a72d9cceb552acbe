# mistake: adds the terms of the wrong classes too, which is the binary cross-entropy
def my_evaluate(probabilities, labels):
    p = np.clip(probabilities, K.epsilon(), 1 - K.epsilon())
    terms = labels * np.log(p) + (1 - labels) * np.log(1 - p)
    loss = -np.mean(np.sum(terms, axis=1))
    accuracy = np.mean(np.argmax(p, axis=1) == np.argmax(labels, axis=1))
    return loss, accuracy
