# en: the letter of the right sentence
# zh: 正确句子的字母
reason = None

# en: the model that the note meant
# zh: 笔记本来想要的模型
fixed_model = None
