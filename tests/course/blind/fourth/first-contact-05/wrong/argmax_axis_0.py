# mistake: argmax goes down the columns
def my_evaluate(probabilities, labels):
    p = np.maximum(probabilities, K.epsilon())
    loss = np.mean(-np.sum(labels * np.log(p), axis=1))
    accuracy = np.mean(np.argmax(probabilities, axis=0) == np.argmax(labels, axis=0))
    return loss, accuracy
