# mistake: returns only the loss, not the accuracy
def my_evaluate(probabilities, labels):
    p = np.maximum(probabilities, K.epsilon())
    return -np.mean(np.sum(labels * np.log(p), axis=1))
