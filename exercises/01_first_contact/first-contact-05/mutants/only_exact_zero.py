# message: only_zeros
def my_evaluate(probabilities, labels):
    p = np.where(probabilities == 0, K.epsilon(), probabilities)
    loss = -np.mean(np.sum(labels * np.log(p), axis=1))
    accuracy = np.mean(np.argmax(p, axis=1) == np.argmax(labels, axis=1))
    return loss, accuracy
