# message: squares
def my_evaluate(probabilities, labels):
    loss = np.mean((probabilities - labels) ** 2)
    return loss, np.mean(np.argmax(probabilities, 1) == np.argmax(labels, 1))
