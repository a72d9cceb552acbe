# message: guess_with_rows
def my_evaluate(probabilities, labels):
    loss = -np.mean(np.log(np.maximum(np.sum(probabilities * labels, axis=1), K.epsilon())))
    accuracy = np.mean([np.argmax(p) == t for p, t in zip(probabilities, labels)])
    return loss, accuracy
