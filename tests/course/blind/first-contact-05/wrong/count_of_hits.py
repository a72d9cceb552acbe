# mistake: The accuracy is the count of right answers, not their share.
def my_evaluate(probabilities, labels):
    p = np.clip(probabilities, K.epsilon(), 1)
    loss = -np.mean(np.sum(labels * np.log(p), axis=1))
    hits = sum(1 for a, b in zip(p, labels) if a.argmax() == b.argmax())
    return loss, hits
