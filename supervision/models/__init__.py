"""Daily management: pledges of the year, and the villagers' democratic appraisal."""
