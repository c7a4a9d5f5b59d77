"""By which rules do customers come, go, and belong together?"""
