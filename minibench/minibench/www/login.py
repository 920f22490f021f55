from minibench.web.account import sign_in_page

no_cache = 1


def get_context(context):
	sign_in_page(context)
