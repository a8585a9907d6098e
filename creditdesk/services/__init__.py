"""One officer's act = one function = one transaction = one journal entry.

`Desk.perform(records.enter, "penalty", content)` runs an act: the power it declares is checked, the transaction opened,
the act run, every row it touched written to the journal with the hash of the entry before, and `Changes` returned that
tell which pages must look again. `Desk.perform_once(key, …)` gives a repeated click the first answer. Acts are plain
functions that take the open `Act`, so one act may use another inside the same transaction.

Reading functions take the desk and return frozen rows; they may run on any thread and write nothing.
"""
