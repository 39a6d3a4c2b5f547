"""Many files at once: readings made by processes of their own, kept between runs, watched by a person."""
