"""What does the deals service say and hear: customers, registrations, opportunities, contracts?"""
