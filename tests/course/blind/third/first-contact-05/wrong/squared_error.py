# mistake: mean squared error instead of the cross-entropy
def my_evaluate(probabilities, labels):
    loss = np.mean((probabilities - labels) ** 2)
    accuracy = np.mean(np.argmax(probabilities, axis=1) == np.argmax(labels, axis=1))
    return loss, accuracy
