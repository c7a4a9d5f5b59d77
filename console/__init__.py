"""The pages people work on. It owns no data: it asks the services as the person who is signed in."""
