def shout(text):
	return f"{text}!".upper()


def in_brackets(text):
	return f"[{text}]"
