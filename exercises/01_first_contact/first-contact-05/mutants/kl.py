# message: wrong_loss
def my_evaluate(probabilities, labels):
    loss = np.mean(np.sum(labels * np.log(labels / np.maximum(probabilities, K.epsilon()) + 1), axis=1))
    accuracy = np.mean(np.argmax(probabilities, axis=1) == np.argmax(labels, axis=1))
    return loss, accuracy
