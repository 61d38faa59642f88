"""A small OpenID Connect provider on this machine: discovery, keys, token and userinfo."""

import base64
import hashlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, parse_qsl, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
CLIENT_ID, SECRET = "made-in-gard", "a secret of the tests"


class FakeProvider:
    """What it answers is set by a test: `person`, `claims`, `key`, `signs_userinfo`, `is_down`."""

    def __init__(self):
        self.person = {"sub": "p-1", "email": "odile@exemple.fr"}
        self.claims, self.key = {}, KEY
        self.signs_userinfo = self.is_down = False
        self.asked: dict[str, dict] = {}  # by code: what the browser came with
        self.tokens: list[dict] = []
        self.server = HTTPServer(("127.0.0.1", 0), _handler(self))
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def authorize(self, address: str) -> dict[str, str]:
        """What the browser brings back after the person has said yes at this address."""
        asked = dict(parse_qsl(urlsplit(address).query))
        code = f"code-{len(self.asked)}"
        self.asked[code] = asked
        return {"code": code, "state": asked["state"]}

    def answer(self, path: str, form: dict):
        if self.is_down:
            return 503, "application/json", "{}"
        if path == "/.well-known/openid-configuration":
            names = ("authorization", "token", "userinfo", "end_session")
            found = {f"{name}_endpoint": f"{self.url}/{name}" for name in names}
            found |= {"issuer": self.url, "jwks_uri": f"{self.url}/keys"}
            return 200, "application/json", json.dumps(found)
        if path == "/keys":
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
            return (
                200,
                "application/json",
                json.dumps({"keys": [public | {"kid": "k", "alg": "RS256"}]}),
            )
        if path == "/token":
            return self._token(form)
        if path == "/userinfo" and self.signs_userinfo:
            return 200, "application/jwt", self._sign(self.person)
        return 200, "application/json", json.dumps(self.person)

    def _token(self, form):
        self.tokens.append(form)
        asked = self.asked.pop(form.get("code"), None)
        proof = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(proof).decode().rstrip("=")
        is_right = (
            asked is not None
            and (form["client_id"], form["client_secret"]) == (CLIENT_ID, SECRET)
            and challenge == asked["code_challenge"]
            and form["redirect_uri"] == asked["redirect_uri"]
        )
        if not is_right:
            return 400, "application/json", json.dumps({"error": "invalid_grant"})
        id_token = self._sign({"sub": self.person["sub"], "nonce": asked["nonce"]} | self.claims)
        found = {"access_token": "a", "token_type": "Bearer", "id_token": id_token}
        return 200, "application/json", json.dumps(found)

    def _sign(self, claims: dict) -> str:
        usual = {"iss": self.url, "aud": CLIENT_ID, "exp": time.time() + 60, "iat": time.time() - 1}
        return jwt.encode(usual | claims, self.key, algorithm="RS256", headers={"kid": "k"})


def _handler(provider):
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self._answer({})

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._answer({name: values[0] for name, values in parse_qs(body).items()})

        def _answer(self, form):
            status, kind, text = provider.answer(urlsplit(self.path).path, form)
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *args):
            pass

    return Handler
