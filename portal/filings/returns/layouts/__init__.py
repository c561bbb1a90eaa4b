"""The forms, one module each: `FORMS` dates them, every form a function of type and category."""
