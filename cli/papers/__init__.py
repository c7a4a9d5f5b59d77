"""The pages of docs/ that are generated: events, rules, approval verbs."""
