# mistake: argmax without an axis gives a single place in the whole table, so accuracy is 0 or 1.
def my_evaluate(probabilities, labels):
    p = np.clip(probabilities, K.epsilon(), 1)
    loss = -np.mean(np.sum(labels * np.log(p), axis=1))
    accuracy = np.mean(np.argmax(probabilities) == np.argmax(labels))
    return loss, accuracy
