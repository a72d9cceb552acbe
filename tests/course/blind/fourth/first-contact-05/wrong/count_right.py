# mistake: the accuracy is the number of right answers and not their share
def my_evaluate(probabilities, labels):
    p = np.maximum(probabilities, K.epsilon())
    loss = np.mean(-np.sum(labels * np.log(p), axis=1))
    accuracy = np.sum(np.argmax(probabilities, axis=1) == np.argmax(labels, axis=1))
    return loss, accuracy
