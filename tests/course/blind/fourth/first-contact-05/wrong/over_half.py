# mistake: an answer counts only when the right class has more than one half
def my_evaluate(probabilities, labels):
    p = np.maximum(probabilities, K.epsilon())
    loss = np.mean(-np.sum(labels * np.log(p), axis=1))
    accuracy = np.mean(np.sum(probabilities * labels, axis=1) > 0.5)
    return loss, accuracy
