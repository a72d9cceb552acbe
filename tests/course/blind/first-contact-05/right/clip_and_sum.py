# way: The textbook line with clip, returned as Python floats.
def my_evaluate(probabilities, labels):
    p = np.clip(probabilities, K.epsilon(), 1)
    loss = -(labels * np.log(p)).sum(axis=1).mean()
    accuracy = (p.argmax(axis=1) == labels.argmax(axis=1)).mean()
    return float(loss), float(accuracy)
