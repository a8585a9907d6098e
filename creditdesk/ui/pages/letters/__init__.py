"""The page 文书登记: the register of issued letters, and a letter before it takes its number."""
