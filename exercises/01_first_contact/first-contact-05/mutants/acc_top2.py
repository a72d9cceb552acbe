# message: top_places
def my_evaluate(probabilities, labels):
    loss = -np.mean(np.log(np.maximum(np.sum(probabilities * labels, axis=1), K.epsilon())))
    accuracy = np.mean([np.argmax(t) in np.argsort(p)[-2:] for p, t in zip(probabilities, labels)])
    return loss, accuracy
