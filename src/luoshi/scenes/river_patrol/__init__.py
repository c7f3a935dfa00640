"""河湖巡查: rivers in sections, patrols, what is found on the water, and how it is put right."""
