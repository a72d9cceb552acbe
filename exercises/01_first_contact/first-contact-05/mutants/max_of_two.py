# message: error_integer
def my_evaluate(probabilities, labels):
    right = np.max(probabilities, labels)
    accuracy = np.mean(np.argmax(probabilities, axis=1) == np.argmax(labels, axis=1))
    return -np.mean(np.log(right)), accuracy
