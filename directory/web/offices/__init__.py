"""*Interlocuteurs de secteur*: who answers by where a person lives, and the pages of those who keep them true."""
