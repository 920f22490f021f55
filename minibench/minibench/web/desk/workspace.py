"""A workspace page from its content: headings, shortcuts, figures, charts, links; and dashboards."""

from minibench.errorlog import log_error
from minibench.errors import DoesNotExistError
from minibench.local import _dict, local
from minibench.translate import _
from minibench.utils.numbers import cint
from minibench.web.desk import display, figures, shell
from minibench.web.desk.env import page, redirect, slug


def home():
	"""The first workspace a person may open."""
	found = shell.workspaces()
	return redirect(found[0].url) if found else page("workspace.html", title=_("Welcome"), blocks=[])


def find(part):
	return next((row for row in shell.workspaces() if slug(row.title or row.name) == part.lower()), None)


def show(row):
	shown = figures.cards(each.number_card_name for each in row.rows["Workspace Number Card"])
	worked_out(figures.gather, [*row.rows["Workspace Shortcut"], *shown])
	blocks = [drawn for block in shell.blocks(row) if (drawn := draw(row, block))]
	return page("workspace.html", title=_(row.title or row.name), blocks=headed(blocks))


def headed(blocks):
	"""The blocks without headings that have nothing below them, as this person sees it."""
	then = [[each.kind for each in blocks[at:] if each.kind != "spacer"] for at in range(1, len(blocks) + 1)]
	return [each for each, kinds in zip(blocks, then, strict=True) if {each.kind, *kinds[:1]} != {"header"}]


def draw(row, block):
	"""One block ready for the template, or None when nothing of it is left for this person."""
	kind, data = block.get("type"), block.get("data") or {}
	maker = MAKERS.get(kind)
	drawn = maker and worked_out(maker, row, data)
	return _dict({"kind": kind, "col": cint(data.get("col")) or 12}, **drawn) if drawn else None


def worked_out(make, *args):
	"""What `make` gives; a figure that fails is said, kept in the Error Log, and takes nothing else off the page."""
	count = len(local.message_log)
	try:
		return make(*args)
	except Exception:
		del local.message_log[count:]
		log_error(_("A figure could not be worked out"))
		return {"kind": "broken", "text": _("This figure could not be worked out. It is in the Error Log.")}


def from_row(doctype, key, make):
	"""A block that stands for a row of the workspace, found by its label."""

	def draw_row(row, data):
		found = next((each for each in row.rows[doctype] if each.label == data.get(key)), None)
		return found and make(found)

	return draw_row


def _card(row, data):
	"""The links below a Card Break up to the next one."""
	links, inside = [], False
	for link in row.rows["Workspace Link"]:
		if link.type == "Card Break":
			inside = link.label == data.get("card_name")
		elif inside:
			links.append((_(link.label or link.link_to), figures.place_url(link.link_type, link.link_to)))
	return links and {"label": _(data.get("card_name")), "links": links}


MAKERS = {
	"header": lambda _row, data: {"text": display.strip(data.get("text") or "")},
	"paragraph": lambda _row, data: {"html": display.clean(data.get("text"))},
	"spacer": lambda _row, _data: {"gap": True},
	"card": _card,
	"shortcut": from_row("Workspace Shortcut", "shortcut_name", figures.shortcut),
	"quick_list": from_row("Workspace Quick List", "quick_list_name", figures.quick_list),
	"number_card": from_row(
		"Workspace Number Card", "number_card_name", lambda row: figures.card(row.number_card_name, row.label)
	),
	"chart": from_row("Workspace Chart", "chart_name", lambda row: figures.chart(row.chart_name, row.label)),
}


def dashboard(name):
	"""A Dashboard: its cards, then its charts."""
	if not shell.may("Dashboard") or not local.db.exists("Dashboard", name):
		raise DoesNotExistError(name)
	cards = local.db.get_all("Number Card Link", {"parent": name}, pluck="card", order_by="idx")
	charts = local.db.get_all("Dashboard Chart Link", {"parent": name}, ["chart", "width"], order_by="idx")
	worked_out(figures.gather, figures.cards(cards))
	blocks = [("number_card", 3, worked_out(figures.card, each)) for each in cards]
	wide = {"Half": 6}
	blocks += [("chart", wide.get(row.width, 12), worked_out(figures.chart, row.chart)) for row in charts]
	blocks = [_dict({"kind": kind, "col": col}, **drawn) for kind, col, drawn in blocks if drawn]
	return page("workspace.html", title=_(name), blocks=blocks)
