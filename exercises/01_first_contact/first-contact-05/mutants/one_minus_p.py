# message: wrong_classes
def my_evaluate(probabilities, labels):
    loss = -np.mean(np.log(np.maximum(1 - np.sum(labels * probabilities, axis=1), K.epsilon())))
    accuracy = np.mean(np.argmax(probabilities, axis=1) == np.argmax(labels, axis=1))
    return loss, accuracy
