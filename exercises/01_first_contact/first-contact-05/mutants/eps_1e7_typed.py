# message: floor_everywhere
def my_evaluate(probabilities, labels):
    loss = -np.mean(np.sum(labels * np.log(np.maximum(probabilities, 1e7)), axis=1))
    accuracy = np.mean(np.argmax(probabilities, axis=1) == np.argmax(labels, axis=1))
    return loss, accuracy
