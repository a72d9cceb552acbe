# message: always_the_same
def my_evaluate(probabilities, labels):
    return 0.31, 0.94
