// A day that has passed while somebody still waits is said to be late.
frappe.listview_settings["Agreed Action"] = {
	hide_name_column: true,
	formatters: {
		due_on(day, _field, doc) {
			const waits = day && doc.status === "Open";
			const late = waits && day < frappe.datetime.get_today() ? `<span class="text-danger">${__("late")}</span>` : "";
			return `<span class="ellipsis">${frappe.datetime.str_to_user(day) || ""} ${late}</span>`;
		},
	},
};
