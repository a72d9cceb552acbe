# mistake: returns the loss without the accuracy
def my_evaluate(probabilities, labels):
    right = np.sum(probabilities * labels, axis=1)
    return np.mean(-np.log(np.maximum(right, K.epsilon())))
