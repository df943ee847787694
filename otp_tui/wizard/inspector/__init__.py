"""The inspector of exchanges (F2): the list as it grows, and the views of the chosen one."""
