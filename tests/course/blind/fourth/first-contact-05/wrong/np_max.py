# mistake: np.max takes an axis as its second argument, not a number to compare with
def my_evaluate(probabilities, labels):
    p = np.max(probabilities, K.epsilon())
    loss = np.mean(-np.sum(labels * np.log(p), axis=1))
    accuracy = np.mean(np.argmax(probabilities, axis=1) == np.argmax(labels, axis=1))
    return loss, accuracy
