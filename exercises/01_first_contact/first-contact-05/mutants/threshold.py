# message: above_half
def my_evaluate(probabilities, labels):
    right = np.sum(probabilities * labels, axis=1)
    return -np.log(np.maximum(right, 1e-7)).mean(), np.mean(right > 0.5)
