"""Files in and out: spreadsheets of the units are read and checked here, packages for the city are sealed and proved.

A spreadsheet passes `inspection` (is this file safe to open at all), `sheets` (cells to text, the header row found),
`importing` (rows to record content or faults) and, when rows are bad, `rejected` (the same sheet back with reasons).
A package is written by `packages` (a Data Package of `resources` under one `descriptor`, in a zip as `archive` has it),
signed by `cms` with the key of `certificates`, and proved by `verifying`; `envelopes` close a file for one receiver.
Nothing here knows the database: values come in, files go out.
"""
