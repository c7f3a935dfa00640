"""Programs that do a part of what Luoshi does, as a good developer of their kind would write them."""
