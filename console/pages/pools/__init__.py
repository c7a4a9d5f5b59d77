"""The pages of public pools 公海池, and of what is set for leads."""
