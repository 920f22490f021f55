// The number says nothing that the title does not say.
frappe.listview_settings["Level Of Need"] = { hide_name_column: true };
