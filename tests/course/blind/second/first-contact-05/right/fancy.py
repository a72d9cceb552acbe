# way: takes out the right probabilities by index
def my_evaluate(probabilities, labels):
    truth = labels.argmax(axis=1)
    picked = probabilities[np.arange(len(truth)), truth]
    return -np.log(np.maximum(picked, K.epsilon())).mean(), (probabilities.argmax(1) == truth).mean()
