// The number says nothing that the title does not say.
frappe.listview_settings["Referral Source"] = { hide_name_column: true };
