# message: error_shapes
def my_evaluate(probabilities, labels):
    p = np.clip(probabilities, 1e-7, 1)
    truth = to_categorical(np.argmax(labels, axis=1), num_classes=10)
    return -np.sum(truth * np.log(p), axis=1).mean(), np.mean(p.argmax(1) == truth.argmax(1))
