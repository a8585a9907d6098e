"""The page 工作人员与权限."""
