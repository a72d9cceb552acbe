# mistake: replaces exact zeros only and not all that is smaller than epsilon
def my_evaluate(probabilities, labels):
    p = np.where(probabilities == 0, K.epsilon(), probabilities)
    loss = np.mean(-np.sum(labels * np.log(p), axis=1))
    accuracy = np.mean(np.argmax(probabilities, axis=1) == np.argmax(labels, axis=1))
    return loss, accuracy
