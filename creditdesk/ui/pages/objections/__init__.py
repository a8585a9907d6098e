"""The page 异议处理: the queue, the case beside it, its acts, and the registering of a new objection."""
