# message: not_clipped
def my_evaluate(probabilities, labels):
    loss = np.mean(-np.log(np.sum(probabilities * labels, axis=1)))
    return loss, np.mean(np.argmax(probabilities, axis=1) == np.argmax(labels, axis=1))
