# mistake: zeros are not replaced before the logarithm
def my_evaluate(probabilities, labels):
    p = probabilities
    loss = np.mean(-np.sum(labels * np.log(p), axis=1))
    accuracy = np.mean(np.argmax(probabilities, axis=1) == np.argmax(labels, axis=1))
    return loss, accuracy
