// A card has no steps: it waits until it is given.
frappe.listview_settings["Thank You Card"] = {
	hide_name_column: true,
	add_fields: ["given_on"],
	get_indicator: (doc) =>
		doc.given_on ? [__("Given"), "green", "given_on,is,set"] : [__("To Give"), "orange", "given_on,is,not set"],
};
