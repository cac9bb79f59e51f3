"""The write API for machines: signed messages are stored before they are judged, and answered with a receipt."""
