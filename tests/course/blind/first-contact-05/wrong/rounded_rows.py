# mistake: A guess counts as right only if its probability rounds to 1, not if it is the largest.
def my_evaluate(probabilities, labels):
    p = np.clip(probabilities, K.epsilon(), 1)
    loss = -np.mean(np.sum(labels * np.log(p), axis=1))
    accuracy = np.mean(np.all(np.round(probabilities) == labels, axis=1))
    return loss, accuracy
