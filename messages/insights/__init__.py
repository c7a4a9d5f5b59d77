"""What does the insights service say: the index of business numbers, timelines, funnel, ageing?"""
