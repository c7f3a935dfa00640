"""Composition: builds everything once and hands it down; commands and questions; the worker's jobs."""
