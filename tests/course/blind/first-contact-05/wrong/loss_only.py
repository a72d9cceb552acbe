# mistake: Only the loss is returned; the accuracy is missing.
def my_evaluate(probabilities, labels):
    p = np.clip(probabilities, K.epsilon(), 1)
    return -np.mean(np.sum(labels * np.log(p), axis=1))
