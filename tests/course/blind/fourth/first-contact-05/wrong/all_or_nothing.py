# mistake: accuracy is 1 only when all answers are right, else 0
def my_evaluate(probabilities, labels):
    p = np.maximum(probabilities, K.epsilon())
    loss = np.mean(-np.sum(labels * np.log(p), axis=1))
    accuracy = float(np.array_equal(np.argmax(probabilities, axis=1), np.argmax(labels, axis=1)))
    return loss, accuracy
