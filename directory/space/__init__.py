"""The producers' space on the public site: HTTP only, each room of it in its own modules."""
