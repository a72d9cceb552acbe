# message: softmax_again
def my_evaluate(probabilities, labels):
    e = np.exp(probabilities)
    p = np.clip(e / e.sum(axis=1, keepdims=True), 1e-7, 1)
    loss = -np.sum(labels * np.log(p), axis=1).mean()
    return loss, np.mean(np.argmax(probabilities, 1) == np.argmax(labels, 1))
