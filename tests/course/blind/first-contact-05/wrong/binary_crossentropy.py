# mistake: This is the binary cross-entropy, which also charges for the wrong classes.
def my_evaluate(probabilities, labels):
    p = np.clip(probabilities, K.epsilon(), 1 - K.epsilon())
    loss = -np.mean(labels * np.log(p) + (1 - labels) * np.log(1 - p))
    accuracy = np.mean(p.argmax(1) == labels.argmax(1))
    return loss, accuracy
