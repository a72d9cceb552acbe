# way: np.where in place of a clip, and an array as the answer
def my_evaluate(probabilities, labels):
    safe = np.where(probabilities < K.epsilon(), K.epsilon(), probabilities)
    loss = np.average(-(labels * np.log(safe)).sum(1))
    acc = 1 - np.mean(np.argmax(probabilities, 1) != np.argmax(labels, 1))
    return np.array([loss, acc])
