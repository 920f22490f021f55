from minibench.web.account import me_page

no_cache = 1


def get_context(context):
	me_page(context)
