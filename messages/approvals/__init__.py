"""What does the approvals service say and hear: people, policies, requests, tasks, and the facts of them?"""
