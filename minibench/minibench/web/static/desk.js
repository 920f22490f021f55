"use strict";
const here = globalThis.document?.documentElement.lang.replace(/^en$/, "en-GB"); // as the server writes days
// Expressions: the same interpreter as expressions.py, over the tree that the server parsed.
const Expr = (() => {
	const text = (v) => (Array.isArray(v) ? v.map((x) => (x === null || x === undefined ? "" : text(x))).join(",") : String(v));
	const lead = (pattern, v) => {
		if (typeof v === "boolean") return Number(v);
		const found = text(v).match(pattern);
		return found ? Number(found[0]) : 0;
	};
	const has = (holder, item) => (Array.isArray(holder) ? holder.includes(item) : typeof holder === "string" && holder.includes(text(item)));
	const ops = {
		"!": (a) => !a,
		"===": (a, b) => a === b,
		"!==": (a, b) => a !== b,
		"==": (a, b) => a == b,
		"!=": (a, b) => a != b,
		"<": (a, b) => a < b,
		">": (a, b) => a > b,
		"<=": (a, b) => a <= b,
		">=": (a, b) => a >= b,
		len: (a) => (typeof a === "string" || Array.isArray(a) ? a.length : undefined),
		in: has,
		cint: (a) => lead(/^\s*[-+]?\d+/, a),
		flt: (a) => lead(/^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?/i, a),
	};
	const stored = (v) => (v === null ? undefined : v);
	function run(tree, doc, parent, roles) {
		const [kind, a, b] = tree;
		const go = (part) => run(part, doc, parent, roles);
		if (kind === "v") return a;
		if (kind === "undef") return undefined;
		if (kind === "doc") return stored(doc(a));
		if (kind === "parent") return stored(parent(a));
		if (kind === "has") {
			const value = stored(doc(a));
			return Array.isArray(value) ? value.length > 0 : value;
		}
		if (kind === "&&") return go(a) && go(b);
		if (kind === "||") return go(a) || go(b);
		if (kind === "list") return tree.slice(1).map(go);
		if (kind === "role") return [].concat(go(a)).some((role) => roles.includes(role));
		return ops[kind](...tree.slice(1).map(go));
	}
	return { evaluate: (tree, doc, parent, roles) => !tree || Boolean(run(tree, doc, parent || (() => undefined), roles || [])) };
})();

if (typeof document === "undefined") module.exports = Expr;
else start();

