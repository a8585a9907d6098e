"""What the regulation says, as pure functions over dates and strings: no file, no clock, no database.

Working days are counted in `workdays`, the schedules behind them read in `schedules`, stage and case clocks run in
`deadlines`, their colour is named in `urgency`, acts and states follow `procedures`, and the numbers that
tell one subject from another are judged in `identifiers`.
"""
