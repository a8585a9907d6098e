"""The desk under attack: killed, out of room, damaged, fed with what is meant to be carried out."""
