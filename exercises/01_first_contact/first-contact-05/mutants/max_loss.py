# message: not_the_mean
def my_evaluate(probabilities, labels):
    loss = np.max(-np.sum(labels * np.log(np.maximum(probabilities, K.epsilon())), axis=1))
    accuracy = np.mean(np.argmax(probabilities, axis=1) == np.argmax(labels, axis=1))
    return loss, accuracy
