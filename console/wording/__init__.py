"""Values, reasons and conditions in the words of the reader."""
