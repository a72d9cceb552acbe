# en: build your model here, then compile it and fit it
# zh: 在这里构建模型，然后编译并训练它
my_model = None
