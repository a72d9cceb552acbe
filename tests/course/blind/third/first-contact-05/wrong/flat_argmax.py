# mistake: argmax without axis looks at the flattened arrays, so the accuracy is just 0 or 1
def my_evaluate(probabilities, labels):
    p = np.maximum(probabilities, K.epsilon())
    loss = -np.mean(np.sum(labels * np.log(p), axis=1))
    accuracy = float(np.mean(np.argmax(p) == np.argmax(labels)))
    return loss, accuracy
