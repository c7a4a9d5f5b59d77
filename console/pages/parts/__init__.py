"""What every page is made of: responses, errors, navigation, status chips, choosing colleagues."""
