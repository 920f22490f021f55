from minibench.web.account import new_password_page

no_cache = 1


def get_context(context):
	new_password_page(context)
