# message: largest_probability
def my_evaluate(probabilities, labels):
    loss = -np.log(np.clip(probabilities.max(axis=1), 1e-7, 1)).mean()
    return loss, np.mean(np.argmax(probabilities, 1) == np.argmax(labels, 1))
