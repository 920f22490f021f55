"""A workspace page from its content: headings, shortcuts, figures, charts, links."""

from minibench.errors import DoesNotExistError
from minibench.local import _dict, local
from minibench.translate import _
from minibench.web.desk import display, figures, shell
from minibench.web.desk.env import list_url, page, redirect, slug


def home():
	"""The first workspace a person may open."""
	found = shell.workspaces()
	if found:
		return redirect(found[0].url)
	return page("workspace.html", title=_("Welcome"), blocks=[], empty=True)


def find(part):
	return next((row for row in shell.workspaces() if slug(row.title or row.name) == part.lower()), None)


def show(row):
	blocks = [drawn for block in shell.blocks(row) if (drawn := draw(row, block))]
	return page("workspace.html", title=_(row.title or row.name), blocks=blocks, empty=not blocks)


def draw(row, block):
	"""One block ready for the template, or None when nothing of it is left for this person."""
	kind, data = block.get("type"), block.get("data") or {}
	maker = MAKERS.get(kind)
	drawn = maker(row, data) if maker else None
	return _dict(drawn, kind=kind, col=int(data.get("col") or 12)) if drawn else None


def _words(_row, data):
	return {"html": display.clean(data.get("text"))}


def _heading(_row, data):
	return {"text": display.strip(data.get("text") or "")}


def _row_named(row, doctype, label):
	return next((each for each in row.rows[doctype] if each.label == label), None)


def _shortcut(row, data):
	found = _row_named(row, "Workspace Shortcut", data.get("shortcut_name"))
	return found and figures.shortcut(found)


def _card(row, data):
	"""The links below a Card Break up to the next one."""
	links, inside = [], False
	for link in row.rows["Workspace Link"]:
		if link.type == "Card Break":
			inside = link.label == data.get("card_name")
		elif inside:
			links.append(link_of(link))
	return links and {"label": _(data.get("card_name")), "links": links}


def link_of(link):
	urls = {
		"Report": figures.report_url,
		"DocType": list_url,
		"Dashboard": lambda name: f"/app/dashboard-view/{name}",
	}
	return _dict(
		label=_(link.label or link.link_to), url=urls[link.link_type](link.link_to), help=link.description
	)


def _number_card(row, data):
	found = _row_named(row, "Workspace Number Card", data.get("number_card_name"))
	return found and figures.card(found.number_card_name, found.label)


def _chart(row, data):
	found = _row_named(row, "Workspace Chart", data.get("chart_name"))
	bars = found and figures.chart(found.chart_name, found.label)
	return bars and {"bars": bars}


def _quick_list(row, data):
	found = _row_named(row, "Workspace Quick List", data.get("quick_list_name"))
	return found and figures.quick_list(found)


MAKERS = {
	"header": _heading,
	"paragraph": _words,
	"spacer": lambda _row, _data: {"gap": True},
	"shortcut": _shortcut,
	"card": _card,
	"number_card": _number_card,
	"chart": _chart,
	"quick_list": _quick_list,
}


def dashboard(name):
	if not shell.may("Dashboard") or not local.db.exists("Dashboard", name):
		raise DoesNotExistError(name)
	cards, charts = figures.dashboard(name)
	blocks = [_dict(card, kind="number_card", col=3) for card in cards]
	blocks += [_dict(bars=bars, kind="chart", col=6 if width else 12) for bars, width in charts]
	return page("workspace.html", title=_(name), blocks=blocks, empty=not blocks)
