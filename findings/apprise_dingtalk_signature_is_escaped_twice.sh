#!/usr/bin/env bash
# Guess:    Apprise signs what it sends to a DingTalk robot by DingTalk's rule: HMAC of time and secret, base64,
#           escaped once for the query. If the robot refuses the message, notify() answers with a failure.
# Happens:  The plugin escapes the signature and hands it to requests as a parameter, which escapes it again. As
#           base64 of 32 bytes always ends with "=", the robot always reads a signature that ends with "%3D": never
#           the right one. The robot says so in a body ("sign not match") under status 200, and of the answer only the
#           status is looked at: notify() answers SUCCESS for a notice that nobody got.
# Versions: apprise 2.2.0, requests 2.34.2 (the robot is played by a server on loopback)
# Matters:  An approver whose notices go to a group with signed messages hears nothing, and the log of notices says
#           "sent". Send a trial notice at set-up and have a person confirm it, or secure the robot by keyword
#           instead.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' INT TERM HUP

python3 -m venv "$folder/venv"
timeout 70 "$folder/venv/bin/pip" install --quiet --quiet --disable-pip-version-check apprise==2.2.0 requests==2.34.2

cat >"$folder/try.py" <<'END'
import base64
import hashlib
import hmac
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib.metadata import version
from urllib.parse import parse_qs, unquote, urlsplit

import apprise

SECRET, TOKEN = "SEC0123456789abcdef", "0123456789abcdef"


class Robot(BaseHTTPRequestHandler):
    """Reads its query as servers do, compares, and answers as the real one: always with status 200."""

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        query = parse_qs(urlsplit(self.path).query)
        (sign,), (time,) = query["sign"], query["timestamp"]
        right = base64.b64encode(hmac.digest(SECRET.encode(), f"{time}\n{SECRET}".encode(), hashlib.sha256)).decode()
        print("the robot reads a signature that ends with", sign[-3:], "- the right one ends with", right[-1:])
        print("equal:", sign == right, "- equal when unescaped once more:", unquote(sign) == right)
        answer = {"errcode": 0, "errmsg": "ok"} if sign == right else {"errcode": 310000, "errmsg": "sign not match"}
        print("the robot answers: 200", json.dumps(answer))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(answer).encode())

    def log_message(self, *_):
        pass


print("apprise", version("apprise"), "requests", version("requests"))
robot = HTTPServer(("127.0.0.1", 0), Robot)
threading.Thread(target=robot.serve_forever, daemon=True).start()
plugin = apprise.Apprise.instantiate(f"dingtalk://{SECRET}@{TOKEN}/")
plugin.request_rate_per_sec = 0  # one notice only: no pause before it
plugin.notify_url = f"http://127.0.0.1:{robot.server_port}/robot/send?access_token={{token}}"
notices = apprise.Apprise()
notices.add(plugin)
print("notify():", notices.notify(title="Request 17", body="waits for you"))
robot.shutdown()
END

cat >"$folder/expected" <<'END'
apprise 2.2.0 requests 2.34.2
the robot reads a signature that ends with %3D - the right one ends with =
equal: False - equal when unescaped once more: True
the robot answers: 200 {"errcode": 310000, "errmsg": "sign not match"}
notify(): <AppriseResult status='SUCCESS' count=1>
END

no_proxy='*' timeout 45 "$folder/venv/bin/python" "$folder/try.py" | tee "$folder/seen"
diff "$folder/expected" "$folder/seen"
echo "as stated"
