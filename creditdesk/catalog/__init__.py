"""The office's paper, read once from forms/ into frozen dataclasses: kinds, codes, layouts, letters, procedures."""
