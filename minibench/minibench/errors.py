"""The exceptions of Frappe 15, with the HTTP status that each one answers, and NotOffered."""


class NotOffered(Exception):
	"""An app used a name of Frappe that minibench does not offer."""

	http_status_code = 417

	def __str__(self):
		name = self.args[0] if self.args else "?"
		return f"{name} is not offered by minibench: see docs/minibench.md for what is"


class SiteNotSpecifiedError(Exception):
	pass


class IncorrectSitePath(Exception):
	pass


class ValidationError(Exception):
	http_status_code = 417


class FrappeTypeError(TypeError):
	http_status_code = 417


class AuthenticationError(Exception):
	http_status_code = 401


class PermissionError(Exception):
	http_status_code = 403


class DoesNotExistError(ValidationError):
	http_status_code = 404


class UnknownDocTypeError(DoesNotExistError, ImportError):
	"""There is no such DocType: Frappe answers an ImportError here."""


class PageDoesNotExistError(ValidationError):
	http_status_code = 404


class NameError(Exception):
	http_status_code = 409


class OutgoingEmailError(Exception):
	http_status_code = 501


class SessionStopped(Exception):
	http_status_code = 503


class Redirect(Exception):
	http_status_code = 301

	def __init__(self, http_status_code: int = 301):
		self.http_status_code = http_status_code


class CSRFTokenError(Exception):
	http_status_code = 400


class TooManyRequestsError(Exception):
	http_status_code = 429


class DuplicateEntryError(NameError):
	pass


class DataError(ValidationError):
	pass


class MandatoryError(ValidationError):
	pass


class NonNegativeError(ValidationError):
	pass


class RateLimitExceededError(ValidationError):
	http_status_code = 429


class CannotChangeConstantError(ValidationError):
	pass


class CharacterLengthExceededError(ValidationError):
	pass


class UpdateAfterSubmitError(ValidationError):
	pass


class LinkValidationError(ValidationError):
	pass


class CancelledLinkError(LinkValidationError):
	pass


class DocstatusTransitionError(ValidationError):
	pass


class TimestampMismatchError(ValidationError):
	pass


class LinkExistsError(ValidationError):
	pass


class InvalidEmailAddressError(ValidationError):
	pass


class InvalidNameError(ValidationError):
	pass


class InvalidPhoneNumberError(ValidationError):
	pass


class TemplateNotFoundError(ValidationError):
	pass


class UniqueValidationError(ValidationError):
	pass


class AppNotInstalledError(ValidationError):
	pass


class MaxFileSizeReachedError(ValidationError):
	pass


class InReadOnlyMode(ValidationError):
	http_status_code = 503


class LockTimeoutError(Exception):
	pass


class FileTypeNotAllowed(ValidationError):
	pass


class InvalidRoundingMethod(ValidationError):
	pass
