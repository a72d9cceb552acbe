# way: accuracy_score from sklearn and fancy indices
from sklearn.metrics import accuracy_score

def my_evaluate(probabilities, labels):
    numbers = np.argmax(labels, axis=1)
    chosen = probabilities[range(len(numbers)), numbers]
    loss = np.mean([-np.log(max(p, K.epsilon())) for p in chosen])
    return loss, accuracy_score(numbers, np.argmax(probabilities, axis=1))
