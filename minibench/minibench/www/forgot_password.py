from minibench.web.account import forgotten_page

no_cache = 1


def get_context(context):
	forgotten_page(context)
