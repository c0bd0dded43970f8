"""One user message in, a stream of replies out: the conversation over the client."""
