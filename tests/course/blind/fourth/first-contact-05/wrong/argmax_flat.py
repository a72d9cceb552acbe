# mistake: argmax without an axis gives one place in the whole array
def my_evaluate(probabilities, labels):
    p = np.maximum(probabilities, K.epsilon())
    loss = np.mean(-np.sum(labels * np.log(p), axis=1))
    accuracy = np.mean(np.argmax(probabilities) == np.argmax(labels))
    return loss, accuracy
