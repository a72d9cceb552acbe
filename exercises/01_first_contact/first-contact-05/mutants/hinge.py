# message: other_loss
def my_evaluate(probabilities, labels):
    loss = np.mean(np.maximum(1 - labels * probabilities, 0))
    accuracy = np.mean(np.argmax(probabilities, axis=1) == np.argmax(labels, axis=1))
    return loss, accuracy
