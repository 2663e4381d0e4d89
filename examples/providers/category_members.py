import pulumi

from providers.category import Category
from providers.category_members import CategoryMembers

protected = Category("protected", key="Tier", value="Protected")
members = CategoryMembers("members", category_id=protected.category_id, vms=["app-1", "db-1"])

pulumi.export("vm_ids", members.vm_ids)
