"""When is a term due, and until when does less settle it?"""
