"""Which commands, views and events has the approvals service: people, policies, requests, tasks, notices?"""
