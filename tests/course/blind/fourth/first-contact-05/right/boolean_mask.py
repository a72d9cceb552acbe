# way: a mask picks the right probabilities, clip on both sides
def my_evaluate(probabilities, labels):
    right = np.clip(probabilities, K.epsilon(), 1 - K.epsilon())[labels.astype(bool)]
    return -np.log(right).mean(), (probabilities.argmax(-1) == labels.argmax(-1)).mean()
