# message: entropy
def my_evaluate(probabilities, labels):
    p = np.clip(probabilities, 1e-7, 1)
    return -np.sum(p * np.log(p), axis=1).mean(), np.mean(p.argmax(1) == labels.argmax(1))
