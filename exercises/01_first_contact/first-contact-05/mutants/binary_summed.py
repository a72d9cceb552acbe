# message: binary
def my_evaluate(probabilities, labels):
    p = np.clip(probabilities, 1e-7, 1 - 1e-7)
    loss = -np.mean(np.sum(labels * np.log(p) + (1 - labels) * np.log(1 - p), axis=1))
    return loss, np.mean(np.argmax(probabilities, 1) == np.argmax(labels, 1))
