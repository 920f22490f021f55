// The number says nothing that the title does not say.
frappe.listview_settings["Ethnic Background"] = { hide_name_column: true };
