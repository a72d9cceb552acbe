# mistake: This is the mean squared error, not the cross-entropy.
def my_evaluate(probabilities, labels):
    loss = np.mean((probabilities - labels) ** 2)
    accuracy = np.mean(probabilities.argmax(1) == labels.argmax(1))
    return loss, accuracy
