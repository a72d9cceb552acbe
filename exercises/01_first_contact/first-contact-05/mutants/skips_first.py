# message: sample_left_out
def my_evaluate(probabilities, labels):
    n = len(labels)
    loss = 0
    for i in range(1, n):
        loss -= np.sum(labels[i] * np.log(np.maximum(probabilities[i], K.epsilon())))
    loss /= n
    accuracy = np.mean(np.argmax(probabilities, axis=1) == np.argmax(labels, axis=1))
    return loss, accuracy
