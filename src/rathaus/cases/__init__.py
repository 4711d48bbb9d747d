"""What the administration does with an application: the case, its events, questions, decision and letter."""
