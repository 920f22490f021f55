from minibench.web.account import sign_out_page

no_cache = 1


def get_context(context):
	sign_out_page(context)
