# message: zeros_left_out
def my_evaluate(probabilities, labels):
    right = probabilities[labels == 1]
    loss = -np.log(right[right > 0]).mean()
    return loss, np.mean(np.argmax(probabilities, 1) == np.argmax(labels, 1))
