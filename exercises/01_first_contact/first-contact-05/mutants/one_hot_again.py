# message: wants_numbers
def my_evaluate(probabilities, labels):
    hot = np.eye(probabilities.shape[1])[labels.astype(int)]
    right = np.sum(np.maximum(probabilities, K.epsilon()) * hot, axis=1)
    return -np.mean(np.log(right)), np.mean(probabilities.argmax(axis=1) == labels)
