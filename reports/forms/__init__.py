"""Shape of input and its layout, by what is typed. No rule of the procedure stands here."""
