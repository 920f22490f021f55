// The number says nothing that the title does not say.
frappe.listview_settings["Concern Category"] = { hide_name_column: true };
