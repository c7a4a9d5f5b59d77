"""What does the deals service answer and publish: customers, registrations, opportunities, contracts?"""
