// Comforts only: every page works without this.
(() => {
	let last = 0;
	addEventListener("keydown", (event) => {
		if (event.key !== "Escape") return;
		const now = Date.now();
		if (now - last < 1000) location.replace("/eh-hidden");
		last = now;
	});
	addEventListener("DOMContentLoaded", () => {
		const menu = document.querySelector(".eh-menu details"), narrow = matchMedia("(max-width: 640px)");
		if (menu && menu.querySelectorAll("li").length > 3) {
			const fold = () => { menu.open = !narrow.matches; };
			narrow.addEventListener("change", fold);
			fold();
		}
		document.querySelector(".eh-errors, .eh-done")?.focus();
		document.querySelector("[data-print]")?.addEventListener("click", () => print());
		for (const form of document.querySelectorAll("form[method=post]")) {
			form.addEventListener("submit", (event) => {
				if (form.dataset.sent) event.preventDefault();
				form.dataset.sent = "1";
				setTimeout(() => delete form.dataset.sent, 5000);
			});
		}
	});
	addEventListener("pageshow", () => document.querySelectorAll("form").forEach((form) => delete form.dataset.sent));
})();
