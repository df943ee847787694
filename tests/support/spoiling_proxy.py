"""A server before the simulator that spoils the answers of single calls, and passes all others on."""

import threading
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@contextmanager
def spoiling(url: str, spoilt: Mapping[str, tuple[int, bytes]]) -> Iterator[str]:
    """Serve before the simulator at `url`; gives the address.

    Args:
        url: The simulator.
        spoilt: Status and body by the end of the path of a call.
    """

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            call = next((call for call in spoilt if self.path.endswith(call)), None)
            status, answer = spoilt[call] if call else self._passed_on(body)
            self.send_response_only(status)
            self.send_header("Content-Type", "application/json; charset=utf-8")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def _passed_on(self, body: bytes) -> tuple[int, bytes]:
            headers = {name: value for name, value in self.headers.items() if name.lower() != "host"}
            request = urllib.request.Request(f"{url}{self.path}", body or None, headers, method=self.command)
            with urllib.request.urlopen(request) as answered:
                return answered.status, answered.read()

        def log_message(self, *_: object) -> None:
            """Nothing is said."""

    for method in ("GET", "POST", "PUT", "DELETE"):
        setattr(Handler, f"do_{method}", Handler.answer)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
