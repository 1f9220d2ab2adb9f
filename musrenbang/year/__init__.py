"""One year: its cases, figures and steps, and what is noticed of its proposals."""
