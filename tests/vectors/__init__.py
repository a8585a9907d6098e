"""Small fixed packages to try a reader on, good ones and one for each fault; index.json tells what to say of each."""
