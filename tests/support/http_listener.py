"""An HTTP server that keeps all that it is sent, and answers as it is told to."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Listener:
    """Listens on loopback until it is closed.

    Attributes:
        url: Its address.
        seen: Request line, headers (names in lower case) and body of each request.
        status: Of every answer.
        headers: Of every answer; nothing is added to them.
        body: Of every answer but those to HEAD.
    """

    def __init__(self, status=200, body=b""):
        self.seen = []
        self.status = status
        self.headers = {}
        self.body = body
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    @property
    def lines(self):
        """The request lines."""
        return [line for line, _, _ in self.seen]

    @property
    def bytes(self):
        """All that came."""
        return b"".join(f"{line}\n{headers}\n".encode() + body for line, headers, body in self.seen)

    def close(self):
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def _handler(listener):
    class Handler(BaseHTTPRequestHandler):
        def answer(self):
            headers = {name.lower(): value for name, value in self.headers.items()}
            body = self.rfile.read(int(headers.get("content-length", 0)))
            listener.seen.append((self.requestline, headers, body))
            self.send_response_only(listener.status)
            for name, value in {"Content-Length": str(len(listener.body)), **listener.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(listener.body)

        def log_message(self, *_):
            """Nothing is said."""

    for method in ("GET", "HEAD", "POST", "PUT", "DELETE"):
        setattr(Handler, f"do_{method}", Handler.answer)
    return Handler
