"""Who acts through the public API when no person does: in the sample company, the demo, the journeys, the benchmark?"""
