# mistake: The mean runs over samples and classes, so the loss is too small by the number of classes.
def my_evaluate(probabilities, labels):
    p = np.clip(probabilities, K.epsilon(), 1 - K.epsilon())
    loss = -np.mean(labels * np.log(p))
    accuracy = np.mean(np.argmax(probabilities, axis=-1) == np.argmax(labels, axis=-1))
    return loss, accuracy
