"""Every read. A viewer is asked of each; nothing comes back that the viewer may not see; looking is logged."""
