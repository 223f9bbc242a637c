"""The shell around the apps: settings, URLs, servers, commands. It imports everyone."""
