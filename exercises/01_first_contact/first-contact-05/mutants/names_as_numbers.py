# message: raised
def my_evaluate(probabilities, labels):
    return float("loss"), float("accuracy")
