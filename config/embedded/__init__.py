"""PostgreSQL and Valkey that this project brings along, for machines that have neither."""
