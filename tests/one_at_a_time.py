import threading

# A test that acts while open pages go on asking takes its turn too.
turn = threading.RLock()


class Middleware:
    """One request after another, as the threads of a live server share one connection."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with turn:
            return self.get_response(request)