function start() {
	const $ = (sel, root = document) => root.querySelector(sel);
	const $$ = (sel, root = document) => [...root.querySelectorAll(sel)];
	const user = document.body.dataset.user;
	document.documentElement.classList.add("js");
	const make = (tag, props = {}, ...kids) => {
		const el = Object.assign(document.createElement(tag), props);
		for (const [key, value] of Object.entries(props.attrs || {})) el.setAttribute(key, value);
		el.append(...kids);
		return el;
	};
	const later = (fn, ms) => {
		let timer;
		return (...args) => {
			clearTimeout(timer);
			timer = setTimeout(fn, ms, ...args);
		};
	};
	const ask = async (path, query) => {
		const answer = await fetch(`/app/-/${path}?${new URLSearchParams(query)}`, { headers: { Accept: "application/json" } });
		if (!answer.ok) throw new Error(answer.status);
		return answer.json();
	};
	const store = {
		all: () => { try { return Object.keys(localStorage).filter((key) => key.startsWith("draft:")); } catch { return []; } },
		get: (key) => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
		set: (key, value) => { try { if (!store.shut) localStorage.setItem(key, JSON.stringify(value)); } catch { /* full or forbidden: the page still works */ } },
		drop: (key) => { try { localStorage.removeItem(key); } catch { /* nothing was kept */ } },
	};

	// frame: menus close, keys, print
	document.addEventListener("click", (e) => {
		for (const menu of $$("details.menu[open]")) if (!menu.contains(e.target)) menu.open = false;
	});
	document.addEventListener("keydown", (e) => {
		if (e.key === "Escape") {
			const menu = e.target.closest("details.menu[open]");
			if (menu) { menu.open = false; $("summary", menu).focus(); }
		}
		if (!e.ctrlKey && !e.metaKey && !e.altKey) return single(e);
		if (!(e.ctrlKey || e.metaKey) || e.altKey) return;
		if (e.key === "k" && $("#jump")) { e.preventDefault(); $("#jump").focus(); $("#jump").select(); }
		if (e.key === "s" && $("[data-save]")) { e.preventDefault(); $("[data-save]").click(); }
	});
	// single keys: never while somebody types, and not at all where they were switched off (WCAG 2.1.4)
	const plain = { get: () => { try { return localStorage.getItem("keys") !== "off"; } catch { return true; } } };
	const typing = (el) => el.closest("input:not([type=checkbox], [type=radio], [type=file], [type=button]), textarea, select, [contenteditable=true], [role=listbox]");
	function single(e) {
		if (e.defaultPrevented || typing(e.target) || !plain.get()) return;
		const to = e.key === "/" ? $("#jump") : e.key.length === 1 && $$(`[data-key="${CSS.escape(e.key)}"]`)[0];
		if (!to) return;
		e.preventDefault();
		if (to.matches("[data-stop]")) to.focus();
		else if (to.matches("input")) { to.focus(); to.select(); }
		else to.click();
	}
	const switched = $("[data-keys]");
	if (switched) {
		switched.checked = plain.get();
		switched.closest("[hidden]").hidden = false;
		switched.onchange = () => { try { localStorage.setItem("keys", switched.checked ? "on" : "off"); } catch { /* they stay on */ } };
	}
	const toMenu = $(".tomenu");
	toMenu?.addEventListener("click", (e) => {
		e.preventDefault();
		const open = $("#menu").classList.toggle("open");
		toMenu.setAttribute("aria-expanded", open);
		if (open) $("#menu a")?.focus();
	});
	for (const button of $$("[data-print]")) { button.hidden = false; button.onclick = () => print(); }
	let leaving = false, dirty = false;
	$("[data-logout]")?.addEventListener("submit", (e) => {
		if (dirty && !confirm(said("leave"))) return e.preventDefault();
		leaving = store.shut = true;
		store.all().forEach(store.drop);
	});
	$("[data-focus]")?.focus();

	// a box with a list of suggestions: the jump box and every link
	let boxes = 0;
	function suggest(input, find, pick) {
		const list = make("ul", { className: "options", hidden: true, id: `options-${++boxes}`, attrs: { role: "listbox" } });
		input.parentNode.append(list);
		input.setAttribute("aria-controls", list.id);
		input.setAttribute("role", "combobox");
		input.setAttribute("aria-expanded", "false");
		input.setAttribute("aria-autocomplete", "list");
		let hits = [], at = -1, asked = 0, busy = false, want = 0;
		// what was offered for other text is never chosen by a key: the list is busy until it fits again
		const wait = (on) => { busy = on; list.setAttribute("aria-busy", on); };
		const close = () => { list.hidden = true; at = -1; want = 0; wait(false); input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); };
		const mark = (n) => {
			at = n;
			[...list.children].forEach((li, i) => li.setAttribute("aria-selected", i === n));
			const li = list.children[n];
			if (li) { input.setAttribute("aria-activedescendant", li.id); li.scrollIntoView({ block: "nearest" }); }
		};
		const choose = (n) => { const hit = hits[n]; close(); if (hit) pick(hit); };
		const open = async () => {
			const mine = ++asked;
			let found;
			try { found = await find(input.value.trim()); } catch { want = 0; return; }
			if (mine !== asked || document.activeElement !== input) return;
			hits = found;
			list.replaceChildren(...found.map((hit, i) => {
				const li = make("li", { id: `${list.id}-${i}`, attrs: { role: "option", "aria-selected": "false" } }, hit.label);
				if (hit.more) li.append(make("small", {}, hit.more));
				li.onmousedown = (e) => { e.preventDefault(); choose(i); };
				return li;
			}));
			list.hidden = !found.length;
			input.setAttribute("aria-expanded", String(!list.hidden));
			at = -1;
			wait(false);
			if (want && hits.length) mark(want > 0 ? 0 : hits.length - 1);
			want = 0;
		};
		const soon = later(() => { if (busy) open(); }, 150);
		input.addEventListener("input", () => {
			asked++;
			want = 0;
			wait(true);
			mark(-1);
			input.removeAttribute("aria-activedescendant");
			soon();
		});
		input.addEventListener("mousedown", () => { if (list.hidden && document.activeElement === input) open(); });
		input.addEventListener("blur", () => { asked++; close(); });
		input.addEventListener("keydown", (e) => {
			if (e.ctrlKey || e.metaKey || e.altKey) return;
			if (e.key === "ArrowDown" || e.key === "ArrowUp") {
				e.preventDefault();
				const way = e.key === "ArrowDown" ? 1 : -1;
				if (list.hidden || busy) { want = way; return open(); }
				mark(at < 0 && way < 0 ? hits.length - 1 : (at + way + hits.length) % hits.length);
			} else if (e.key === "Enter" && want) e.preventDefault();
			else if (e.key === "Enter" && !list.hidden && at >= 0) { e.preventDefault(); choose(at); }
			else if (e.key === "Escape" && !list.hidden) { e.stopPropagation(); close(); }
			else if (e.key === "Tab" && !list.hidden && at >= 0) choose(at);
		});
		return open;
	}
	if ($("#jump")) suggest($("#jump"), async (q) => (q ? (await ask("jump", { q })).map((h) => ({ ...h, more: h.kind })) : []), (hit) => location.assign(hit.url));

	const form = $("#doc");
	const data = form ? JSON.parse($("#form-data").textContent) : null;
	const said = (word, ...parts) => parts.reduce((text, part, n) => text.replace(`{${n}}`, part), data?.words[word] || "");
	const named = (name) => {
		const found = form.elements[name];
		return found instanceof RadioNodeList ? found[found.length - 1] : found;
	};
	const partner = (input, what) => input.parentNode.querySelector(`[name="${CSS.escape(input.name)}:${what}"]`);

	function combo(input) {
		if (input.dataset.ready || input.closest("template")) return;
		input.dataset.ready = 1;
		const choices = input.closest("[data-choices]");
		const before = input.name.slice(0, input.name.lastIndexOf(".") + 1);
		const other = () => input.dataset.of && (named(before + input.dataset.of)?.value ?? data?.doc[input.dataset.of] ?? "");
		const near = () => Object.fromEntries((input.dataset.by?.split(" ") || []).map((path) => {
			const [of, name] = path.split(".");
			return [path, reader(of === "doc" ? before : "", data.doc)(name) ?? ""];
		}));
		const find = async (txt) => {
			if (input.readOnly) return [];
			const title = partner(input, "title");
			if (title && title.value === txt) txt = "";
			const found = await ask(input.dataset.ask || "link", { doctype: input.dataset.combo, field: input.dataset.field, txt, of: other() || "", ...near() });
			if (found.new && form) found.hits.push({ label: `+ ${found.of}`, url: found.new, preset: found.preset && txt ? { [found.preset]: txt } : {} });
			return found.hits.length ? found.hits : [{ label: "-", none: true }];
		};
		suggest(input, find, (hit) => {
			if (hit.none) return;
			if (hit.url) makeBeside(input, hit);
			else take(input, hit);
		});
	}
	function take(input, hit) {
		const choices = input.closest("[data-choices]"), name = partner(input, "name");
		if (choices) return addChoice(choices, hit.value, hit.label);
		input.value = name ? hit.label : hit.value;
		if (name) { name.value = hit.value; partner(input, "title").value = hit.label; }
		input.dispatchEvent(new Event("change", { bubbles: true }));
	}

	// "+ New": the other form in a tab of its own, which hands the record back when it is saved and closes
	const wanted = new Map();
	function makeBeside(input, hit) {
		const mark = `make:${hit.url.replace(/new$/, "")}:${Date.now()}`, query = new URLSearchParams(hit.preset);
		wanted.set(mark, input);
		open(`${hit.url}?${query}`, mark);
	}
	addEventListener("message", (e) => {
		const input = e.origin === location.origin && wanted.get(e.data?.made);
		if (!input) return;
		wanted.delete(e.data.made);
		take(input, e.data);
		input.focus();
	});
	if (form && opener && window.name.startsWith("make:")) {
		if (form.dataset.name && $("[data-saved='1']") && location.pathname.startsWith(window.name.split(":")[1])) {
			const { name: value, title: label } = form.dataset;
			opener.postMessage({ made: window.name, value, label }, location.origin);
			window.name = "";
			store.drop(sessionStorage.getItem("sent"));
			return close();
		}
		$("[data-beside]")?.removeAttribute("hidden");
	}
	function addChoice(box, value, label) {
		const input = $("[data-combo]", box);
		if (!$$("input[type=checkbox]", box).some((el) => el.value === value)) {
			const check = make("input", { type: "checkbox", name: box.dataset.choices, value, checked: true });
			$(".combo", box).before(make("label", { className: "chip check" }, check, " ", label));
		}
		input.value = "";
		input.dispatchEvent(new Event("change", { bubbles: true }));
	}
	$$("[data-combo]").forEach(combo);
	document.addEventListener("desk:fresh", () => $$("[data-combo]").forEach(combo));

	// lists
	const filters = $("[data-filters]");
	if (filters) {
		filters.hidden = false;
		filters.onclick = () => filters.setAttribute("aria-expanded", String(filters.form.classList.toggle("open")));
	}
	const picker = $("[data-filter]"), fitting = $("[data-filterbox]");
	let fits = 0;
	async function fit(e) {
		const mine = ++fits, op = e.target === picker ? "" : $("#_op").value;
		if (!picker.value) return;
		const answer = await fetch(`/app/-/filter?${new URLSearchParams({ doctype: picker.dataset.filter, field: picker.value, op })}`);
		const html = answer.ok ? await answer.text() : "";
		if (mine !== fits || !html) return;
		fitting.innerHTML = html;
		$$("[data-combo]", fitting).forEach(combo);
		if (e.target !== picker) $("#_op").focus();
	}
	if (picker) {
		picker.onchange = fit;
		fitting.onchange = (e) => { if (e.target.id === "_op") fit(e); };
	}
	for (const order of $$("[data-order]")) {
		$$("[data-move]", order).forEach((b) => { b.hidden = false; });
		order.onclick = (e) => {
			const button = e.target.closest("[data-move]"), row = button?.closest("li");
			if (!button) return;
			if (button.dataset.move < 0) row.previousElementSibling?.before(row);
			else row.nextElementSibling?.after(row);
			button.focus();
		};
	}
	const bar = $("[data-bulkbar]");
	if (bar) {
		const all = $("[data-all]"), whole = $("[data-whole]", bar), picks = $$("input[name=row]"), count = $("[data-count]", bar);
		const words = count.textContent;
		const show = () => {
			const n = picks.filter((p) => p.checked).length, some = n > 0 || whole?.checked;
			$$("[data-bulk]", bar).forEach((b) => { b.disabled = !some || ("file" in b.dataset && whole?.checked); });
			count.textContent = whole?.checked ? words : n ? count.dataset.words.replace("{0}", n) : words;
			bar.classList.toggle("on", Boolean(some));
		};
		all.onchange = () => { picks.forEach((p) => { p.checked = all.checked; }); show(); };
		[...picks, whole].forEach((p) => p?.addEventListener("change", show));
		addEventListener("pageshow", show);
		show();
	}
	// a choice that sends its form: what is gone to by keys counts on Enter or on leaving
	for (const el of $$("[data-press]")) {
		let keyed = false, sent = el.value;
		const send = () => {
			if (el.value === sent) return;
			sent = el.value;
			el.form.requestSubmit(el.form.elements[el.dataset.press]);
		};
		el.onkeydown = (e) => {
			keyed = e.key !== "Enter";
			if (keyed || el.value === sent) return;
			e.preventDefault();
			send();
		};
		el.onpointerdown = () => { keyed = false; };
		el.onchange = () => { if (!keyed) send(); };
		el.onblur = send;
	}
	async function poll() {
		let html;
		try { html = await (await fetch(location.href)).text(); } catch { return setTimeout(poll, 5000); }
		const now = $("#bulk", new DOMParser().parseFromString(html, "text/html"));
		if (!now) return;
		const held = document.activeElement?.textContent;
		$("#bulk").replaceWith(now);
		$$("a, button", now).find((el) => el.textContent === held)?.focus();
		if ("poll" in now.dataset) setTimeout(poll, 1000);
	}
	if ($("[data-poll]")) setTimeout(poll, 1000);

	// a file that is too large is said to be before it is sent
	document.addEventListener("change", (e) => {
		const most = e.target.dataset?.most;
		if (!most || !data) return;
		$(".why[data-large]", e.target.closest(".field"))?.remove();
		const large = [...e.target.files].find((file) => file.size > most);
		if (!large) return;
		e.target.value = "";
		const why = make("p", { className: "why", attrs: { "data-large": "", role: "alert" } }, said("large", large.name, Math.floor(most / 1048576)));
		e.target.closest(".field").append(why);
	}, true);

	if (!form) return forget();

	// values as the expressions read them
	const clean = (input) => {
		const name = partner(input, "name");
		return name && partner(input, "title").value === input.value ? name.value : input.value;
	};
	const number = (value) => parseFloat(String(value).replace(/[\s,%£$€]/g, "")) || 0;
	const reader = (prefix, fallback) => (name) => {
		const grid = !prefix && $(`[data-grid="${name}"]`);
		if (grid) return $$("tbody[data-row]", grid);
		const box = $(`[data-choices="${prefix}${name}"]`);
		if (box) return $$("input:checked", box).map((el) => el.value);
		const input = named(prefix + name);
		if (!input) return fallback[name];
		if (input.type === "checkbox") return input.checked ? 1 : 0;
		return "num" in input.dataset ? number(input.value) : clean(input);
	};
	const main = reader("", data.doc);
	function obey(rules, prefix, doc, parent, root) {
		for (const [name, rule] of Object.entries(rules)) {
			const on = rule.d ? Expr.evaluate(rule.d, doc, parent, data.roles) : true;
			for (const el of $$(`[data-f="${CSS.escape(prefix + name)}"]`, root)) {
				if (el.classList.contains("tab")) el.dataset.off = on ? "" : "1";
				else if (rule.d) el.hidden = !on;
				if (rule.m) {
					const need = Expr.evaluate(rule.m, doc, parent, data.roles);
					$$("[data-need]", el).forEach((n) => { n.hidden = !need; });
				}
				if (rule.r) lock(el, Expr.evaluate(rule.r, doc, parent, data.roles));
			}
		}
	}
	function lock(el, locked) {
		el.toggleAttribute("data-locked", locked);
		for (const input of $$("input:not([type=hidden]), textarea, select, [contenteditable]", el)) {
			input.readOnly = locked;
			if (input.matches("select, [type=checkbox], [type=file]")) input.inert = locked;
		}
	}
	function rules() {
		obey(data.rules, "", main);
		for (const [table, spec] of Object.entries(data.tables)) {
			if (!Object.keys(spec.rules).length) continue;
			for (const row of $$(`[data-grid="${table}"] tbody[data-row]`)) {
				const prefix = `${table}.${row.dataset.row}.`;
				obey(spec.rules, prefix, reader(prefix, {}), main, row);
			}
		}
		showTab();
	}

	// tabs
	const tabs = $$("[data-tabs] a");
	let current = tabs[0]?.hash;
	function showTab() {
		if (!tabs.length) return;
		if (tabs.find((a) => a.hash === current)?.hidden) current = tabs.find((a) => !a.hidden)?.hash;
		for (const a of tabs) {
			const on = a.hash === current;
			a.toggleAttribute("aria-current", on);
			const tab = $(a.hash);
			tab.hidden = !on || tab.dataset.off === "1";
		}
		form.elements._tab.value = (current || "").slice(1);
	}
	function reveal(id) {
		const el = id && document.getElementById(id);
		if (!el) return;
		const tab = el.closest(".tab");
		if (tab && tabs.length) { current = `#${tab.id}`; showTab(); }
		const fold = el.closest("details.section, details.ask");
		if (fold) fold.open = true;
		const more = el.closest(".more"), told = el.closest("td.told");
		if (more) more.hidden = false;
		if (told) unfold(told.closest("tbody"), true);
		if (!el.classList.contains("tab")) {
			el.scrollIntoView({ block: "center" });
			(el.matches("input, select, textarea") ? el : $("input:not([type=hidden]), select, textarea, button", el) || el).focus({ preventScroll: true });
		}
	}
	$("[data-tabs]")?.addEventListener("click", (e) => {
		const a = e.target.closest("a");
		if (!a) return;
		e.preventDefault();
		current = a.hash;
		history.replaceState(null, "", a.hash);
		showTab();
	});
	document.addEventListener("click", (e) => {
		const a = e.target.closest(".errors:not(.conflict) a[href^='#'], .menu a[href^='#']");
		if (!a) return;
		e.preventDefault();
		$$("details.menu[open]").forEach((menu) => { menu.open = false; });
		reveal(a.hash.slice(1));
	});
	document.addEventListener("keydown", (e) => {
		const way = e.altKey && { PageDown: 1, PageUp: -1 }[e.key];
		const shown = way ? tabs.filter((a) => !a.hidden) : [];
		if (!shown.length) return;
		e.preventDefault();
		const next = shown[(shown.findIndex((a) => a.hash === current) + way + shown.length) % shown.length];
		next.click();
		next.focus();
	});

	// rows of child tables
	// on a phone a row is a card: what is filled in is a line that opens it, what is empty is a box
	const inWords = (cell) => {
		const box = $("input:not([type=hidden]), select, textarea", cell);
		if (!box) return cell.innerText.trim();
		if (box.matches("[aria-invalid], [type=file], [data-rich]")) return "";
		if (box.type === "checkbox") return box.checked ? ($("label > span:not(.need)", cell) || $("label", cell).firstChild).textContent.trim() : "";
		if (box.type === "date" && box.value) return new Date(`${box.value}T00:00`).toLocaleDateString(here, { day: "numeric", month: "short", year: "numeric" });
		return (box.matches("select") ? box.selectedOptions[0]?.text : box.value) || "";
	};
	function unfold(row, open) {
		row.toggleAttribute("data-open", open);
		$("[data-gist]", row)?.setAttribute("aria-expanded", String(open));
	}
	function tell(row) {
		const words = $$("td[data-label]", row).map((cell) => {
			const text = inWords(cell);
			cell.classList.toggle("told", text !== "" && !$(".field[hidden]", cell));
			return cell.matches(".told") ? text : "";
		});
		if (!$("[data-gist]", row)) $("td.no", row).append(make("button", { type: "button", className: "gist", attrs: { "data-gist": "", "aria-expanded": "false" } }));
		const cut = (text, at) => (text.length > 42 - 12 * Boolean(at) ? `${text.slice(0, 40 - 12 * Boolean(at)).trimEnd()}\u2026` : text);
		const [first, ...rest] = [...new Set(words.filter(Boolean))].map(cut);
		$("[data-gist]", row).replaceChildren(make("span", {}, make("b", {}, first || ""), rest.map((text) => ` \u00b7 ${text}`).join("")));
		$("[data-gist]", row).hidden = !first;
	}
	const tidy = (grid) => {
		const rows = $$("tbody[data-row]", grid);
		rows.forEach((row, i) => { const no = $("[data-no]", row); no[no.matches("input") ? "value" : "textContent"] = i + 1; });
		$("thead", grid).hidden = !rows.length;
		$("[data-none]", grid)?.toggleAttribute("hidden", rows.length > 0);
	};
	function dress(root) {
		$$("[data-more]", root).forEach((b) => { b.hidden = false; });
		$$("[data-rest]:not([data-open])", root).forEach((tr) => { tr.hidden = true; });
		$$("[data-combo]", root).forEach(combo);
		$$("[data-rich]", root).forEach(rich);
	}
	const freshKey = (grid) => `new${1 + $$("tbody[data-row]", grid).reduce((n, r) => Math.max(n, Number((r.dataset.row.match(/^new(\d+)$/) || [0, 0])[1])), 0)}`;
	function addRow(grid, key = freshKey(grid)) {
		const holder = make("table");
		holder.innerHTML = $("template", grid).innerHTML.replaceAll("__KEY__", key);
		const row = holder.tBodies[0];
		$("table", grid).append(row);
		dress(row);
		tell(row);
		unfold(row, true);
		tidy(grid);
		return row;
	}
	const copyable = (root) => $$("input, select, textarea", root).filter((el) => el.name && el.type !== "file");
	const BOXES = ":is(input:not([type=hidden], [readonly]), select, textarea:not([hidden]), [contenteditable=true])";
	const boxOf = (row, at = 0) => { const found = $$(`td:not(.no) ${BOXES}`, row); return found[Math.min(at, found.length - 1)]; };
	const placeOf = (row, box) => Math.max(0, $$(`td:not(.no) ${BOXES}`, row).indexOf(box));

	// a slim row gets what it leaves out when it is opened
	async function load(row) {
		if (!("shut" in row.dataset)) return;
		delete row.dataset.shut;
		const as = JSON.stringify(snapshot()) === opened, path = `${row.closest("[data-grid]").dataset.grid}.${row.dataset.row}`;
		const answer = await fetch(`${form.dataset.key}?${new URLSearchParams({ row: path, _part: 1 })}`).catch(() => ({}));
		if (!answer.ok) return form.requestSubmit($("[data-more]", row));
		const holder = make("table");
		holder.innerHTML = await answer.text();
		row.append(holder.rows[0]);
		dress(row);
		rules();
		if (as) opened = JSON.stringify(snapshot());
	}
	async function enter(row, open, at) {
		if (open && "shut" in row.dataset) await load(row);
		whole(row, open);
		const slim = row.closest("[data-slim]");
		if (slim) unfold(row, open);
		(slim && !open ? $("[data-more]", row) : slim ? $(`.more ${BOXES}`, row) : boxOf(row, at))?.focus();
	}
	// the whole form of a row: its cells go under their labels, and back when it is closed
	function whole(row, open) {
		const slim = row.closest("[data-slim]");
		let more = $(".more", row);
		if (!more) {
			const cell = make("td", { colSpan: row.rows[0].cells.length }, make("div", { className: "cols" }));
			row.append(more = make("tr", { className: "more" }, cell));
		}
		const holder = $(".cols", more);
		if (open && !slim) {
			const cells = $$("tr:not(.more) > td > .field", row);
			cells.forEach((field) => { field.home = field.parentNode; field.home.append(make("span", { className: "stead" }, inWords(field.home))); });
			holder.prepend(...cells);
		} else for (const field of [...holder.children].filter((el) => el.home)) {
			$(".stead", field.home).remove();
			field.home.append(field);
			field.home = null;
		}
		more.hidden = !open;
		row.toggleAttribute("data-whole", open);
		$("[data-more]", row)?.setAttribute("aria-expanded", String(open));
		if (!open) tell(row);
	}
	const tellPlace = (grid, row) => {
		const rows = $$("tbody[data-row]", grid);
		announce(said("place", rows.indexOf(row) + 1, rows.length));
	};
	const live = make("p", { className: "out", attrs: { role: "status" } });
	form.after(live);
	const announce = (text) => { live.textContent = text; };

	function rowStep(what, grid, row, from) {
		if (what === "dup" && "shut" in row.dataset) return load(row).then(() => rowStep(what, grid, row, from));
		let focus = row, at = from ? placeOf(row, from) : 0;
		if (what === "add" || what === "after") { focus = addRow(grid); if (row) row.after(focus); at = 0; }
		if (what === "dup") {
			focus = addRow(grid);
			if (row.hasAttribute("data-whole")) whole(row, false);
			const part = (el, of) => `${el.type} ${el.name.replace(`.${of.dataset.row}.`, ". ")}`;
			const to = new Map(copyable(focus).map((el) => [part(el, focus), el]));
			for (const el of copyable(row)) {
				const box = to.get(part(el, row));
				if (box && el.name !== grid.dataset.grid) { box.value = el.value; box.checked = el.checked; box.refresh?.(); }
			}
			row.after(focus);
			tell(focus);
		}
		if (what === "del") {
			const next = row.nextElementSibling;
			focus = next?.matches("tbody") ? next : row.previousElementSibling?.matches("tbody") ? row.previousElementSibling : $(".add button", grid);
			row.remove();
			undo(grid, row, next);
		}
		if (what === "up" && row.previousElementSibling?.matches("tbody")) row.previousElementSibling.before(row);
		if (what === "down" && row.nextElementSibling?.matches("tbody")) row.nextElementSibling.after(row);
		$$("details.menu[open]", grid).forEach((menu) => { menu.open = false; });
		tidy(grid);
		(focus?.matches("button") ? focus : focus && boxOf(focus, at))?.focus();
		if (what !== "del") tellPlace(grid, focus);
		changed();
	}
	function undo(grid, row, next) {
		$("[data-undo]", grid)?.remove();
		const back = make("button", { type: "button", className: "quiet", textContent: said("undo") });
		const note = make("p", { className: "add soft", attrs: { "data-undo": "" } }, said("gone"), " ", back);
		grid.append(note);
		announce(said("gone"));
		back.onclick = () => {
			if (next?.isConnected) next.before(row);
			else $("table", grid).append(row);
			note.remove();
			tidy(grid);
			boxOf(row)?.focus();
			changed();
		};
	}
	form.addEventListener("click", (e) => {
		const more = e.target.closest("[data-more]");
		if (more) {
			const row = more.closest("tbody"), open = !row.hasAttribute("data-whole") && !$(".more:not([hidden])", row);
			e.preventDefault();
			if (open) enter(row, open);
			else whole(row, open);
			return;
		}
		const gist = e.target.closest("[data-gist]"), card = gist?.closest("tbody");
		if (card) {
			unfold(card, !card.hasAttribute("data-open"));
			if (!card.hasAttribute("data-open")) tell(card);
		}
		const button = e.target.closest("button[value^='row:']");
		if (!button) return;
		e.preventDefault();
		rowStep(button.value.split(":")[1], button.closest("[data-grid]"), button.closest("tbody"));
	});
	form.addEventListener("change", (e) => {
		const row = e.target.matches("input[data-no]") && e.target.closest("tbody"), grid = row && row.closest("[data-grid]");
		if (!row) return;
		const rows = $$("tbody[data-row]", grid).filter((each) => each !== row), to = parseInt(e.target.value, 10) - 1;
		if (to >= 0) rows[to] ? rows[to].before(row) : rows.at(-1)?.after(row);
		tidy(grid);
		tellPlace(grid, row);
		e.target.focus();
	});
	const EDGES = { ArrowUp: "previousElementSibling", ArrowDown: "nextElementSibling" };
	form.addEventListener("keydown", (e) => {
		const row = e.target.closest("[data-grid] tbody[data-row]"), grid = row?.closest("[data-grid]");
		if (!grid || e.defaultPrevented || e.altKey) return;
		const ctrl = e.ctrlKey || e.metaKey, writes = $("template", grid), open = row.hasAttribute("data-whole");
		const go = (act) => { e.preventDefault(); act(); };
		const step = (edge, making) => {
			const next = row[edge], at = placeOf(row, e.target);
			if (next?.matches("tbody")) {
				if (open) { whole(row, false); return enter(next, true, at); }
				const box = boxOf(next, at);
				box?.focus();
				if (box?.select && box.type !== "date") box.select();
			} else if (making) rowStep("add", grid);
		};
		if (e.key === "F2") return go(() => enter(row, !open, placeOf(row, e.target)));
		if (e.key === "Escape" && open && !e.target.closest("details.menu[open]")) return go(() => enter(row, false));
		if (ctrl && !e.shiftKey && EDGES[e.key]) return go(() => step(EDGES[e.key]));
		if (!writes || row.closest("[data-locked]")) return;
		if (e.key === "Enter" && ctrl) return go(() => rowStep(e.shiftKey ? "dup" : "after", grid, row));
		if (ctrl && e.shiftKey && EDGES[e.key]) return go(() => rowStep(e.key === "ArrowUp" ? "up" : "down", grid, row, e.target));
		if (ctrl && e.shiftKey && e.key === "Backspace") return go(() => rowStep("del", grid, row, e.target));
		if (e.key === "Enter" && !open && e.target.matches("input:not([type=checkbox], [type=file])")) go(() => step("nextElementSibling", true));
	});

	// text with a few forms: the textarea stays what is sent
	function rich(area) {
		if (area.dataset.ready || area.closest("template")) return;
		area.dataset.ready = 1;
		const box = make("div", { contentEditable: String(!area.readOnly), attrs: { role: "textbox", "aria-multiline": "true", "aria-labelledby": area.getAttribute("aria-labelledby") } });
		box.innerHTML = area.value;
		const sync = () => { area.value = box.textContent.trim() || box.querySelector("img") ? box.innerHTML : ""; changed(); };
		const tool = (label, title, command, value) => make("button", {
			type: "button", className: "square", textContent: label, title, attrs: { "aria-label": title },
			onclick: () => { box.focus(); document.execCommand(command, false, value); sync(); },
		});
		const words = data.words;
		const tools = make("div", { className: "tools", attrs: { role: "toolbar" } },
			tool("B", words.bold, "bold"), tool("I", words.italic, "italic"),
			tool("•", words.list, "insertUnorderedList"), tool("1.", words.numbers, "insertOrderedList"));
		box.addEventListener("input", sync);
		box.addEventListener("paste", (e) => { e.preventDefault(); document.execCommand("insertText", false, e.clipboardData.getData("text/plain")); });
		area.refresh = () => { box.innerHTML = area.value; };
		area.hidden = true;
		area.after(make("div", { className: "rich" }, tools, box));
	}

	// what a chosen link brings along
	form.addEventListener("change", async (e) => {
		const input = e.target.closest("[data-combo]");
		if (!input || input.closest("[data-choices]")) return;
		const value = clean(input), link = input.parentNode.querySelector("[data-open]");
		if (link) {
			link.hidden = !(value && link.dataset.open);
			if (link.dataset.open) link.href = `/app/${encodeURIComponent(link.dataset.open.toLowerCase().replaceAll(" ", "-"))}/${encodeURIComponent(value)}`;
		}
		const at = input.name.lastIndexOf(".") + 1, prefix = input.name.slice(0, at);
		const wanted = (prefix ? data.tables[prefix.split(".")[0]] : data)?.fetch[input.dataset.field];
		if (!wanted) return;
		let found;
		try { found = await ask("fetch", { doctype: input.dataset.combo, field: input.dataset.field, value }); } catch { return; }
		for (const [name, onlyEmpty] of Object.entries(wanted)) {
			const text = found.values[name] ?? "", target = named(prefix + name);
			if (!target) {
				const shown = $(`[data-f="${CSS.escape(prefix + name)}"] .value`);
				if (shown) shown.textContent = found.titles[name] ?? (text || "-");
				if (!prefix && name in data.doc) data.doc[name] = text;
			} else if (!(onlyEmpty && target.value)) put(target, text, found.titles[name]);
		}
		changed();
	});
	function put(input, text, title) {
		if (input.type === "checkbox") input.checked = text === "1";
		else input.value = title ?? text;
		const name = partner(input, "name");
		if (name) { name.value = text; partner(input, "title").value = input.value; }
		input.refresh?.();
	}

	// work that is not saved: kept in this browser, offered again
	const key = `draft:${user}:${form.dataset.key}`, status = $("[data-saved]");
	const skip = /^(csrf_token|_|.*:(file|at)$)/;
	const snapshot = () => {
		const secret = new Set($$("[type=password]", form).map((el) => el.name));
		return [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !skip.test(name) && !secret.has(name));
	};
	let opened = JSON.stringify(snapshot());
	const refused = "unsaved" in form.dataset;
	let busy = false;
	dirty = refused;
	const keep = () => {
		if (busy) return;
		const now = snapshot();
		dirty = refused || JSON.stringify(now) !== opened;
		if (dirty) store.set(key, { when: Date.now(), fields: now });
		else store.drop(key);
	};
	const keepSoon = later(keep, 400);
	function changed() {
		rules();
		keepSoon();
		if (dirty || !status || JSON.stringify(snapshot()) === opened) return;
		dirty = true;
		status.textContent = data.words.unsaved;
		status.className = "saved dirty";
	}
	// leaving: what is beside the form comes back to it, with what was typed; anything else is asked first
	document.addEventListener("submit", (e) => {
		if (e.target.closest("[data-logout], .jump")) return;
		leaving = true;
		if (!dirty || e.target === form) return;
		keep();
		try { sessionStorage.setItem("again", key); } catch { /* it is offered instead */ }
	});
	addEventListener("beforeunload", (e) => {
		if (dirty && !leaving) e.preventDefault();
		leaving = false;
	});

	async function bringBack(fields) {
		const kept = (row) => fields.some(([name]) => name.startsWith(`${row.closest("[data-grid]").dataset.grid}.${row.dataset.row}.`) && !named(name));
		await Promise.all($$("[data-shut]", form).filter(kept).map(load));
		for (const grid of $$("[data-grid]")) {
			const wanted = fields.filter(([name]) => name === grid.dataset.grid).map(([, row]) => row);
			if (!$("template", grid)) continue;
			const rows = new Map($$("tbody[data-row]", grid).map((row) => [row.dataset.row, row]));
			rows.forEach((row, name) => { if (!wanted.includes(name)) row.remove(); });
			wanted.forEach((name) => $("table", grid).append(rows.get(name) || addRow(grid, name)));
			tidy(grid);
		}
		for (const box of $$("[data-choices]")) {
			const wanted = fields.filter(([name, value]) => name === box.dataset.choices && value).map(([, value]) => value);
			$$("input[type=checkbox]", box).forEach((el) => { el.checked = wanted.includes(el.value); });
			if ($("[data-combo]", box)) wanted.forEach((value) => addChoice(box, value, value));
		}
		const last = new Map(fields);
		for (const el of copyable(form)) {
			if (skip.test(el.name) || (!last.has(el.name) && !el.matches("[data-slim] td > label > input")) || el.closest("[data-choices]") || $(`[data-grid="${CSS.escape(el.name)}"]`)) continue;
			if (el.type === "checkbox") el.checked = last.get(el.name) === "1";
			else if (el.type !== "hidden" || el.name.includes(":")) el.value = last.get(el.name);
			el.refresh?.();
		}
		changed();
		$$("[data-grid] tbody[data-row]", form).forEach(tell);
	}
	const offer = $("[data-draft]"), kept = store.get(key);
	if (status?.dataset.saved === "1") {
		store.drop(key);
		try {
			store.drop(sessionStorage.getItem("sent"));
			const y = sessionStorage.getItem("scroll");
			if (y) scrollTo(0, Number(y));
		} catch { /* no session storage: the page stays at its top */ }
	} else if (kept && offer && !refused && JSON.stringify(kept.fields) !== opened) {
		offer.hidden = cameBack();
		$("[data-draft-when]").textContent = new Date(kept.when).toLocaleString(here);
		$("[data-draft-use]").onclick = () => { bringBack(kept.fields); offer.hidden = true; };
		$("[data-draft-drop]").onclick = () => { store.drop(key); offer.hidden = true; };
	}
	function cameBack() {
		try {
			if (sessionStorage.getItem("again") !== key) return false;
			sessionStorage.removeItem("again");
		} catch { return false; }
		queueMicrotask(() => bringBack(kept.fields));
		return true;
	}
	form.addEventListener("submit", (e) => {
		if (busy) return e.preventDefault();
		busy = true;
		// parts of a request are counted: hundreds of rows are sent as one, unless a file comes with them
		if (!$$("[type=file]", form).some((input) => input.files.length)) form.enctype = "application/x-www-form-urlencoded";
		setTimeout(() => { busy = false; }, 4000);
		store.set(key, { when: Date.now(), fields: snapshot() });
		try { sessionStorage.setItem("sent", key); sessionStorage.setItem("scroll", String(scrollY)); } catch { /* comfort only */ }
	});
	addEventListener("pageshow", () => { busy = leaving = false; });
	form.addEventListener("input", later(changed, 80));
	form.addEventListener("change", changed);

	for (const pick of $$("[data-colour]")) {
		const box = pick.previousElementSibling;
		pick.hidden = box.readOnly;
		pick.oninput = () => { box.value = pick.value; changed(); };
	}
	dress(form);
	rules();
	$$("[data-grid] tbody[data-row]", form).forEach(tell);
	reveal(location.hash.slice(1));
	if ($(".tab [aria-invalid]")) reveal($(".tab [aria-invalid]").closest(".tab").id);
	$("[data-focus]")?.focus();
	forget();

	// drafts of somebody else on this browser, and old ones, are not kept
	function forget() {
		for (const name of store.all()) {
			const mine = name.startsWith(`draft:${user}:`), old = Date.now() - (store.get(name)?.when || 0) > 7 * 864e5;
			if (!mine || old) store.drop(name);
		}
	}
}
