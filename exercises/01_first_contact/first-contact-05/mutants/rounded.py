# message: rounded
def my_evaluate(probabilities, labels):
    loss = round(float(-np.mean(np.sum(labels * np.log(np.maximum(probabilities, K.epsilon())), axis=1))), 2)
    accuracy = np.mean(np.argmax(probabilities, axis=1) == np.argmax(labels, axis=1))
    return loss, accuracy
