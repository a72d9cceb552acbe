# mistake: the mean of the accuracies of the classes, not of the samples
def my_evaluate(probabilities, labels):
    p = np.maximum(probabilities, K.epsilon())
    loss = np.mean(-np.sum(labels * np.log(p), axis=1))
    guess, truth = np.argmax(probabilities, axis=1), np.argmax(labels, axis=1)
    accuracy = np.mean([np.mean(guess[truth == c] == c) for c in np.unique(truth)])
    return loss, accuracy
