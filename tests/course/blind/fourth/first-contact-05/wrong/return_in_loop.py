# mistake: return within the loop looks at the first sample only
def my_evaluate(probabilities, labels):
    loss, right = 0, 0
    for p, t in zip(probabilities, labels):
        loss -= np.log(max(p[np.argmax(t)], K.epsilon()))
        right += np.argmax(p) == np.argmax(t)
        return loss / len(labels), right / len(labels)
