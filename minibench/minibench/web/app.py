"""The WSGI application of one site: every request begins and ends its own context and transaction."""

from contextvars import copy_context

from werkzeug.exceptions import MethodNotAllowed
from werkzeug.wrappers import Response
from werkzeug.wsgi import ClosingIterator

from minibench import local as context
from minibench.apps import get_hooks
from minibench.config import get_site_config
from minibench.errors import PermissionError, SessionStopped
from minibench.local import local
from minibench.web import api, auth, desk, errors, methods, pages, responses, sessions, static
from minibench.web.home import is_system_user
from minibench.web.request import Request, read_form
from minibench.whitelist import call


class Application:
	"""Answers requests for one site."""

	def __init__(self, site: str, sites_path: str = "."):
		self.site, self.sites_path = site, sites_path

	def __call__(self, environ, start_response):
		request = Request(environ)
		if request.path.startswith("/assets/"):
			return static.asset(request, self.sites_path)(environ, start_response)
		state = copy_context()
		response = state.run(self._answer, request)
		body = response(environ, start_response)
		return ClosingIterator(body, lambda: state.run(_after_answer, request))

	def _answer(self, request: Request) -> Response:
		try:
			context.init(self.site, self.sites_path)
			local.request, local.request_ip = request, request.remote_addr or "127.0.0.1"
			sessions.start_as_guest()
			return _complete(_respond_safely(request), request)
		except BaseException as error:
			context.destroy()
			if not isinstance(error, Exception):
				raise
			errors.print_traceback(error)
			return Response("Something went wrong.", 500, mimetype="text/plain")


def _respond_safely(request: Request) -> Response:
	"""The answer, or the answer to what went wrong; either way the transaction has ended."""
	try:
		context.connect(set_admin_as_user=False)
		response = respond(request)
		_end_transaction(request)
		return response
	except Exception as error:
		return errors.answer(error, request)


def _complete(response: Response, request: Request) -> Response:
	"""The app's hooks, cookies and headers."""
	for hook in get_hooks("after_request") if local.db else ():
		call(hook, response=response, request=request)
	responses.finish(response, request)
	local.db and local.db.rollback()
	return response


def respond(request: Request) -> Response:
	"""Find out who asks, check that they meant it, and answer."""
	local.db.read_only = True
	if local.conf.maintenance_mode:
		raise SessionStopped("Session Stopped")
	auth.identify(request)
	if not request.reads_only:
		local.db.rollback()
		local.db.read_only = False
	local.form_dict = read_form(request)
	auth.check_csrf(request)
	for hook in get_hooks("before_request"):
		call(hook)
	return dispatch(request)


def dispatch(request: Request) -> Response:
	"""Answer by what the path begins with."""
	path = request.path
	if request.method == "OPTIONS":
		return Response()
	if local.form_dict.get("cmd"):
		return methods.handle(local.form_dict.cmd) or responses.build()
	if path.startswith("/api/"):
		return api.handle(request)
	if auth.is_desk(path):
		return _desk(request)
	if path.startswith(("/files/", "/private/files/")):
		return static.site_file(request)
	if request.method not in ("GET", "HEAD", "POST"):
		raise MethodNotAllowed

	return pages.respond(request)


def _desk(request: Request) -> Response:
	"""The desk is for people with desk access; guests are sent to sign in, with what they typed kept."""
	from urllib.parse import quote

	guest = local.session.user == sessions.GUEST
	if guest and request.reads_only:
		target = request.full_path.rstrip("?")
		return responses.redirect(f"/login?redirect-to={quote(target, safe='')}", 301)
	if guest:
		local.db.read_only = True
	elif not is_system_user():
		raise PermissionError
	return desk.handle(request)


def _end_transaction(request: Request) -> None:
	"""Keep what was written; what is still read for the answer takes no write lock."""
	if request.reads_only or local.db.read_only:
		local.db.rollback()
	else:
		local.db.commit()
	local.db.read_only = True


def _after_answer(request: Request) -> None:
	"""What is recorded beside the answer goes into a short transaction of its own."""
	if not context.is_bound():
		return
	try:
		if local.db and sessions.needs_touch():
			sid = local.session.sid
			request.after_response.add(lambda: sessions.touch(sid))
		if local.db and request.after_response:
			local.db.read_only = False
			request.after_response.run()
			local.db.commit()
	except Exception as error:
		local.db.rollback()
		errors.record(error)
	finally:
		context.destroy()


def make_app(site: str, sites_path: str = ".") -> Application:
	"""The WSGI application of a site, with the facade mounted."""
	import minibench

	minibench.activate()
	return Application(site, sites_path)


def serve(
	site: str, sites_path: str = ".", host: str = "127.0.0.1", port: int = 8000, threads: int = 8
) -> None:
	"""Serve a site until interrupted. Addresses sent by a proxy count only for the configured `trusted_proxy`."""
	import waitress

	proxy = get_site_config(sites_path, f"{sites_path}/{site}").trusted_proxy
	headers = "x-forwarded-for x-forwarded-proto"
	trust = {"trusted_proxy": proxy, "trusted_proxy_headers": headers} if proxy else {}
	waitress.serve(make_app(site, sites_path), host=host, port=port, threads=threads, ident=None, **trust)
