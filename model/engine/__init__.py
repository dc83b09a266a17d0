"""From a case to its results: inputs resolved, lines evaluated, one case or thousands of scenarios."""
